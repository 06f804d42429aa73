/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.files.PathChange;
import io.tusk.files.PathEntry;
import io.tusk.name.FilePath;
import io.tusk.pieces.PackWriter;
import java.util.Iterator;
import java.util.Optional;

/**
 * The files of an input with {@code from} that are work: those whose content differs from what
 * {@code from} holds at their path. Made from an earlier view, it costs what changed since.
 */
public final class InputView {
  private final FileSets files;
  private final FileSet from;

  public InputView(FileSets files, FileSet from) {
    this.files = files;
    this.from = from;
  }

  /** Some state of the input, and the view of it. */
  public record Viewed(FileSet files, FileSet view) {}

  /** What to start from where there is no earlier view. */
  public Viewed first() {
    return new Viewed(from, FileSet.EMPTY);
  }

  /** The view of {@code now}; its new nodes are in {@code out}. */
  public FileSet of(Viewed before, FileSet now, PackWriter out) {
    FileSetEditor editor = files.edit(before.view(), out);
    // Twice, as a directory that becomes a file has to be gone before the file comes.
    forEachFile(before.files(), now, editor, Step.DELETE);
    forEachFile(before.files(), now, editor, Step.PUT);
    return editor.finish();
  }

  private enum Step {
    DELETE,
    PUT
  }

  private void forEachFile(FileSet before, FileSet now, FileSetEditor editor, Step step) {
    Iterator<PathChange> changes =
        files.differences(before, now, directory -> directory.after().isPresent());
    while (changes.hasNext()) {
      PathChange change = changes.next();
      Optional<PathEntry> work =
          change.isDirectory()
              ? Optional.empty()
              : change.after().filter(entry -> isWork(change.path(), entry));
      if (step == Step.PUT) {
        work.ifPresent(entry -> editor.put(change.path(), entry));
      } else if (change.after().isEmpty() || (!change.isDirectory() && work.isEmpty())) {
        editor.delete(change.path());
      }
    }
  }

  private boolean isWork(FilePath path, PathEntry entry) {
    return files.find(from, path).filter(entry::sameContent).isEmpty();
  }
}
