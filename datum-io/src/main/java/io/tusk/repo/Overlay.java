/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.files.PathInfo;
import io.tusk.name.FilePath;
import io.tusk.pieces.PackWriter;
import io.tusk.tree.BatchedEdits;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Iterator;
import java.util.List;

/** A file set with writes laid over it, one after another. */
final class Overlay {
  private static final byte[] FIRST = new byte[0];

  private final FileSets files;
  private final FileSetEditor editor;

  Overlay(FileSets files, FileSet base, PackWriter out) {
    this.files = files;
    this.editor = files.edit(base, out);
  }

  /** A tree of paths, to be gathered; {@code docs/format.md}, section 4. */
  static BatchedEdits paths(Trees trees, PackWriter out) {
    return new BatchedEdits(trees, Tree.EMPTY, Summarizer.NONE, out);
  }

  static Entry path(FilePath path) {
    return Entry.of(path.value().getBytes(UTF_8), FIRST, List.of());
  }

  /**
   * Deletes the paths of the tree {@code deletes}, then puts the files of {@code puts}.
   *
   * @throws TuskException CONFLICT where a path would be a file and a directory
   */
  void write(Tree deletes, FileSet puts) {
    Iterator<Entry> paths = files.trees().ascending(deletes, FIRST);
    while (paths.hasNext()) {
      editor.delete(new FilePath(new String(paths.next().key(), UTF_8)));
    }
    if (editor.isEmpty()) {
      editor.put(FilePath.ROOT, puts.asDirectory());
    } else {
      merge(puts, FilePath.ROOT);
    }
  }

  /** Directories that are not there yet are taken over whole. */
  private void merge(FileSet puts, FilePath directory) {
    if (puts.files() == 0) {
      return;
    }
    Iterator<PathInfo> children = files.list(puts, directory);
    while (children.hasNext()) {
      PathInfo child = children.next();
      if (child.entry() instanceof DirectoryEntry && editor.mayHoldDirectory(child.path())) {
        merge(puts, child.path());
      } else {
        editor.put(child.path(), child.entry());
      }
    }
  }

  FileSet finish() {
    return editor.finish();
  }
}
