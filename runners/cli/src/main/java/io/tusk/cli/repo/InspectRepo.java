/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.repo;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Detail;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.repo.Catalog;
import io.tusk.repo.Repo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show one repository.",
    footer = {"", "Examples:", "  tusk inspect repo images"})
public final class InspectRepo extends QueryCommand {
  @Parameters(paramLabel = "REPO", description = "Its name.")
  private String name;

  @Override
  protected Answer answer(View view) {
    Catalog catalog = view.catalog();
    Repo repo = catalog.requireRepo(repo(name));
    return Detail.of(() -> RepoText.document(catalog, repo))
        .line("Name", repo.name().name())
        .line("Project", repo.name().project())
        .line("Description", repo.description())
        .line("Created", repo.created())
        .line("Size of HEAD on master", Format.size(RepoText.bytes(catalog, repo)));
  }
}
