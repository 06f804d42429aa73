/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.CommitRef;
import io.tusk.repo.OpenWrites;
import io.tusk.repo.Resolver;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of commits. */
final class CommitCommands {
  private CommitCommands() {}

  @Command(
      name = "commit",
      aliases = "commits",
      description = "Start a commit, to which files can be put until it is finished.",
      footer = {"", "Example:", "  tusk start commit images@master -m 'the march pictures'"})
  static final class Start extends TuskCommand {
    @Parameters(paramLabel = "REPO@BRANCH", description = "The branch, made if it does not exist.")
    private String name;

    @Option(
        names = {"-m", "--message", "--description"},
        paramLabel = "TEXT",
        defaultValue = "",
        showDefaultValue = Visibility.NEVER,
        description = "What the commit is.")
    private String message;

    @Override
    void run() {
      BranchName branch = BranchCommands.parse(this, name);
      try (TuskStore store = openStore()) {
        CommitId id =
            store.transact(
                new Operation("start commit", branch.toString()),
                tx -> CommitChanges.start(tx, branch, message).id());
        out().println(id);
      }
    }
  }

  @Command(
      name = "commit",
      aliases = "commits",
      description = "Finish an open commit.",
      footer = {"", "Example:", "  tusk finish commit images@master"})
  static final class Finish extends TuskCommand {
    @Parameters(paramLabel = "REPO@BRANCH-OR-COMMIT", description = "The commit.")
    private String name;

    @Option(
        names = {"-m", "--message", "--description"},
        paramLabel = "TEXT",
        description = "What the commit is; replaces what was said at its start.")
    private String message;

    @Override
    void run() {
      CommitRef ref = CommitRef.parse(project(), name);
      try (TuskStore store = openStore()) {
        Commit commit = store.snapshot().resolver().head(ref);
        refuse(commit);
        Commit finished =
            new OpenWrites(store, commit)
                .finish(
                    new Operation("finish commit", commit.label()), Optional.ofNullable(message));
        finished
            .error()
            .ifPresent(
                error -> {
                  throw new io.tusk.error.TuskException(
                      io.tusk.error.ErrorCode.CONFLICT,
                      "commit " + finished.label() + " was finished with an error: " + error);
                });
        PendingHint.print(this, store);
      }
    }

    private static void refuse(Commit commit) {
      if (commit.origin() == Commit.Origin.AUTO && commit.isOpen()) {
        throw new io.tusk.error.TuskException(
            io.tusk.error.ErrorCode.CONFLICT,
            "commit "
                + commit.label()
                + " is the output of a job, which finishes it; 'tusk run'"
                + " runs the job");
      }
      CommitChanges.requireOpen(commit);
    }
  }

  @Command(
      name = "commit",
      aliases = "commits",
      description = "Show one commit.",
      footer = {"", "Example:", "  tusk inspect commit images@master^"})
  static final class Inspect extends TuskCommand {
    @Parameters(paramLabel = "REPO@COMMIT", description = "The commit.")
    private String name;

    @Mixin private RawOption raw;

    @Override
    void run() {
      if (CommitId.looksLikeId(name)) {
        throw new picocli.CommandLine.ParameterException(
            spec().commandLine(),
            "a commit of one repo is meant: REPO@"
                + name
                + "; 'tusk list commit "
                + name
                + "' shows the commits of that id in all repos");
      }
      CommitRef ref = CommitRef.parse(project(), name);
      try (TuskStore store = openStore()) {
        Snapshot snapshot = store.snapshot();
        Commit commit = snapshot.resolver().head(ref);
        if (raw.isRaw()) {
          raw.print(out(), RawJson.commit(snapshot.catalog(), commit));
          return;
        }
        out().println("Commit: " + commit.label());
        out().println("Original Branch: " + commit.branch().name());
        if (!commit.description().isEmpty()) {
          out().println("Description: " + commit.description());
        }
        commit.parent().ifPresent(id -> out().println("Parent: " + id));
        out().println("Started: " + raw.time(commit.started(), terminal().clock()));
        commit
            .finished()
            .ifPresent(time -> out().println("Finished: " + raw.time(time, terminal().clock())));
        out().println("Size: " + sizeOf(commit));
        commit.error().ifPresent(text -> out().println("Error: " + text));
        if (!commit.provenance().isEmpty()) {
          List<String> upstream = new ArrayList<>();
          commit.provenance().forEach(up -> upstream.add(up.branch().repo() + "@" + up.commit()));
          out().println("Provenance: " + String.join(", ", upstream));
        }
      }
    }
  }

