/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.FileRef;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.files.PathInfo;
import io.tusk.repo.Commit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "List the files and directories in a directory.",
    footer = {
      "",
      "Examples:",
      "  tusk list file images@master",
      "  tusk list file images@master:/2026"
    })
public final class ListFile extends QueryCommand {
  @Parameters(paramLabel = "REPO@COMMIT[:PATH]", description = "The directory.")
  private String name;

  @Override
  protected Answer answer(View view) {
    FileRef ref = file(name);
    Commit commit = view.resolver().readable(ref.commit());
    PathInfo info =
        new PathInfo(ref.filePath(), FileText.require(view.files(), commit, ref.filePath()));
    return FileText.listing(
        commit,
        FileText.isDirectory(info)
            ? view.files().list(commit.files(), info.path())
            : List.of(info).iterator());
  }
}
