/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import picocli.CommandLine.Option;

/** {@code -A}: not only what the project holds that is named or meant. */
public final class AllProjectsOption {
  @Option(
      names = {"-A", "--all-projects"},
      description = "Those of all projects.")
  private boolean allProjects;

  public boolean isSet() {
    return allProjects;
  }
}
