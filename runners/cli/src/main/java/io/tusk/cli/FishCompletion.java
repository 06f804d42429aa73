/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The completion script for the fish shell: one rule a word or option. */
final class FishCompletion {
  private static final String FUNCTIONS =
      """
      # Lets fish complete the commands of tusk.

      # Prints the words before the cursor, but for tusk itself and options.
      function __tusk_words
          set -l words (commandline -opc)
          set -e words[1]
          string match -v -- '-*' $words
      end

      # Whether exactly these words stand before the cursor.
      function __tusk_at
          set -l words (__tusk_words)
          test "$words" = "$argv"
      end

      # Whether the words before the cursor begin with these.
      function __tusk_in
          set -l words (__tusk_words)
          set -l last (count $argv)
          test "$words[1..$last]" = "$argv"
      end

      complete -c tusk -f
      """;

  private final StringBuilder script = new StringBuilder(FUNCTIONS);

  private FishCompletion() {}

  static String script(CommandSpec tusk) {
    FishCompletion completion = new FishCompletion();
    completion.add(tusk, List.of(List.of()));
    return completion.script.toString();
  }

  /**
   * @param names of the command, each a list of words
   */
  private void add(CommandSpec command, List<List<String>> names) {
    Set<CommandLine> subcommands = new LinkedHashSet<>(command.subcommands().values());
    for (CommandLine sub : subcommands) {
      String condition = condition("__tusk_at", names);
      rule(condition, "-a " + quoted(sub.getCommandName()), firstLine(sub.getCommandSpec()));
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (!candidates(parameter).isEmpty()) {
        rule(condition("__tusk_at", names), values(parameter), text(parameter));
      }
    }
    if (subcommands.isEmpty()) {
      command.options().forEach(option -> add(option, condition("__tusk_in", names)));
    } else {
      command.options().forEach(option -> add(option, condition("__tusk_at", names)));
    }
    for (CommandLine sub : subcommands) {
      List<List<String>> subNames = new ArrayList<>();
      for (List<String> words : names) {
        for (String name : sub.getCommandSpec().names()) {
          List<String> more = new ArrayList<>(words);
          more.add(name);
          subNames.add(more);
        }
      }
      add(sub.getCommandSpec(), subNames);
    }
  }

  private void add(OptionSpec option, String condition) {
    StringBuilder what = new StringBuilder();
    for (String name : option.names()) {
      what.append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
      what.append(' ');
    }
    if (option.arity().max() > 0) {
      what.append(values(option));
    }
    rule(condition, what.toString().strip(), text(option));
  }

  private void rule(String condition, String what, String description) {
    script
        .append("complete -c tusk -n ")
        .append(quoted(condition))
        .append(' ')
        .append(what)
        .append(" -d ")
        .append(quoted(description))
        .append('\n');
  }

  private static String condition(String function, List<List<String>> names) {
    return names.stream()
        .map(words -> (function + " " + String.join(" ", words)).strip())
        .collect(Collectors.joining("; or "));
  }

  /** A list to choose from, else files where the label says so. */
  private static String values(ArgSpec arg) {
    List<String> candidates = candidates(arg);
    if (!candidates.isEmpty()) {
      return "-x -a " + quoted(String.join(" ", candidates));
    }
    return arg.paramLabel().matches(".*\\b(FILE|DIR|PATH)\\b.*") ? "-r -F" : "-x";
  }

  private static List<String> candidates(ArgSpec arg) {
    List<String> candidates = new ArrayList<>();
    if (arg.completionCandidates() != null) {
      arg.completionCandidates().forEach(candidates::add);
    }
    return candidates;
  }

  private static String firstLine(CommandSpec command) {
    return sentence(String.join(" ", command.usageMessage().description()));
  }

  private static String text(ArgSpec arg) {
    return sentence(String.join(" ", arg.description()));
  }

  /** The first clause, without a full stop. */
  private static String sentence(String text) {
    return text.replaceFirst("(?s)[.;:] .*", "").replaceFirst("\\.$", "");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
