/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.FileRef;
import io.tusk.cli.frame.WriteCommand;
import io.tusk.files.FileEntry;
import io.tusk.files.PathEntry;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.repo.Commit;
import io.tusk.repo.FileWrite;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code copy file}: by reference, so no byte moves. */
@Command(
    description =
        "Copy a file or a directory into a branch; one command is one commit, and takes no space.",
    footer = {
      "",
      "Examples:",
      "  tusk copy file images@master:/a.png images@staging:/b.png",
      "  tusk copy file images@master^:/2025 images@master:/2025"
    })
public final class CopyFile extends WriteCommand {
  @Parameters(index = "0", paramLabel = "REPO@COMMIT:PATH", description = "What to copy.")
  private String source;

  @Parameters(
      index = "1",
      paramLabel = "REPO@BRANCH[:PATH]",
      description =
          "Where to: a branch or, by its id, an open commit. Files of a directory that is there are replaced one by one, others stay.")
  private String target;

  @Option(
      names = {"-a", "--append"},
      description = "Put the bytes behind those that a file has already.")
  private boolean append;

  @Option(
      names = "--src-project",
      paramLabel = "PROJECT",
      description = "The project of what is copied; without it that of --project.")
  private String sourceProject;

  @Option(
      names = "--dest-project",
      paramLabel = "PROJECT",
      description = "The project to copy to; without it that of --project.")
  private String targetProject;

  @Override
  protected void write(TuskStore store) {
    FileRef from = FileRef.parse(project(sourceProject), source);
    FileRef to = FileRef.parse(project(targetProject), target);
    if (from.path().isEmpty()) {
      throw misuse("\"" + source + "\" names no path; \"" + source + ":/\" is all of it");
    }
    try (FileWrite write = new FileWrite(store, store.opened())) {
      Snapshot now = write.began();
      now.catalog().requireProject(project(sourceProject));
      now.catalog().requireProject(project(targetProject));
      WriteTarget written =
          WriteTarget.of(now, to)
              .orElseThrow(
                  () ->
                      misuse(
                          "files are copied into a branch, or by its id into an open commit: \""
                              + target
                              + "\""));
      Commit commit = now.resolver().readable(from.commit());
      PathEntry entry = FileText.require(store.files(), commit, from.filePath());
      write.put(
          target(from.filePath(), entry, to),
          entry,
          append ? FileWrite.Mode.APPEND : FileWrite.Mode.REPLACE);
      written.commit(write, operation(source + " " + target), "");
    }
  }

  private ProjectName project(String named) {
    return named == null ? project() : new ProjectName(named);
  }

  /** As for a file that is put: below a path that ends in a slash, and under its name without. */
  private static FilePath target(FilePath from, PathEntry entry, FileRef to) {
    String given = to.path().orElse("");
    boolean below = given.isEmpty() || (given.endsWith("/") && entry instanceof FileEntry);
    return below && !from.isRoot()
        ? FilePath.parse(given).resolve(from.name())
        : FilePath.parse(given);
  }
}
