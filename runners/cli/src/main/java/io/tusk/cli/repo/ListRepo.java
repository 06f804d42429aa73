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
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = "List the repositories of a project.",
    footer = {"", "Examples:", "  tusk list repo", "  tusk list repo --all-projects --raw"})
public final class ListRepo extends QueryCommand {
  /** The kinds of repositories that Pachyderm has. */
  enum Type {
    USER,
    META,
    SPEC;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "user",
      description = "Only repositories of this type; all that there are have the type user.")
  private Type type;

  @Option(names = "--all", description = "Repositories of all types.")
  private boolean all;

  @Mixin private AllProjectsOption allProjects;

  @Override
  protected Answer answer(View view) {
    Catalog catalog = view.catalog();
    Iterator<Repo> repos = allProjects.isSet() ? catalog.repos() : catalog.repos(project());
    boolean none = type != Type.USER && !all;
    return Listing.of(
            none ? Collections.<Repo>emptyIterator() : repos,
            repo -> RepoText.document(catalog, repo))
        .column("PROJECT", repo -> repo.name().project())
        .column("NAME", repo -> repo.name().name())
        .column("CREATED", Repo::created)
        .column("SIZE (MASTER)", repo -> Format.size(RepoText.bytes(catalog, repo)))
        .column("DESCRIPTION", Repo::description);
  }
}
