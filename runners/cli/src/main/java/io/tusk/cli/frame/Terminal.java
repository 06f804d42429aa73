/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.host.Host;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What a command sees of the process that it runs in.
 *
 * @param interactive whether a person sees the error stream
 * @param screen whether a person sees standard output as well
 * @param output where bytes that are not text go
 * @param directory the working directory, absolute
 * @param host the time, chance and waiting of the store that the command opens
 */
public record Terminal(
    Map<String, String> environment,
    Path directory,
    InputStream input,
    OutputStream output,
    Interaction interactive,
    Interaction screen,
    Host host) {
  /** The system property by which the launcher says that the error stream is a terminal. */
  private static final String ON_TERMINAL = "tusk.terminal";

  /** The same of standard output. */
  private static final String OUTPUT_ON_TERMINAL = "tusk.terminal.output";

  /** Who reads what is printed. */
  public enum Interaction {
    PERSON,
    PROGRAM
  }

  public static Terminal ofProcess(OutputStream output) {
    return new Terminal(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        System.in,
        output,
        reader(ON_TERMINAL),
        reader(OUTPUT_ON_TERMINAL),
        Host.system());
  }

  private static Interaction reader(String property) {
    return Boolean.getBoolean(property) ? Interaction.PERSON : Interaction.PROGRAM;
  }

  /** The same in another working directory. */
  Terminal in(Path other) {
    return new Terminal(environment, other, input, output, interactive, screen, host);
  }

  public Clock clock() {
    return host.clock();
  }

  public boolean isInteractive() {
    return interactive == Interaction.PERSON;
  }

  public boolean isScreen() {
    return screen == Interaction.PERSON;
  }
}
