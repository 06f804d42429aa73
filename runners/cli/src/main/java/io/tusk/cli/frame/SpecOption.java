/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.spec.parse.SpecSource;
import io.tusk.spec.text.SpecText;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code -f}: where the specifications are. */
public final class SpecOption {
  private static final String STDIN = "-";

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

  /** A path, absolute; a URL; or a dash. */
  public String source(Terminal terminal) {
    return isPath() ? terminal.directory().resolve(file).toString() : file == null ? STDIN : file;
  }

  /** What paths in the specifications are relative to: their own folder, else where one works. */
  public Path folder(Terminal terminal) {
    return isPath() ? terminal.directory().resolve(file).getParent() : terminal.directory();
  }

  private boolean isPath() {
    return file != null && !file.equals(STDIN) && !file.contains("://");
  }

  /** The content; places in it are told by the name that was given. */
  public SpecText text(Terminal terminal) {
    if (file == null && terminal.isInteractive()) {
      throw new ParameterException(
          spec.commandLine(), "a specification is needed: -f FILE, -f URL, or -f -");
    }
    SpecText text = new SpecSource().read(source(terminal), terminal.input());
    return isPath() ? new SpecText(file, text.content()) : text;
  }
}
