/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.CommitId;
import io.tusk.repo.Commit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Wait until a commit, or all commits of an id, are finished, and show them.",
      "It runs no jobs: 'tusk run' does, in another process."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:finished without error",
      "3:a commit ended with an error",
      "4:it does not exist, or no longer",
      "130:interrupted"
    },
    footer = {
      "",
      "Examples:",
      "  tusk wait commit edges@master",
      "  tusk wait commit 0190f1c2d3e47a5b8c6d7e8f90a1b2c3"
    })
public final class WaitCommit extends QueryCommand {
  @Parameters(paramLabel = "REPO@COMMIT|ID", description = "The commit, or the id of many.")
  private String name;

  @Override
  protected Answer answer(View view) {
    boolean isSet = CommitId.looksLikeId(name);
    List<Commit> commits =
        isSet
            ? CommitSet.withProvenance(view.catalog(), new CommitId(name))
            : List.of(view.resolver().head(commit(name)));
    FinishedCommits finished = FinishedCommits.await(view, commits, err());
    List<Commit> failed = finished.failed();
    if (!failed.isEmpty()) {
      throw new TuskException(
          ErrorCode.JOB_FAILED,
          "commit "
              + failed.get(0).label()
              + " ended with an error: "
              + failed.get(0).error().orElseThrow()
              + (failed.size() > 1 ? "; " + (failed.size() - 1) + " more of the set did" : ""));
    }
    return isSet
        ? CommitText.listing(finished.view().catalog(), finished.commits().iterator())
        : CommitText.detail(finished.view().catalog(), finished.commits().get(0));
  }
}
