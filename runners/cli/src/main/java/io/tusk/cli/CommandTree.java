/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.cli.frame.Terminal;
import io.tusk.cli.frame.TuskCommand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * Makes picocli's model of the commands. It takes longer than most commands run, so where the
 * arguments begin with one command, only that one is made.
 */
final class CommandTree {
  static final String NO_COLOR = "--no-color";

  private static final int LAST = 1_000;
  private static final int MOST_EXAMPLES = 4;

  private final CommandLine.IFactory plain = CommandLine.defaultFactory();
  private final Terminal terminal;
  private final List<Verb> verbs;

  CommandTree(Terminal terminal, List<Verb> verbs) {
    this.terminal = terminal;
    this.verbs = verbs;
  }

  /** All commands. */
  CommandLine whole() {
    CommandLine root = root();
    for (Verb verb : verbs) {
      if (verb instanceof Verb.OfNouns ofNouns) {
        CommandLine line = add(root, ofNouns);
        ofNouns.commands().forEach((noun, command) -> add(line, noun, command));
        addExamples(line);
      } else if (verb instanceof Verb.Alone alone) {
        add(root, alone);
      }
    }
    return root;
  }

  /** The first example of each noun. */
  private static void addExamples(CommandLine verb) {
    List<String> footer = new ArrayList<>(List.of("", "Examples:"));
    verb.getCommandSpec().subcommands().values().stream()
        .distinct()
        .flatMap(
            noun -> Arrays.stream(noun.getCommandSpec().usageMessage().footer()).skip(2).limit(1))
        .limit(MOST_EXAMPLES)
        .forEach(footer::add);
    verb.getCommandSpec().usageMessage().footer(footer.toArray(new String[0]));
  }

  /**
   * What is needed to run {@code args}: one command if they begin with one, else all.
   *
   * @param args with separate words
   */
  CommandLine of(List<String> args) {
    Optional<Verb> found = args.isEmpty() ? Optional.empty() : verb(args.get(0));
    CommandLine root = root();
    if (found.isPresent() && found.get() instanceof Verb.Alone alone) {
      add(root, alone);
      return root;
    }
    if (found.isPresent() && found.get() instanceof Verb.OfNouns verb && args.size() > 1) {
      for (Noun noun : verb.commands().keySet()) {
        if (noun.isCalled(args.get(1))) {
          add(add(root, verb), noun, verb.commands().get(noun));
          return root;
        }
      }
    }
    return whole();
  }

  /** {@code update-pipeline}, as Pachyderm 1 wrote it, is {@code update pipeline}. */
  List<String> separateWords(String... args) {
    List<String> words = new ArrayList<>(Arrays.asList(args));
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("-")) {
        String[] parts = word.split("-", 2);
        if (parts.length == 2 && isCommand(parts[0], parts[1])) {
          words.set(i, parts[1]);
          words.add(i, parts[0]);
        }
        return words;
      }
    }
    return words;
  }

  private boolean isCommand(String verb, String noun) {
    return verb(verb)
        .filter(found -> found.commands().keySet().stream().anyMatch(known -> known.isCalled(noun)))
        .isPresent();
  }

  private Optional<Verb> verb(String name) {
    return verbs.stream().filter(verb -> verb.name().equals(name)).findFirst();
  }

  private CommandLine root() {
    CommandLine root = new CommandLine(new RootCommand(verbs), plain);
    root.getCommandSpec()
        .addOption(
            flag(NO_COLOR)
                .scopeType(ScopeType.INHERIT)
                .description("Print no colors; NO_COLOR in the environment says the same.")
                .build())
        .addOption(
            flag("-h", "--help")
                .scopeType(ScopeType.INHERIT)
                .usageHelp(true)
                .description("Show this help and exit.")
                .build())
        .addOption(
            flag("-V", "--version")
                .versionHelp(true)
                .description("Print the program's version and exit.")
                .build());
    return root;
  }

  /** One that comes last in the help. */
  private static OptionSpec.Builder flag(String... names) {
    return OptionSpec.builder(names).type(boolean.class).order(LAST);
  }

  private CommandLine add(CommandLine root, Verb.OfNouns verb) {
    CommandLine line = new CommandLine(new VerbCommand(verb), plain);
    line.getCommandSpec().usageMessage().description(verb.description());
    root.addSubcommand(verb.name(), line);
    return line;
  }

  private void add(CommandLine verb, Noun noun, Class<? extends TuskCommand> command) {
    String[] others =
        noun.plural().equals(noun.singular()) ? new String[0] : new String[] {noun.plural()};
    verb.addSubcommand(noun.singular(), line(command), others);
  }

  private void add(CommandLine root, Verb.Alone alone) {
    CommandLine line = line(alone.command());
    root.addSubcommand(alone.name(), line);
    alone.commands().forEach((noun, command) -> add(line, noun, command));
  }

  private CommandLine line(Class<? extends TuskCommand> type) {
    try {
      TuskCommand command = type.getDeclaredConstructor().newInstance();
      command.terminal(terminal);
      return new CommandLine(command, plain);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type + " has no public constructor without arguments", e);
    }
  }
}
