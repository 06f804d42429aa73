/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.branch;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.name.RepoName;
import io.tusk.repo.Branch;
import io.tusk.repo.Catalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "List the branches of a repository.",
    footer = {"", "Examples:", "  tusk list branch images"})
public final class ListBranch extends QueryCommand {
  @Parameters(paramLabel = "REPO", description = "The repository.")
  private String name;

  @Override
  protected Answer answer(View view) {
    Catalog catalog = view.catalog();
    RepoName repo = catalog.requireRepo(repo(name)).name();
    return Listing.of(catalog.branches(repo), branch -> BranchText.document(catalog, branch))
        .column("BRANCH", branch -> branch.name().name())
        .column("HEAD", Branch::head)
        .column("TRIGGER", branch -> branch.trigger().map(BranchText::trigger).orElse("-"))
        .column("CREATOR", BranchText::creator)
        .column("CREATED", Branch::created);
  }
}
