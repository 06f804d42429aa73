/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.WriteCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.OpenWrites;
import io.tusk.repo.TuskStore;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Finish an open commit.",
    footer = {"", "Example:", "  tusk finish commit images@master"})
public final class FinishCommit extends WriteCommand {
  @Parameters(paramLabel = "REPO@BRANCH-OR-COMMIT", description = "The commit.")
  private String name;

  @Option(
      names = {"-m", "--message", "--description"},
      paramLabel = "TEXT",
      description = "What the commit is; replaces what was said at its start.")
  private String message;

  @Override
  protected void write(TuskStore store) {
    Commit commit = store.snapshot().resolver().head(commit(name));
    refuse(commit);
    Commit finished =
        new OpenWrites(store, commit)
            .finish(operation(commit.label()), Optional.ofNullable(message));
    finished
        .error()
        .ifPresent(
            error -> {
              throw new TuskException(
                  ErrorCode.CONFLICT,
                  "commit " + finished.label() + " was finished with an error: " + error);
            });
  }

  private static void refuse(Commit commit) {
    if (commit.origin() == Commit.Origin.AUTO && commit.isOpen()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "commit "
              + commit.label()
              + " is the output of a job, which finishes it; 'tusk run' runs the job");
    }
    CommitChanges.requireOpen(commit);
  }
}
