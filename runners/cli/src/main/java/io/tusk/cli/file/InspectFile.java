/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Detail;
import io.tusk.cli.frame.FileRef;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.PathEntry;
import io.tusk.files.PathInfo;
import io.tusk.repo.Commit;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show one file or directory.",
    footer = {"", "Examples:", "  tusk inspect file images@master:/liberty.png"})
public final class InspectFile extends QueryCommand {
  @Parameters(paramLabel = "REPO@COMMIT:PATH", description = "The file.")
  private String name;

  @Override
  protected Answer answer(View view) {
    FileRef ref = file(name);
    Commit commit = view.resolver().readable(ref.commit());
    PathEntry entry = FileText.require(view.files(), commit, ref.filePath());
    PathInfo info = new PathInfo(ref.filePath(), entry);
    return Detail.of(() -> FileText.document(commit, info))
        .line("Path", FileText.name(info))
        .line("Type", FileText.isDirectory(info) ? "dir" : "file")
        .line("Size", Format.size(entry.bytes()))
        .line("Files", filesIn(entry))
        .line("Hash", entry.hash());
  }

  private static Optional<Long> filesIn(PathEntry entry) {
    return entry instanceof DirectoryEntry directory
        ? Optional.of(directory.files())
        : Optional.empty();
  }
}
