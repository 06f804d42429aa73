/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help}: the usage of any command. */
@Command(
    name = "help",
    mixinStandardHelpOptions = true,
    description = "Show the usage of a command.",
    footer = {"", "Examples:", "  tusk help", "  tusk help create pipeline"})
final class Help implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "VERB NOUN", arity = "0..2", description = "The command.")
  private List<String> words = List.of();

  @Override
  public void run() {
    CommandLine command = spec.root().commandLine();
    for (String word : Main.separateHyphenated(command, words.toArray(new String[0]))) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        List<String> known = List.copyOf(command.getCommandSpec().subcommands().keySet());
        throw new ParameterException(
            spec.commandLine(),
            "there is no command '"
                + command.getCommandSpec().qualifiedName()
                + " "
                + word
                + "'"
                + Suggestion.of(word, known));
      }
      command = next;
    }
    command.usage(spec.commandLine().getOut(), command.getColorScheme());
  }
}
