/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.RepoName;
import io.tusk.repo.Branch;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Catalog;
import io.tusk.repo.CommitRef;
import io.tusk.repo.Resolver;
import io.tusk.repo.TuskStore;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of branches. */
final class BranchCommands {
  private BranchCommands() {}

  /** {@code REPO@BRANCH}. */
  static BranchName parse(TuskCommand command, String text) {
    int at = text.indexOf('@');
    if (at <= 0) {
      throw new picocli.CommandLine.ParameterException(
          command.spec().commandLine(), "\"" + text + "\" is not of the form REPO@BRANCH");
    }
    return new BranchName(command.repo(text.substring(0, at)), text.substring(at + 1));
  }

  @Command(
      name = "branch",
      aliases = "branches",
      description = "Create a branch, or move its head; what follows it gets new commits.",
      footer = {
        "",
        "Examples:",
        "  tusk create branch images@staging",
        "  tusk create branch images@master --head master^",
        "  tusk create branch images@master --head 0190f1c2d3e47a5b8c6d7e8f90a1b2c3"
      })
  static final class Create extends TuskCommand {
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

    @Override
    void run() {
      BranchName branch = parse(this, name);
      try (TuskStore store = openStore()) {
        store.transact(
            new Operation("create branch", branch.toString()),
            tx -> {
              tx.catalog().requireRepo(branch.repo());
              if (head != null) {
                String full = head.contains("@") ? head : branch.repo().name() + "@" + head;
                CommitRef ref = CommitRef.parse(project(), full);
                BranchChanges.point(tx, branch, new Resolver(tx.catalog()).head(ref));
              } else {
                BranchChanges.require(tx, branch);
              }
              if (provenance != null) {
                List<BranchName> upstream = new ArrayList<>();
                provenance.forEach(text -> upstream.add(parse(this, text)));
                BranchChanges.follow(tx, branch, upstream);
              }
              return null;
            });
      }
    }
  }

  @Command(
      name = "branch",
      aliases = "branches",
      description = "List the branches of a repository.",
      footer = {"", "Example:", "  tusk list branch images"})
  static final class ListAll extends TuskCommand {
    @Parameters(paramLabel = "REPO", description = "The repository.")
    private String name;

    @Mixin private RawOption raw;

    @Override
    void run() {
      try (TuskStore store = openStore()) {
        Catalog catalog = store.snapshot().catalog();
        RepoName repo = catalog.requireRepo(repo(name)).name();
        if (raw.isRaw()) {
          catalog
              .branches(repo)
              .forEachRemaining(branch -> raw.print(out(), RawJson.branch(catalog, branch)));
          return;
        }
        Table table = new Table(out(), "BRANCH", "HEAD", "TRIGGER", "CREATOR", "CREATED");
        catalog
            .branches(repo)
            .forEachRemaining(
                branch ->
                    table.row(
                        branch.name().name(),
                        branch.head(),
                        "-",
                        creator(branch),
                        raw.time(branch.created(), terminal().clock())));
        table.print();
      }
    }
  }

  private static String creator(Branch branch) {
    return branch.owner() == Branch.Owner.PIPELINE ? "pipeline" : "user";
  }

  @Command(
      name = "branch",
      aliases = "branches",
      description = "Show one branch.",
      footer = {"", "Example:", "  tusk inspect branch images@master"})
  static final class Inspect extends TuskCommand {
    @Parameters(paramLabel = "REPO@BRANCH", description = "The branch.")
    private String name;

    @Mixin private RawOption raw;

    @Override
    void run() {
      try (TuskStore store = openStore()) {
        Catalog catalog = store.snapshot().catalog();
        Branch branch = catalog.requireBranch(parse(this, name));
        if (raw.isRaw()) {
          raw.print(out(), RawJson.branch(catalog, branch));
          return;
        }
        out().println("Name: " + branch.name());
        out().println("Head Commit: " + branch.name().repo() + "@" + branch.head());
        branch
            .readable()
            .filter(id -> !id.equals(branch.head()))
            .ifPresent(id -> out().println("Readers see: " + branch.name().repo() + "@" + id));
        if (!branch.provenance().isEmpty()) {
          out().println("Provenance: " + join(branch.provenance()));
        }
      }
    }

    private static String join(List<BranchName> branches) {
      return String.join(", ", branches.stream().map(BranchName::toString).toList());
    }
  }

  @Command(
      name = "branch",
      aliases = "branches",
      description = "Delete a branch; its commits stay.",
      footer = {"", "Example:", "  tusk delete branch images@staging"})
  static final class Delete extends TuskCommand {
    @Parameters(paramLabel = "REPO@BRANCH", description = "The branch.")
    private String name;

    @Override
    void run() {
      BranchName branch = parse(this, name);
      try (TuskStore store = openStore()) {
        store.transact(
            new Operation("delete branch", branch.toString()),
            tx -> {
              BranchChanges.delete(tx, branch);
              return null;
            });
      }
    }
  }
}
