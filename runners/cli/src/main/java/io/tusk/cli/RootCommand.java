/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.cli.frame.CommandParser;
import io.tusk.cli.frame.Terminal;
import io.tusk.cli.frame.TuskCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tusk} without a verb. */
@Command(
    name = "tusk",
    sortOptions = false,
    versionProvider = RootCommand.Version.class,
    description = "Versioned, incremental batch processing: Pachyderm-style pipelines on Beam.",
    synopsisSubcommandLabel = "VERB NOUN",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ok",
      "1:failed",
      "2:usage",
      "3:a job or datum failed",
      "4:not found",
      "5:conflict",
      "6:it is not known whether the change was committed",
      "7:the storage cannot be read or written",
      "130:interrupted",
      "141:the reader of the output closed it"
    },
    footer = {
      "",
      "Examples:",
      "  tusk create repo images",
      "  tusk put file -r images@master:/ -f pictures",
      "  tusk create pipeline -f edges.json",
      "  tusk run",
      "  tusk get file -r edges@master:/ -o edges"
    })
final class RootCommand implements Runnable, CommandParser {
  private final List<Verb> verbs;
  @Spec private CommandSpec spec;

  RootCommand(List<Verb> verbs) {
    this.verbs = verbs;
  }

  @Override
  public TuskCommand parse(Terminal terminal, List<String> args) {
    CommandLine tusk = Main.prepared(new CommandTree(terminal, verbs).of(args), terminal);
    CommandLine.ParseResult parsed = tusk.parseArgs(args.toArray(new String[0]));
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    tusk.setOut(spec.commandLine().getOut());
    tusk.setErr(spec.commandLine().getErr());
    return (TuskCommand) parsed.commandSpec().userObject();
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tusk " + VersionCommand.ofProgram()};
    }
  }
}
