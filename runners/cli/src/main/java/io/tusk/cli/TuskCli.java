/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verbs, each with its nouns. */
@Command(
    name = "tusk",
    mixinStandardHelpOptions = true,
    versionProvider = TuskCli.Version.class,
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
    },
    subcommands = {
      TuskCli.Create.class,
      TuskCli.Update.class,
      TuskCli.ListAll.class,
      TuskCli.Inspect.class,
      TuskCli.Delete.class,
      TuskCli.Start.class,
      TuskCli.Finish.class,
      TuskCli.Put.class,
      TuskCli.Get.class,
      TuskCli.Glob.class,
      TuskCli.Diff.class,
      TuskCli.Validate.class,
      RunCommand.class,
      JobCommands.Logs.class,
      FsckCommand.class,
      VersionCommand.class,
      Help.class
    })
final class TuskCli implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** What {@code --version} prints. */
  static final class Version implements picocli.CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tusk " + VersionCommand.ofProgram()};
    }
  }

  /** A verb; what it does is said by its nouns. */
  @Command(mixinStandardHelpOptions = true, synopsisSubcommandLabel = "NOUN")
  private abstract static class Verb implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(
          spec.commandLine(),
          "'" + spec.qualifiedName() + "' needs a noun: " + String.join(", ", nouns()));
    }

    /** Without the plurals. */
    private Set<String> nouns() {
      Set<String> nouns = new LinkedHashSet<>();
      spec.subcommands().values().forEach(noun -> nouns.add(noun.getCommandName()));
      return nouns;
    }
  }

  @Command(
      name = "create",
      description = "Create projects, repositories, branches and pipelines.",
      subcommands = {
        ProjectCommands.Create.class,
        RepoCommands.Create.class,
        BranchCommands.Create.class,
        PipelineWriteCommands.Create.class
      })
  static final class Create extends Verb {}

  @Command(
      name = "update",
      description = "Update pipelines.",
      subcommands = PipelineWriteCommands.Update.class)
  static final class Update extends Verb {}

  @Command(
      name = "list",
      description =
          "List projects, repositories, branches, commits, files, pipelines, jobs and datums.",
      subcommands = {
        ProjectCommands.ListAll.class,
        RepoCommands.ListAll.class,
        BranchCommands.ListAll.class,
        CommitCommands.ListAll.class,
        FileCommands.ListAll.class,
        PipelineCommands.ListAll.class,
        JobCommands.ListAll.class,
        JobCommands.ListDatum.class
      })
  static final class ListAll extends Verb {}

  @Command(
      name = "inspect",
      description = "Show one repository, branch, commit, file, pipeline or job.",
      subcommands = {
        RepoCommands.Inspect.class,
        BranchCommands.Inspect.class,
        CommitCommands.Inspect.class,
        FileCommands.Inspect.class,
        PipelineCommands.Inspect.class,
        JobCommands.Inspect.class
      })
  static final class Inspect extends Verb {}

  @Command(
      name = "delete",
      description = "Delete repositories, branches, files and pipelines.",
      subcommands = {
        RepoCommands.Delete.class,
        BranchCommands.Delete.class,
        FileCommands.Delete.class,
        PipelineCommands.Delete.class
      })
  static final class Delete extends Verb {}

  @Command(name = "start", description = "Start commits.", subcommands = CommitCommands.Start.class)
  static final class Start extends Verb {}

  @Command(
      name = "finish",
      description = "Finish commits.",
      subcommands = CommitCommands.Finish.class)
  static final class Finish extends Verb {}

  @Command(name = "put", description = "Put files.", subcommands = PutFile.class)
  static final class Put extends Verb {}

  @Command(name = "get", description = "Get files.", subcommands = GetFile.class)
  static final class Get extends Verb {}

  @Command(name = "glob", description = "Match files.", subcommands = FileCommands.GlobAll.class)
  static final class Glob extends Verb {}

  @Command(name = "diff", description = "Compare files.", subcommands = FileCommands.Diff.class)
  static final class Diff extends Verb {}

  @Command(
      name = "validate",
      description = "Validate specifications.",
      subcommands = PipelineWriteCommands.Validate.class)
  static final class Validate extends Verb {}
}
