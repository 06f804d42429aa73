/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.name;

import java.util.Comparator;

/** A repository's name within its project. */
public record RepoName(ProjectName project, String name) implements Comparable<RepoName> {
  private static final Comparator<RepoName> ORDER =
      Comparator.comparing(RepoName::project).thenComparing(RepoName::name);

  public RepoName {
    Names.check("repository", name, Names.MAX_OTHER);
  }

  @Override
  public int compareTo(RepoName other) {
    return ORDER.compare(this, other);
  }

  /** The name alone in the default project, {@code project/name} elsewhere. */
  @Override
  public String toString() {
    return project.equals(ProjectName.DEFAULT) ? name : project + "/" + name;
  }
}
