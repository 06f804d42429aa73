/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.cli.frame.TuskCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes the reference of all commands as Markdown, from their model. */
final class CommandReference {
  private static final String HEAD =
      """
      # Commands

      This page is generated from the commands themselves; `tusk VERB NOUN --help` says the same.
      A noun may be written in the plural, and a command with a hyphen: `tusk list jobs` and
      `tusk list-job` are `tusk list job`.

      """;

  /** So many commands share an option that is described once. */
  private static final int MANY = 8;

  private final StringBuilder text = new StringBuilder(HEAD);
  private final Set<String> common;

  private CommandReference(List<CommandSpec> commands) {
    this.common = common(commands);
  }

  static String of(CommandLine tusk) {
    List<CommandSpec> commands = new ArrayList<>();
    collect(tusk, commands);
    CommandReference reference = new CommandReference(commands);
    reference.contents(commands);
    reference.commonOptions(commands);
    commands.forEach(reference::command);
    reference.exitCodes(tusk.getCommandSpec());
    return reference.text.toString();
  }

  /** Commands that do something, not verbs that want a noun. */
  private static void collect(CommandLine command, List<CommandSpec> found) {
    Set<CommandLine> subcommands = new LinkedHashSet<>(command.getSubcommands().values());
    if (command.getCommand() instanceof TuskCommand) {
      found.add(command.getCommandSpec());
    }
    subcommands.forEach(sub -> collect(sub, found));
  }

  /** Options that most commands have, which are described once. */
  private static Set<String> common(List<CommandSpec> commands) {
    Map<String, Long> counts =
        commands.stream()
            .flatMap(command -> command.options().stream())
            .collect(Collectors.groupingBy(CommandReference::identity, Collectors.counting()));
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= MANY)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static String identity(OptionSpec option) {
    return names(option) + description(option);
  }

  private void contents(List<CommandSpec> commands) {
    for (CommandSpec command : commands) {
      String name = command.qualifiedName();
      text.append("- [`" + name + "`](#" + anchor(name) + "): ");
      text.append(description(command).replaceFirst("(?s)[.;:] .*", "").replaceFirst("\\.$", ""));
      text.append('\n');
    }
    text.append('\n');
  }

  /** What a heading is called in addresses. */
  private static String anchor(String heading) {
    return heading.replace(' ', '-').toLowerCase(Locale.ROOT);
  }

  private void commonOptions(List<CommandSpec> commands) {
    text.append("## Options of many commands\n\n");
    Map<String, OptionSpec> options =
        commands.stream()
            .flatMap(command -> command.options().stream())
            .filter(option -> common.contains(identity(option)))
            .collect(
                Collectors.toMap(
                    CommandReference::identity,
                    option -> option,
                    (first, second) -> first,
                    LinkedHashMap::new));
    table(options.values().stream().map(option -> (ArgSpec) option).toList());
  }

  private void command(CommandSpec command) {
    text.append("## " + command.qualifiedName() + "\n\n");
    text.append(description(command) + "\n\n");
    List<OptionSpec> own =
        command.options().stream().filter(option -> !common.contains(identity(option))).toList();
    text.append("```\n" + synopsis(command, own) + "\n```\n\n");
    List<ArgSpec> arguments = new ArrayList<>(command.positionalParameters());
    arguments.addAll(own);
    table(arguments);
    String shared =
        command.options().stream()
            .filter(option -> common.contains(identity(option)))
            .map(option -> "`" + option.longestName() + "`")
            .collect(Collectors.joining(", "));
    text.append("Also: " + shared + ".\n\n");
    text.append("```\n");
    String[] footer = command.usageMessage().footer();
    List.of(footer).subList(2, footer.length).forEach(line -> text.append(line.strip() + "\n"));
    text.append("```\n\n");
  }

  private static String synopsis(CommandSpec command, List<OptionSpec> own) {
    StringBuilder line = new StringBuilder(command.qualifiedName());
    for (OptionSpec option : own) {
      String name = option.shortestName();
      String value = option.arity().max() > 0 ? separator(name) + option.paramLabel() : "";
      String more = option.isMultiValue() ? "..." : "";
      line.append(option.required() ? " " + name + value : " [" + name + value + "]" + more);
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      boolean optional = parameter.arity().min() == 0;
      line.append(optional ? " [" + parameter.paramLabel() + "]" : " " + parameter.paramLabel());
    }
    return line.toString();
  }

  private static String separator(String name) {
    return name.startsWith("--") ? "=" : " ";
  }

  private void table(List<ArgSpec> arguments) {
    if (arguments.isEmpty()) {
      return;
    }
    text.append("| argument | meaning |\n|---|---|\n");
    for (ArgSpec argument : arguments) {
      String name = argument instanceof OptionSpec option ? names(option) : argument.paramLabel();
      text.append("| `" + name.replace("|", "\\|") + "` | ");
      text.append(description(argument).replace("|", "\\|"));
      boolean shows = argument.showDefaultValue() != Help.Visibility.NEVER;
      if (shows && argument.defaultValue() != null && !argument.defaultValue().isEmpty()) {
        text.append(" Default: `" + argument.defaultValue() + "`.");
      }
      text.append(" |\n");
    }
    text.append('\n');
  }

  private static String names(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() > 0
        ? names + separator(option.names()[option.names().length - 1]) + option.paramLabel()
        : names;
  }

  private static String description(CommandSpec command) {
    return String.join(" ", command.usageMessage().description());
  }

  private static String description(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  private void exitCodes(CommandSpec tusk) {
    text.append("## Exit codes\n\n| code | meaning |\n|---|---|\n");
    tusk.usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> text.append("| " + code + " | " + meaning + " |\n"));
  }
}
