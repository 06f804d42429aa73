/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.repo.Commit;
import java.util.Locale;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --origin} and {@code --all}: who made the commits that are wanted. */
final class OriginOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The origins that Pachyderm has. */
  enum Kind {
    USER,
    AUTO,
    FSCK;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--origin",
      paramLabel = "user|auto|fsck",
      description =
          "Only commits that users made, or only those that follow others; no commit is of fsck.")
  private Kind origin;

  @Option(names = "--all", description = "Commits of any origin, which is the default.")
  private boolean all;

  /** Whether only those of one origin are wanted. */
  boolean isSet() {
    return origin != null;
  }

  Predicate<Commit> predicate() {
    if (all && origin != null) {
      throw new ParameterException(
          spec.commandLine(), "--all and --origin exclude each other; give one of them");
    }
    return commit ->
        origin == null || commit.origin().name().toLowerCase(Locale.ROOT).equals(origin.toString());
  }
}
