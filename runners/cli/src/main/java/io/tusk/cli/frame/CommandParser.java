/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import java.util.List;

/** Makes commands of arguments; the root of all commands is one. */
public interface CommandParser {
  /**
   * The command that {@code args} give, ready to be run.
   *
   * @throws picocli.CommandLine.ParameterException where they give none
   */
  TuskCommand parse(Terminal terminal, List<String> args);
}