  static String sizeOf(Commit commit) {
    return (commit.isOpen() ? "≤ " : "") + Format.size(commit.files().bytes());
  }

  @Command(
      name = "commit",
      aliases = "commits",
      description =
          "List the commits of a repository or a branch, newest first; or those of one id in all"
              + " repositories; or the newest commit sets.",
      footer = {
        "",
        "Examples:",
        "  tusk list commit images@master -n 10",
        "  tusk list commit 0190f1c2d3e47a5b8c6d7e8f90a1b2c3",
        "  tusk list commit"
      })
  static final class ListAll extends TuskCommand {
    @Parameters(paramLabel = "REPO[@BRANCH]|ID", arity = "0..1", description = "Which commits.")
    private String name;

    @Option(
        names = {"-n", "--number"},
        paramLabel = "N",
        defaultValue = "0",
        showDefaultValue = Visibility.NEVER,
        description = "At most so many; 0 is no limit.")
    private long number;

    @Option(
        names = {"-f", "--from"},
        paramLabel = "COMMIT",
        description = "Only those after this commit.")
    private String from;

    @Mixin private RawOption raw;

    @Override
    void run() {
      try (TuskStore store = openStore()) {
        Catalog catalog = store.snapshot().catalog();
        if (name == null) {
          CommitSets.print(this, raw, catalog, limit());
          return;
        }
        Iterator<Commit> commits = commits(catalog);
        if (raw.isRaw()) {
          for (long left = limit(); left > 0 && commits.hasNext(); left--) {
            raw.print(out(), RawJson.commit(catalog, commits.next()));
          }
          return;
        }
        Table table =
            new Table(
                out(),
                "PROJECT",
                "REPO",
                "COMMIT",
                "FINISHED",
                "SIZE",
                "ORIGIN",
                "CREATOR",
                "DESCRIPTION");
        for (long left = limit(); left > 0 && commits.hasNext(); left--) {
          row(table, commits.next());
        }
        table.print();
      }
    }

    private long limit() {
      if (number < 0) {
        throw new picocli.CommandLine.ParameterException(
            spec().commandLine(), "-n takes a number of commits, not " + number);
      }
      return number > 0 ? number : Long.MAX_VALUE;
    }

    private void row(Table table, Commit commit) {
      table.row(
          commit.repo().project(),
          commit.repo().name(),
          commit.id(),
          commit.finished().map(time -> raw.time(time, terminal().clock())).orElse("-"),
          sizeOf(commit),
          commit.origin(),
          commit.origin() == Commit.Origin.AUTO ? "pipeline" : "user",
          commit
              .error()
              .map(text -> "error: " + text.lines().findFirst().orElse(""))
              .orElse(commit.description()));
    }

    private Iterator<Commit> commits(Catalog catalog) {
      if (CommitId.looksLikeId(name)) {
        List<Commit> set = catalog.commitSet(new CommitId(name));
        if (set.isEmpty()) {
          throw new io.tusk.error.TuskException(
              io.tusk.error.ErrorCode.NOT_FOUND,
              "commit set " + name + " does not exist; 'tusk list commit' shows those that do");
        }
        return set.iterator();
      }
      Optional<Commit> last =
          Optional.ofNullable(from)
              .map(text -> text.contains("@") ? text : repoPart() + "@" + text)
              .map(text -> new Resolver(catalog).head(CommitRef.parse(project(), text)));
      Iterator<Commit> all =
          name.contains("@")
              ? Ancestors.of(catalog, new Resolver(catalog).head(CommitRef.parse(project(), name)))
              : catalog.commits(catalog.requireRepo(repo(name)).name());
      return last.map(stop -> Ancestors.until(all, stop)).orElse(all);
    }

    private String repoPart() {
      return name.contains("@") ? name.substring(0, name.indexOf('@')) : name;
    }
  }
}
