/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.cli.frame.TuskCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code help}: the usage of any command. */
@Command(
    description = "Show the usage of a command.",
    footer = {"", "Examples:", "  tusk help", "  tusk help create pipeline"})
public final class HelpCommand extends TuskCommand {
  @Parameters(paramLabel = "VERB NOUN", arity = "0..2", description = "The command.")
  private List<String> words = List.of();

  @Override
  protected int run() {
    CommandTree tree = new CommandTree(terminal(), Vocabulary.VERBS);
    CommandLine command = Main.prepared(tree.whole(), terminal());
    List<String> separate = tree.separateWords(words.toArray(new String[0]));
    for (String word : separate) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        Optional<String> refusal =
            Absent.refusal(
                Main.words(command.getCommandSpec()),
                separate.subList(separate.indexOf(word), separate.size()));
        if (refusal.isPresent()) {
          throw new TuskException(ErrorCode.USAGE, refusal.get());
        }
        List<String> known = List.copyOf(command.getSubcommands().keySet());
        throw misuse(
            "there is no command '"
                + command.getCommandSpec().qualifiedName()
                + " "
                + word
                + "'"
                + Suggestion.of(word, known));
      }
      command = next;
    }
    command.usage(out(), root().commandLine().getColorScheme());
    return 0;
  }
}
