/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.cli.frame.TuskCommand;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion}: what makes a shell complete commands. */
@Command(
    description =
        "Print the script with which a shell completes tusk's commands. What zsh gets is to be"
            + " sourced in ~/.zshrc, below compinit.",
    footer = {
      "",
      "Examples:",
      "  tusk completion bash > ~/.local/share/bash-completion/completions/tusk",
      "  tusk completion zsh > ~/.tusk-completion.zsh",
      "  tusk completion fish > ~/.config/fish/completions/tusk.fish"
    })
public final class CompletionCommand extends TuskCommand {
  /** The shells for which there is a script. */
  enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
  private Shell shell;

  @Override
  protected int run() {
    CommandLine tusk = new CommandTree(terminal(), Vocabulary.VERBS).whole();
    String script =
        switch (shell) {
          case BASH, ZSH -> AutoComplete.bash(tusk.getCommandName(), tusk);
          case FISH -> FishCompletion.script(tusk.getCommandSpec());
        };
    out().print(script);
    return 0;
  }
}
