/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.cli.frame.TuskCommand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The model of the commands, for what holds of each of them. */
final class Commands {
  private Commands() {}

  /** Those that do something, not the verbs that want a noun. */
  static List<CommandSpec> all() {
    List<CommandSpec> found = new ArrayList<>();
    collect(Cli.commands().whole(), found);
    return found;
  }

  private static void collect(CommandLine command, List<CommandSpec> found) {
    Set<CommandLine> subcommands = new LinkedHashSet<>(command.getSubcommands().values());
    if (command.getCommand() instanceof TuskCommand) {
      found.add(command.getCommandSpec());
    }
    subcommands.forEach(sub -> collect(sub, found));
  }

  static CommandSpec of(String words) {
    return all().stream()
        .filter(command -> Main.words(command).equals(words))
        .findFirst()
        .orElseThrow();
  }

  /** {@code list}, {@code repo}. */
  static List<String> words(CommandSpec command) {
    return List.of(Main.words(command).split(" ", -1));
  }

  /** The words of a command, the options that it needs, and as many arguments as it takes. */
  static List<String> full(CommandSpec command) {
    List<String> args = new ArrayList<>(words(command));
    for (OptionSpec option : command.options()) {
      if (option.required()) {
        args.addAll(List.of(option.longestName(), "text"));
      }
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      boolean shell = parameter.paramLabel().startsWith("bash");
      args.addAll(Collections.nCopies(parameter.arity().max(), shell ? "bash" : "1"));
    }
    return args;
  }
}
