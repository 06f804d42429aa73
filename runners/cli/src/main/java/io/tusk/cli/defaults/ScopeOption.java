/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.defaults;

import io.tusk.name.ProjectName;
import io.tusk.pipeline.DefaultsScope;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --cluster}, or else {@code --project}: whose defaults are meant. */
final class ScopeOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--cluster",
      description = "The defaults of all pipelines; without it --project names those of a project.")
  private boolean cluster;

  /** {@code project} is what {@code --project} says, given or not. */
  DefaultsScope scope(ProjectName project) {
    boolean named = spec.commandLine().getParseResult().hasMatchedOption("--project");
    if (cluster == named) {
      throw new ParameterException(
          spec.commandLine(),
          cluster
              ? "--cluster and --project exclude each other; give one of them"
              : "either --cluster or --project has to be given");
    }
    return cluster ? new DefaultsScope.Cluster() : new DefaultsScope.OfProject(project);
  }
}
