/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.branch;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.name.BranchName;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.CommitRef;
import io.tusk.repo.Resolver;
import io.tusk.repo.Transaction;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Create a branch, move its head, or say what moves it; what follows it gets new commits.",
    footer = {
      "",
      "Examples:",
      "  tusk create branch images@staging",
      "  tusk create branch images@master --head master^",
      "  tusk create branch images@master --head 0190f1c2d3e47a5b8c6d7e8f90a1b2c3",
      "  tusk create branch images@release --trigger master --trigger-commits 5"
    })
public final class CreateBranch extends ChangeCommand {
  @Parameters(paramLabel = "REPO@BRANCH", description = "The branch.")
  private String name;

  @Option(
      names = "--head",
      paramLabel = "COMMIT",
      description = "A branch or commit id of the same repository, with ^ or .N if wanted.")
  private String head;

  @Option(
      names = {"-p", "--provenance"},
      paramLabel = "REPO@BRANCH",
      split = ",",
      description = "The branches that it follows.")
  private List<String> provenance;

  @Mixin private TriggerOptions triggers;

  @Override
  protected boolean prepare() {
    triggers.check();
    return true;
  }

  @Override
  protected String subject() {
    return branch(name).toString();
  }

  @Override
  protected void change(Transaction tx) {
    BranchName branch = branch(name);
    tx.catalog().requireRepo(branch.repo());
    if (head != null) {
      CommitRef ref =
          head.contains("@")
              ? commit(head)
              : CommitRef.parse(branch.repo().project(), branch.repo().name() + "@" + head);
      BranchChanges.point(tx, branch, new Resolver(tx.catalog()).head(ref));
    } else if (!triggers.isGiven()) {
      BranchChanges.require(tx, branch);
    }
    if (provenance != null) {
      List<BranchName> upstream = new ArrayList<>();
      provenance.forEach(text -> upstream.add(branch(text)));
      BranchChanges.follow(tx, branch, upstream);
    }
    if (triggers.isGiven()) {
      triggers.set(tx, branch);
    }
  }
}
