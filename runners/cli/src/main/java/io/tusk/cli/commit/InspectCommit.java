/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Detail;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.name.CommitId;
import io.tusk.repo.Commit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show one commit.",
    footer = {"", "Examples:", "  tusk inspect commit images@master^"})
public final class InspectCommit extends QueryCommand {
  @Parameters(paramLabel = "REPO@COMMIT", description = "The commit.")
  private String name;

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
    return Detail.of(() -> CommitText.document(view.catalog(), commit))
        .line("Commit", commit.label())
        .line("Original Branch", commit.branch().name())
        .line("Description", commit.description())
        .line("Parent", commit.parent())
        .line("Started", commit.started())
        .line("Finished", commit.finished())
        .line("Size", CommitText.size(commit))
        .line("Error", commit.error())
        .line("Provenance", provenance(commit));
  }

  private static String provenance(Commit commit) {
    List<String> upstream = new ArrayList<>();
    commit.provenance().forEach(up -> upstream.add(up.branch().repo() + "@" + up.commit()));
    return String.join(", ", upstream);
  }
}
