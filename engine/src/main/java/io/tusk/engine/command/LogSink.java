/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

/** Receives the lines of a command's standard output and standard error, merged, in order. */
@FunctionalInterface
public interface LogSink {
  /** Called by the thread that runs the command; {@code line} has no line end. */
  void line(String line);
}
