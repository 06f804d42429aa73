/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.branch;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Detail;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.name.BranchName;
import io.tusk.name.RepoName;
import io.tusk.repo.Branch;
import io.tusk.repo.Catalog;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show one branch.",
    footer = {"", "Examples:", "  tusk inspect branch images@master"})
public final class InspectBranch extends QueryCommand {
  @Parameters(paramLabel = "REPO@BRANCH", description = "The branch.")
  private String name;

  @Override
  protected Answer answer(View view) {
    Catalog catalog = view.catalog();
    Branch branch = catalog.requireBranch(branch(name));
    RepoName repo = branch.name().repo();
    return Detail.of(() -> BranchText.document(catalog, branch))
        .line("Name", branch.name())
        .line("Head Commit", repo + "@" + branch.head())
        .line(
            "Readers see",
            branch.readable().filter(id -> !id.equals(branch.head())).map(id -> repo + "@" + id))
        .line("Provenance", join(catalog.provenance(branch.name())))
        .line("Trigger", branch.trigger().map(BranchText::trigger));
  }

  private static String join(Set<BranchName> branches) {
    return String.join(", ", branches.stream().map(BranchName::toString).toList());
  }
}
