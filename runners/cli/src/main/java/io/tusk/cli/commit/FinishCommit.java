/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.PipelineName;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.CommitRef;
import io.tusk.repo.OpenWrites;
import io.tusk.repo.Resolver;
import io.tusk.repo.Snapshot;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finishes an open commit. */
@Command(
    description = "Finish an open commit.",
    footer = {"", "Examples:", "  tusk finish commit images@master"})
public final class FinishCommit extends ChangeCommand {
  @Parameters(paramLabel = "REPO@BRANCH-OR-COMMIT", description = "The commit.")
  private String name;

  @Option(
      names = {"-m", "--message", "--description"},
      paramLabel = "TEXT",
      description = "What the commit is; replaces what was said at its start.")
  private String message;

  @Option(
      names = {"-f", "--force"},
      description = "Also one that follows other branches, as it is; never the output of a job.")
  private boolean force;

  private TuskStore store;

  /** The commit that is closed to writes; none in a rehearsal. */
  private Optional<Commit> sealed = Optional.empty();

  private Commit finished;

  @Override
  protected String subject() {
    return name;
  }

  @Override
  protected void beforeCommit(TuskStore opened) {
    // A commit that the same transaction starts is not there yet, and has not been written to.
    sealed = present(opened);
    sealed.ifPresent(commit -> refuse(opened.snapshot().catalog(), commit));
    sealed.ifPresent(commit -> new OpenWrites(opened, commit).seal());
  }

  private Optional<Commit> present(TuskStore opened) {
    Snapshot now = opened.snapshot();
    CommitRef ref = commit(name);
    boolean there =
        ref.branch().map(branch -> now.catalog().branch(branch).isPresent()).orElse(true);
    return there ? Optional.of(now.resolver().head(ref)).filter(Commit::isOpen) : Optional.empty();
  }

  @Override
  protected void upload(TuskStore opened, PackWriter out) {
    store = opened;
  }

  @Override
  protected void change(Transaction tx) {
    Commit commit = new Resolver(tx.catalog()).head(commit(name));
    refuse(tx.catalog(), commit);
    if (sealed.isPresent() && !sealed.get().id().equals(commit.id())) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "commit "
              + sealed.get().label()
              + " is no longer the head of "
              + name
              + "; run it again");
    }
    finished = new OpenWrites(store, commit).finish(tx, Optional.ofNullable(message));
  }

  @Override
  protected void afterCommit(TuskStore opened) {
    new OpenWrites(opened, finished).discard();
  }

  @Override
  protected void report() {
    finished
        .error()
        .ifPresent(
            error -> {
              throw new TuskException(
                  ErrorCode.CONFLICT,
                  "commit " + finished.label() + " was finished with an error: " + error);
            });
  }

  private void refuse(Catalog catalog, Commit commit) {
    if (commit.origin() == Commit.Origin.AUTO && commit.isOpen()) {
      JobId job = new JobId(PipelineName.writing(commit.repo()), commit.id());
      if (new JobCatalog(catalog).job(job).isPresent()) {
        throw new TuskException(
            ErrorCode.CONFLICT,
            "commit "
                + commit.label()
                + " is the output of a job, which finishes it; 'tusk run' runs the job");
      }
      if (!force) {
        throw new TuskException(
            ErrorCode.CONFLICT,
            "commit "
                + commit.label()
                + " follows other branches, and nobody has to finish it; 'tusk finish commit "
                + commit.label()
                + " --force' does, with the files that it has");
      }
    }
    CommitChanges.requireOpen(commit);
  }
}
