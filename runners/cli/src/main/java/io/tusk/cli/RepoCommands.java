/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.Repo;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.TuskStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The verbs of repositories. */
final class RepoCommands {
  private static final String MASTER = "master";

  private RepoCommands() {}

  /** The bytes that readers of the master branch see. */
  private static Optional<Commit> master(Catalog catalog, Repo repo) {
    return catalog
        .branch(new BranchName(repo.name(), MASTER))
        .flatMap(branch -> branch.readable())
        .flatMap(id -> catalog.commit(repo.name(), id));
  }

  @Command(
      name = "repo",
      aliases = "repos",
      description = "Create a repository, and the store if there is none yet.",
      footer = {"", "Example:", "  tusk create repo images -d 'pictures to process'"})
  static final class Create extends TuskCommand {
    @Parameters(paramLabel = "REPO", description = "Its name.")
    private String name;

    @Option(
        names = {"-d", "--description"},
        paramLabel = "TEXT",
        defaultValue = "",
        showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
        description = "What it holds.")
    private String description;

    @Override
    void run() {
      var repo = repo(name);
      try (TuskStore store = storeOption().openOrCreate(terminal(), err())) {
        store.transact(
            new Operation("create repo", repo.toString()),
            tx -> {
              RepoChanges.create(tx, repo, description);
              return null;
            });
      }
    }
  }

  @Command(
      name = "repo",
      aliases = "repos",
      description = "List the repositories of a project.",
      footer = {"", "Examples:", "  tusk list repo", "  tusk list repo --all-projects --raw"})
  static final class ListAll extends TuskCommand {
    @Option(
        names = {"-A", "--all-projects"},
        description = "Those of all projects.")
    private boolean allProjects;

    @Mixin private RawOption raw;

    @Override
    void run() {
      try (TuskStore store = openStore()) {
        Catalog catalog = store.snapshot().catalog();
        Iterator<Repo> repos = allProjects ? catalog.repos() : catalog.repos(project());
        if (raw.isRaw()) {
          repos.forEachRemaining(repo -> raw.print(out(), json(catalog, repo)));
          return;
        }
        Table table =
            new Table(out(), "PROJECT", "NAME", "CREATED", "SIZE (MASTER)", "DESCRIPTION");
        repos.forEachRemaining(
            repo ->
                table.row(
                    repo.name().project(),
                    repo.name().name(),
                    raw.time(repo.created(), terminal().clock()),
                    Format.size(bytes(catalog, repo)),
                    repo.description()));
        table.print();
      }
    }
  }

  private static long bytes(Catalog catalog, Repo repo) {
    return master(catalog, repo).map(commit -> commit.files().bytes()).orElse(0L);
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode json(Catalog catalog, Repo repo) {
    return RawJson.repo(catalog, repo, bytes(catalog, repo));
  }

  @Command(
      name = "repo",
      aliases = "repos",
      description = "Show one repository.",
      footer = {"", "Example:", "  tusk inspect repo images"})
  static final class Inspect extends TuskCommand {
    @Parameters(paramLabel = "REPO", description = "Its name.")
    private String name;

    @Mixin private RawOption raw;

    @Override
    void run() {
      try (TuskStore store = openStore()) {
        Catalog catalog = store.snapshot().catalog();
        Repo repo = catalog.requireRepo(repo(name));
        if (raw.isRaw()) {
          raw.print(out(), json(catalog, repo));
          return;
        }
        out().println("Name: " + repo.name().name());
        out().println("Project: " + repo.name().project());
        if (!repo.description().isEmpty()) {
          out().println("Description: " + repo.description());
        }
        out().println("Created: " + raw.time(repo.created(), terminal().clock()));
        out().println("Size of HEAD on master: " + Format.size(bytes(catalog, repo)));
      }
    }
  }

  @Command(
      name = "repo",
      aliases = "repos",
      description = "Delete a repository with its branches, commits and files.",
      footer = {"", "Examples:", "  tusk delete repo images", "  tusk delete repo --all"})
  static final class Delete extends TuskCommand {
    @Parameters(paramLabel = "REPO", arity = "0..1", description = "Its name.")
    private String name;

    @Option(names = "--all", description = "All repositories of the project.")
    private boolean all;

    @Override
    void run() {
      if (all == (name != null)) {
        throw new ParameterException(
            spec().commandLine(), "either a repo name or --all needs to be given");
      }
      try (TuskStore store = openStore()) {
        store.transact(
            new Operation("delete repo", all ? "--all" : repo(name).toString()),
            tx -> {
              if (all) {
                List<Repo> repos = new ArrayList<>();
                tx.catalog().repos(project()).forEachRemaining(repos::add);
                repos.forEach(repo -> RepoChanges.delete(tx, repo.name()));
              } else {
                RepoChanges.delete(tx, repo(name));
              }
              return null;
            });
      }
    }
  }
}
