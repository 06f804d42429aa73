/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.CommitRef;
import io.tusk.repo.Resolver;
import io.tusk.repo.Transaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Start a commit, to which files can be put until it is finished.",
    footer = {
      "",
      "Examples:",
      "  tusk start commit images@master -m 'the march pictures'",
      "  tusk start commit images@trial --parent master^"
    })
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

  @Option(
      names = {"-p", "--parent"},
      paramLabel = "COMMIT",
      description =
          "A branch or commit id of the same repository, which the new commit follows in place of"
              + " the branch's head.")
  private String parent;

  private CommitId started;

  @Override
  protected String subject() {
    return branch(name).toString();
  }

  @Override
  protected void change(Transaction tx) {
    BranchName branch = branch(name);
    tx.catalog().requireRepo(branch.repo());
    started =
        (parent == null
                ? CommitChanges.start(tx, branch, message)
                : CommitChanges.startOn(tx, parent(tx, branch), branch, message))
            .id();
  }

  private Commit parent(Transaction tx, BranchName branch) {
    CommitRef ref =
        parent.contains("@")
            ? commit(parent)
            : CommitRef.parse(branch.repo().project(), branch.repo().name() + "@" + parent);
    return new Resolver(tx.catalog()).head(ref);
  }

  @Override
  protected void report() {
    out().println(started);
  }
}
