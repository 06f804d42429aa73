/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.FileRef;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.ReadCommand;
import io.tusk.cli.frame.Table;
import io.tusk.cli.frame.View;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSet;
import io.tusk.files.PathChange;
import io.tusk.files.PathEntry;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.Commit;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "List the paths that differ between two commits; by default between one and its parent.",
    footer = {
      "",
      "Examples:",
      "  tusk diff file images@master",
      "  tusk diff file images@master:/2026 images@staging:/2026 --name-only"
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

  @Option(names = "--name-only", description = "Print the paths alone.")
  private boolean nameOnly;

  @Option(
      names = "--old-project",
      paramLabel = "PROJECT",
      description = "The project of OLD, where it is another than that of NEW.")
  private String oldProject;

  @Override
  protected void read(View view) {
    FileRef newRef = file(newer);
    Optional<FileRef> oldRef = Optional.ofNullable(older).map(this::oldFile);
    Commit newCommit = view.resolver().readable(newRef.commit());
    Optional<Commit> oldCommit =
        oldRef.isPresent()
            ? oldRef.map(ref -> view.resolver().readable(ref.commit()))
            : view.catalog().readableAncestor(newCommit);
    FilePath newPath = newRef.filePath();
    FilePath oldPath = oldRef.map(FileRef::filePath).orElse(newPath);
    if (entry(view, oldCommit, oldPath).isEmpty()) {
      FileText.require(view.files(), newCommit, newPath);
    }
    print(
        view.files()
            .differences(
                below(view, oldCommit, oldPath),
                below(view, Optional.of(newCommit), newPath),
                directory -> !shallow || directory.path().isRoot()),
        newPath);
  }

  private FileRef oldFile(String text) {
    return oldProject == null ? file(text) : FileRef.parse(new ProjectName(oldProject), text);
  }

  private static Optional<PathEntry> entry(View view, Optional<Commit> commit, FilePath path) {
    return commit.flatMap(found -> view.files().find(found.files(), path));
  }

  /** The content of a directory, as a file set; of a file, as one with that file. */
  private static FileSet below(View view, Optional<Commit> commit, FilePath path) {
    Optional<PathEntry> entry = entry(view, commit, path);
    if (entry.isEmpty()) {
      return FileSet.EMPTY;
    }
    if (entry.get() instanceof DirectoryEntry directory) {
      return new FileSet(directory.tree(), directory.files(), directory.bytes());
    }
    try (PackWriter out = view.store().newPackWriter()) {
      return view.files()
          .edit(FileSet.EMPTY, out)
          .put(FilePath.parse(path.name()), entry.get())
          .finish();
    }
  }

  private void print(Iterator<PathChange> changes, FilePath root) {
    Table table = nameOnly ? null : new Table(out(), "OP", "SIZE", "NAME");
    while (changes.hasNext()) {
      PathChange change = changes.next();
      if (change.path().isRoot()) {
        continue;
      }
      String shown = root.isRoot() ? change.path().value() : root + change.path().value();
      String name = shown + (change.isDirectory() ? "/" : "");
      if (table == null) {
        out().println(name);
        continue;
      }
      change.before().ifPresent(entry -> table.row("-", Format.size(entry.bytes()), name));
      change.after().ifPresent(entry -> table.row("+", Format.size(entry.bytes()), name));
    }
    if (table != null) {
      table.print();
    }
  }
}
