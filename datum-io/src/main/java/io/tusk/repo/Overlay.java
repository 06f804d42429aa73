/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.files.PathInfo;
import io.tusk.name.FilePath;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.tree.BatchedEdits;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** A file set with writes laid over it, one after another. */
final class Overlay {
  private static final byte[] FIRST = new byte[0];
  private static final int MOST_KNOWN = 100_000;

  private final FileSets files;
  private final FileSetEditor editor;
  private final PackWriter out;
  private final Set<Hash> known = new HashSet<>();

  Overlay(FileSets files, FileSet base, PackWriter out) {
    this.files = files;
    this.out = out;
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
   * Lays a write over all before.
   *
   * @throws TuskException CONFLICT where a path would be a file and a directory
   */
  void write(WriteContent content) {
    known.addAll(content.known());
    Iterator<Entry> paths = files.trees().ascending(content.deletes(), FIRST);
    while (paths.hasNext()) {
      delete(new FilePath(new String(paths.next().key(), UTF_8)));
    }
    put(FilePath.ROOT, content.puts().asDirectory());
    append(FilePath.ROOT, content.appends().asDirectory());
  }

  void delete(FilePath path) {
    editor.delete(path);
  }

  /** Replaces a file; of a directory, the files that are in {@code entry}. */
  void put(FilePath path, PathEntry entry) {
    merge(path, entry, editor::put);
  }

  /** Puts a file's bytes behind those of the one that is there; of a directory, for all files. */
  void append(FilePath path, PathEntry entry) {
    merge(path, entry, this::join);
  }

  private void join(FilePath path, PathEntry entry) {
    if (entry instanceof FileEntry added
        && editor.find(path).orElse(null) instanceof FileEntry present) {
      editor.put(path, files.join(present, added, out));
    } else {
      editor.put(path, entry);
    }
  }

  /** Directories that are not there yet are taken over whole. */
  private void merge(FilePath path, PathEntry entry, BiConsumer<FilePath, PathEntry> leaf) {
    if (!(entry instanceof DirectoryEntry directory) || !hasDirectory(path)) {
      leaf.accept(path, entry);
      return;
    }
    if (directory.files() == 0) {
      return;
    }
    boolean isKnown = known.contains(directory.hash());
    Iterator<PathInfo> children =
        files.list(
            new FileSet(directory.tree(), directory.files(), directory.bytes()), FilePath.ROOT);
    while (children.hasNext()) {
      PathInfo child = children.next();
      if (isKnown && known.size() < MOST_KNOWN) {
        known.add(child.entry().hash());
      }
      merge(path.resolve(child.path().name()), child.entry(), leaf);
    }
  }

  private boolean hasDirectory(FilePath path) {
    return path.isRoot() ? !editor.isEmpty() : editor.mayHoldDirectory(path);
  }

  /** What {@code path} holds after all so far. */
  Optional<PathEntry> find(FilePath path) {
    return editor.find(path);
  }

  /** {@link WriteContent#known}, of all writes. */
  Set<Hash> known() {
    return known;
  }

  /** Whether no file is left. */
  boolean isEmpty() {
    return editor.isEmpty();
  }

  FileSet finish() {
    return editor.finish();
  }
}
