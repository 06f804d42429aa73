/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.FileRef;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.ReadCommand;
import io.tusk.cli.frame.Table;
import io.tusk.cli.frame.View;
import io.tusk.files.FileEntry;
import io.tusk.files.PathEntry;
import io.tusk.files.PathInfo;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.repo.Commit;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show how files differ between two commits; by default a commit and its parent.",
    footer = {
      "",
      "Examples:",
      "  tusk diff file images@master",
      "  tusk diff file images@master:/2026 images@staging:/2026 --name-only",
      "  tusk diff file logs@master:/a.txt logs@master^3:/a.txt --diff-command 'diff -y'"
    })
public final class DiffFile extends ReadCommand {
  @Parameters(index = "0", paramLabel = "NEW", description = "REPO@COMMIT[:PATH].")
  private String newer;

  @Parameters(index = "1", arity = "0..1", paramLabel = "OLD", description = "The same.")
  private String older;

  @Option(
      names = {"-s", "--shallow"},
      description = "Do not look into directories that differ.")
  private boolean shallow;

  @Option(names = "--name-only", description = "List the paths that differ, and no content.")
  private boolean nameOnly;

  @Option(
      names = "--diff-command",
      paramLabel = "COMMAND",
      description =
          "What to compare two files with, with its arguments; without it 'git diff --no-index',"
              + " else 'diff -u'.")
  private String diffCommand;

  @Option(names = "--no-pager", description = "Print to a terminal as elsewhere, without $PAGER.")
  private boolean noPager;

  @Option(
      names = "--old-project",
      paramLabel = "PROJECT",
      description = "The project of OLD, where it is another than that of NEW.")
  private String oldProject;

  @Override
  protected void read(View view) throws IOException {
    if (nameOnly && diffCommand != null) {
      throw misuse("--diff-command compares content, and --name-only shows none; give one of them");
    }
    if (diffCommand != null && diffCommand.isBlank()) {
      throw misuse("--diff-command needs a command");
    }
    PathDiff diff = pathDiff(view);
    out().flush();
    try (Pager pager =
        terminal().isScreen() && !noPager ? Pager.start(terminal()) : Pager.none(terminal())) {
      if (nameOnly) {
        list(diff, pager);
      } else {
        show(view, diff, pager);
      }
    }
  }

  private PathDiff pathDiff(View view) {
    FileRef newRef = file(newer);
    Optional<FileRef> oldRef = Optional.ofNullable(older).map(this::oldFile);
    Commit newCommit = view.resolver().readable(newRef.commit());
    Optional<Commit> oldCommit =
        oldRef.isPresent()
            ? oldRef.map(ref -> view.resolver().readable(ref.commit()))
            : view.catalog().readableAncestor(newCommit);
    FilePath newPath = newRef.filePath();
    FilePath oldPath = oldRef.map(FileRef::filePath).orElse(newPath);
    Optional<PathEntry> before =
        oldCommit.flatMap(commit -> view.files().find(commit.files(), oldPath));
    Optional<PathEntry> after =
        before.isEmpty()
            ? Optional.of(FileText.require(view.files(), newCommit, newPath))
            : view.files().find(newCommit.files(), newPath);
    return new PathDiff(
        view.files(),
        new PathDiff.Top(oldPath, before),
        new PathDiff.Top(newPath, after),
        shallow ? PathDiff.Depth.SHALLOW : PathDiff.Depth.ALL);
  }

  private FileRef oldFile(String text) {
    return oldProject == null ? file(text) : FileRef.parse(new ProjectName(oldProject), text);
  }

  private static void list(PathDiff diff, Pager pager) {
    PrintWriter writer = new PrintWriter(new OutputStreamWriter(pager, StandardCharsets.UTF_8));
    Table table = new Table(writer, "OP", "SIZE", "NAME");
    while (diff.hasNext() && !pager.isLeft()) {
      PathDiff.Difference difference = diff.next();
      difference.before().ifPresent(info -> row(table, "-", info));
      difference.after().ifPresent(info -> row(table, "+", info));
    }
    table.print();
    writer.flush();
  }

  private static void row(Table table, String operation, PathInfo info) {
    table.row(operation, Format.size(info.entry().bytes()), FileText.name(info));
  }

  private void show(View view, PathDiff diff, Pager pager) throws IOException {
    boolean colors =
        terminal().isScreen() && root().commandLine().getColorScheme().ansi().enabled();
    DiffProgram program =
        diffCommand == null
            ? DiffProgram.usual(terminal(), colors ? "always" : "never")
            : DiffProgram.named(diffCommand, terminal());
    try (ContentDiff content = new ContentDiff(view.files(), program)) {
      while (diff.hasNext() && !pager.isLeft()) {
        PathDiff.Difference difference = diff.next();
        Optional<ContentDiff.Side> before = side(difference.before());
        Optional<ContentDiff.Side> after = side(difference.after());
        if (before.isPresent() || after.isPresent()) {
          content.show(before, after, pager);
        }
      }
    }
  }

  private static Optional<ContentDiff.Side> side(Optional<PathInfo> info) {
    return info.filter(found -> !FileText.isDirectory(found))
        .map(found -> new ContentDiff.Side(found.path(), (FileEntry) found.entry()));
  }
}
