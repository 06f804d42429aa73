/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.Programs;
import io.tusk.cli.frame.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Where long output goes: through a person's pager, or as it is. */
final class Pager extends OutputStream {
  private static final String LESS = "less";

  private final OutputStream out;
  private final Process process;
  private boolean left;

  private Pager(OutputStream out, Process process) {
    this.out = out;
    this.process = process;
  }

  /** {@code PAGER} of the environment, else less, else none. */
  static Pager start(Terminal terminal) throws IOException {
    String command = terminal.environment().getOrDefault("PAGER", "");
    if (command.isEmpty() && Programs.find(LESS, terminal).isPresent()) {
      command = LESS;
    }
    if (command.isEmpty()) {
      return none(terminal);
    }
    ProcessBuilder builder =
        Programs.builder(terminal, "sh", "-c", command).directory(terminal.directory().toFile());
    Map<String, String> environment = builder.environment();
    // One screen is just printed, and colors are shown.
    environment.putIfAbsent("LESS", "FRX");
    Process process =
        builder
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new Pager(process.getOutputStream(), process);
  }

  static Pager none(Terminal terminal) {
    return new Pager(terminal.output(), null);
  }

  /** Whether whoever read has seen enough. */
  boolean isLeft() {
    return left;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (left) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      leave(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      leave(e);
    }
  }

  private void leave(IOException e) throws IOException {
    if (process == null) {
      throw e;
    }
    left = true;
  }

  /** Waits until the pager is left; standard output stays open. */
  @Override
  public void close() throws IOException {
    if (process == null) {
      flush();
      return;
    }
    try {
      out.close();
    } catch (IOException e) {
      left = true;
    }
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
