/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

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
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec;

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
