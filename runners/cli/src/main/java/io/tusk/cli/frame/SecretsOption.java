/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which directory of secrets: {@code --secrets}, else {@code TUSK_SECRETS}. */
public final class SecretsOption {
  private static final String VARIABLE = "TUSK_SECRETS";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--secrets",
      paramLabel = "PATH",
      description =
          "The directory of secrets: one directory for each, one file for each of its keys;"
              + " without it TUSK_SECRETS.")
  private String path;

  /** Absolute; nothing where none is named. */
  public Optional<Path> directory(Terminal terminal) {
    String named = path != null ? path : terminal.environment().get(VARIABLE);
    return named == null || named.isEmpty()
        ? Optional.empty()
        : Optional.of(terminal.directory().resolve(named));
  }

  public Path required(Terminal terminal) {
    return directory(terminal)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "no directory of secrets is named: give --secrets PATH, or set " + VARIABLE));
  }
}
