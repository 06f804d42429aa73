/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.FilePath;
import io.tusk.pieces.PackWriter;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.List;
import java.util.Optional;

/**
 * Makes a file set from another one by edits, which apply in the order of the calls. What is not
 * touched is not read. Edits wait in memory; when there are many they are folded into the tree, and
 * more may follow. Directories that become empty vanish, up to the root. Not safe for several
 * threads at once.
 *
 * <p>A path is a file or a directory: what would make it both is a {@link TuskException} CONFLICT,
 * and leaves the editor as it was.
 */
public final class FileSetEditor {
  static final int MAX_PENDING = 100_000;
  private static final int DIRECTORY_WEIGHT = 4;

  private final Trees trees;
  private final Directories directories;
  private final PackWriter out;
  private final int maxPending;
  private PendingDirectory root;
  private int pending;

  FileSetEditor(Trees trees, FileSet base, PackWriter out, int maxPending) {
    this.trees = trees;
    this.directories = new Directories(trees);
    this.out = out;
    this.maxPending = maxPending;
    this.root = new PendingDirectory(directories, base.root(), false);
  }

  /**
   * Sets what {@code path} holds, wherever its bytes lie; costs the same for a file and for a
   * directory of any size. A directory replaces the whole of the one that was there; an empty one
   * deletes it.
   *
   * @throws TuskException CONFLICT where a directory has the path of a file, or a file that of a
   *     directory
   */
  public FileSetEditor put(FilePath path, PathEntry entry) {
    List<String> elements = path.elements();
    if (elements.isEmpty()) {
      putRoot(entry);
      return this;
    }
    PendingDirectory parent = root;
    int last = elements.size() - 1;
    for (int depth = 0; depth < last; depth++) {
      pending += weightOf(parent, elements.get(depth));
      parent = parent.directoryForPut(path, elements, depth);
    }
    String name = elements.get(last);
    if (entry instanceof FileEntry file) {
      parent.putFile(name, file, path);
      added(1);
    } else {
      Tree tree = ((DirectoryEntry) entry).tree();
      parent.putDirectory(name, directories.inlined(tree), path);
      added(DIRECTORY_WEIGHT);
    }
    return this;
  }

  /** Deletes a file, or a directory with all that is below it; nothing happens without either. */
  public FileSetEditor delete(FilePath path) {
    List<String> elements = path.elements();
    if (elements.isEmpty()) {
      root = new PendingDirectory(directories, Tree.EMPTY, false);
      return this;
    }
    Optional<PendingDirectory> parent = Optional.of(root);
    int last = elements.size() - 1;
    for (int depth = 0; depth < last && parent.isPresent(); depth++) {
      pending += weightOf(parent.get(), elements.get(depth));
      parent = parent.get().directoryForDelete(elements.get(depth));
    }
    if (parent.isPresent()) {
      parent.get().delete(elements.get(last));
      added(1);
    }
    return this;
  }

  /** What {@code path} holds after the edits so far. */
  public Optional<PathEntry> find(FilePath path) {
    List<String> elements = path.elements();
    PendingDirectory directory = root;
    for (int depth = 0; depth < elements.size(); depth++) {
      Pending child = directory.child(elements.get(depth));
      if (child == null) {
        return directories.find(directory.base(), elements.subList(depth, elements.size()));
      }
      if (child instanceof Pending.File file && depth == elements.size() - 1) {
        return Optional.of(file.entry());
      }
      if (!(child instanceof PendingDirectory below)) {
        return Optional.empty();
      }
      directory = below;
    }
    Tree tree = directory.fold(trees, out);
    return tree.isEmpty() && directory != root
        ? Optional.empty()
        : Optional.of(directories.entry(tree));
  }

  /** Whether no file is left; cheap. */
  public boolean isEmpty() {
    return root.isEmpty();
  }

  /**
   * Whether {@code path} holds a directory after the edits so far, or held one before them that
   * they emptied; writes nothing.
   */
  public boolean mayHoldDirectory(FilePath path) {
    List<String> elements = path.elements();
    PendingDirectory directory = root;
    for (int depth = 0; depth < elements.size(); depth++) {
      Pending child = directory.child(elements.get(depth));
      if (child == null) {
        return directories
                .find(directory.base(), elements.subList(depth, elements.size()))
                .orElse(null)
            instanceof DirectoryEntry;
      }
      if (!(child instanceof PendingDirectory below)) {
        return false;
      }
      directory = below;
    }
    return true;
  }

  /** The file set with all edits. Its nodes are durable once the pack writer is flushed. */
  public FileSet finish() {
    fold();
    DirectoryEntry directory = directories.entry(root.base());
    return new FileSet(directory.tree(), directory.files(), directory.bytes());
  }

  /** As {@link #finish}, but as a directory that may be held inline by what will refer to it. */
  public DirectoryEntry finishDirectory() {
    return directories.entry(root.fold(trees, out));
  }

  private void putRoot(PathEntry entry) {
    if (!(entry instanceof DirectoryEntry directory)) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "file \"/\" cannot be written: that is the root directory; name a file in it");
    }
    root = new PendingDirectory(directories, directory.tree(), false);
  }

  private static int weightOf(PendingDirectory parent, String name) {
    return parent.child(name) instanceof PendingDirectory ? 0 : DIRECTORY_WEIGHT;
  }

  private void added(int weight) {
    pending += weight;
    if (pending >= maxPending) {
      fold();
    }
  }

  private void fold() {
    root = new PendingDirectory(directories, root.foldStored(trees, out), false);
    pending = 0;
  }
}
