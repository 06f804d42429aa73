/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import picocli.CommandLine;

/** Makes command objects and hands them the terminal. */
final class CommandFactory implements CommandLine.IFactory {
  private final CommandLine.IFactory plain = CommandLine.defaultFactory();
  private final Terminal terminal;

  CommandFactory(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    K made = plain.create(type);
    if (made instanceof TuskCommand command) {
      command.terminal(terminal);
    }
    return made;
  }
}
