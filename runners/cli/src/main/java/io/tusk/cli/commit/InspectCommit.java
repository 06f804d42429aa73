/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.name.CommitId;
import io.tusk.repo.Commit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show one commit.",
    footer = {
      "",
      "Examples:",
      "  tusk inspect commit images@master^",
      "  tusk inspect commit edges@master --wait"
    })
public final class InspectCommit extends QueryCommand {
  @Parameters(paramLabel = "REPO@COMMIT", description = "The commit.")
  private String name;

  @Option(
      names = {"-f", "--wait"},
      description = "First wait until it is finished, with an error or without.")
  private boolean wait;

  @Override
  protected Answer answer(View view) {
    if (CommitId.looksLikeId(name)) {
      throw misuse(
          "a commit of one repo is meant: REPO@"
              + name
              + "; 'tusk list commit "
              + name
              + "' shows the commits of that id in all repos");
    }
    Commit commit = view.resolver().head(commit(name));
    if (!wait) {
      return CommitText.detail(view.catalog(), commit);
    }
    FinishedCommits finished = FinishedCommits.await(view, List.of(commit), err());
    return CommitText.detail(finished.view().catalog(), finished.commits().get(0));
  }
}
