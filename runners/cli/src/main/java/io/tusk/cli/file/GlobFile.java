/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.FileRef;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.glob.Glob;
import io.tusk.repo.Commit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "List the files and directories that match a glob.",
    footer = {"", "Examples:", "  tusk glob file 'images@master:/**.png'"})
public final class GlobFile extends QueryCommand {
  @Parameters(paramLabel = "REPO@COMMIT:GLOB", description = "The glob.")
  private String name;

  @Override
  protected Answer answer(View view) {
    FileRef ref = file(name);
    Glob glob =
        Glob.parse(ref.path().orElseThrow(() -> misuse("a glob is needed: \"" + name + ":/*\"")));
    Commit commit = view.resolver().readable(ref.commit());
    return FileText.listing(commit, view.files().glob(commit.files(), glob));
  }
}
