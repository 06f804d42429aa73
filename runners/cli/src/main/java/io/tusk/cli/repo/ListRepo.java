/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.repo;

import io.tusk.cli.frame.AllProjectsOption;
import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.repo.Catalog;
import io.tusk.repo.Repo;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    description = "List the repositories of a project.",
    footer = {"", "Examples:", "  tusk list repo", "  tusk list repo --all-projects --raw"})
public final class ListRepo extends QueryCommand {
  @Mixin private AllProjectsOption allProjects;

  @Override
  protected Answer answer(View view) {
    Catalog catalog = view.catalog();
    Iterator<Repo> repos = allProjects.isSet() ? catalog.repos() : catalog.repos(project());
    return Listing.of(repos, repo -> RepoText.document(catalog, repo))
        .column("PROJECT", repo -> repo.name().project())
        .column("NAME", repo -> repo.name().name())
        .column("CREATED", Repo::created)
        .column("SIZE (MASTER)", repo -> Format.size(RepoText.bytes(catalog, repo)))
        .column("DESCRIPTION", Repo::description);
  }
}
