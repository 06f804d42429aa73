/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.spec.text.SpecText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code -f}: where the specifications are. */
public final class SpecOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE|URL|-",
      description = "The specifications, in JSON or YAML; several may be in one file.")
  private String file;

  public boolean isSet() {
    return file != null;
  }

  /** What was given, else standard input. */
  public SpecLocation location() {
    return file == null ? SpecLocation.STDIN : new SpecLocation(file);
  }

  /** The content; places in it are told by the name that was given. */
  public SpecText text(Terminal terminal) {
    if (file == null && terminal.isInteractive()) {
      throw new ParameterException(
          spec.commandLine(), "a specification is needed: -f FILE, -f URL, or -f -");
    }
    return location().text(terminal);
  }
}
