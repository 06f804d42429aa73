/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.name;

/** The name of a project: a namespace of repositories and pipelines. */
public record ProjectName(String value) implements Comparable<ProjectName> {
  /** The project that always exists. */
  public static final ProjectName DEFAULT = new ProjectName("default");

  public ProjectName {
    Names.check("project", value, Names.MAX_PROJECT_OR_PIPELINE);
  }

  @Override
  public int compareTo(ProjectName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
