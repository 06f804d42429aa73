/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.name.CommitId;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.Transaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Start a commit, to which files can be put until it is finished.",
    footer = {"", "Examples:", "  tusk start commit images@master -m 'the march pictures'"})
public final class StartCommit extends ChangeCommand {
  @Parameters(paramLabel = "REPO@BRANCH", description = "The branch, made if it does not exist.")
  private String name;

  @Option(
      names = {"-m", "--message", "--description"},
      paramLabel = "TEXT",
      defaultValue = "",
      showDefaultValue = Visibility.NEVER,
      description = "What the commit is.")
  private String message;

  private CommitId started;

  @Override
  protected String subject() {
    return branch(name).toString();
  }

  @Override
  protected void change(Transaction tx) {
    started = CommitChanges.start(tx, branch(name), message).id();
  }

  @Override
  protected void report() {
    out().println(started);
  }
}
