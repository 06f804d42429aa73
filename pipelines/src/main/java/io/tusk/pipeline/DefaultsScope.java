/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.name.ProjectName;

/** Whose pipelines some defaults are for. */
public sealed interface DefaultsScope {
  /** All pipelines of the store. */
  record Cluster() implements DefaultsScope {
    @Override
    public String toString() {
      return "the cluster";
    }
  }

  /** The pipelines of a project. */
  record OfProject(ProjectName project) implements DefaultsScope {
    @Override
    public String toString() {
      return "project " + project;
    }
  }
}
