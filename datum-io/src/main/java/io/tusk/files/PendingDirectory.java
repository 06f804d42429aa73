/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.FilePath;
import io.tusk.pieces.PackWriter;
import io.tusk.tree.Edit;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Edits of one directory that wait in memory, over the tree that is stored of it. */
final class PendingDirectory implements Pending {
  private final Directories directories;
  private final Tree base;
  private final boolean afterRemoval;
  private final Map<String, Pending> children = new HashMap<>();

  /** {@code afterRemoval}: its parent's stored tree may hold a file of the same name. */
  PendingDirectory(Directories directories, Tree base, boolean afterRemoval) {
    this.directories = directories;
    this.base = base;
    this.afterRemoval = afterRemoval;
  }

  Tree base() {
    return base;
  }

  /** What waits for a name; null when nothing does. */
  Pending child(String name) {
    return children.get(name);
  }

  /**
   * The child directory, named by element {@code depth} of {@code path}, to put {@code path} into.
   */
  PendingDirectory directoryForPut(FilePath path, List<String> elements, int depth) {
    String name = elements.get(depth);
    Pending pending = children.get(name);
    if (pending instanceof PendingDirectory directory) {
      return directory;
    }
    boolean removed = pending instanceof Removal;
    Optional<Tree> stored = pending == null ? directories.tree(base, name) : Optional.empty();
    if (pending instanceof File
        || (!removed && stored.isEmpty() && directories.file(base, name).isPresent())) {
      throw fileInTheWay(path, String.join("/", elements.subList(0, depth + 1)));
    }
    PendingDirectory created =
        new PendingDirectory(directories, stored.orElse(Tree.EMPTY), removed);
    children.put(name, created);
    return created;
  }

  /** The directory of that name to delete something from; empty when there is none. */
  Optional<PendingDirectory> directoryForDelete(String name) {
    Pending pending = children.get(name);
    if (pending != null) {
      return pending instanceof PendingDirectory directory
          ? Optional.of(directory)
          : Optional.empty();
    }
    Optional<PendingDirectory> created =
        directories.tree(base, name).map(tree -> new PendingDirectory(directories, tree, false));
    created.ifPresent(directory -> children.put(name, directory));
    return created;
  }

  void putFile(String name, FileEntry file, FilePath path) {
    Pending pending = children.get(name);
    boolean otherMayBeStored = pending instanceof Removal;
    if (pending instanceof File before) {
      otherMayBeStored = before.afterRemoval();
    } else if (pending instanceof PendingDirectory directory) {
      if (!directory.isEmpty()) {
        throw directoryInTheWay(path);
      }
      otherMayBeStored = true;
    } else if (pending == null && directories.directory(base, name).isPresent()) {
      throw directoryInTheWay(path);
    }
    children.put(name, new File(file, otherMayBeStored));
  }

  /** {@code tree} is as {@link Directories#inlined} gives it. */
  void putDirectory(String name, Tree tree, FilePath path) {
    Pending pending = children.get(name);
    boolean otherMayBeStored = pending instanceof Removal;
    if (pending instanceof PendingDirectory before) {
      otherMayBeStored = before.afterRemoval;
    } else if (pending instanceof File
        || (pending == null && directories.file(base, name).isPresent())) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "directory "
              + quoted(path)
              + " cannot be written: a file has that path; delete the file first or choose another"
              + " path");
    }
    children.put(name, new PendingDirectory(directories, tree, otherMayBeStored));
  }

  void delete(String name) {
    if (base.isEmpty()) {
      children.remove(name);
    } else {
      children.put(name, Removal.INSTANCE);
    }
  }

  /** Whether no file is left; looks at as many stored entries as edits wait, and one more. */
  boolean isEmpty() {
    for (Pending pending : children.values()) {
      if (pending instanceof File
          || (pending instanceof PendingDirectory directory && !directory.isEmpty())) {
        return false;
      }
    }
    Iterator<Entry> stored = directories.entries(base);
    while (stored.hasNext()) {
      if (!children.containsKey(PathEntryCodec.name(stored.next().key()))) {
        return false;
      }
    }
    return true;
  }

  /** The directory with its edits; a small one is left inline. */
  Tree fold(Trees trees, PackWriter out) {
    return trees.editInline(base, edits(trees, out).iterator(), PathEntryCodec.COUNTS, out);
  }

  /** As {@link #fold}, but stored even when it is small. */
  Tree foldStored(Trees trees, PackWriter out) {
    return trees.edit(base, edits(trees, out).iterator(), PathEntryCodec.COUNTS, out);
  }

  private List<Edit> edits(Trees trees, PackWriter out) {
    List<Edit> edits = new ArrayList<>(children.size());
    children.forEach(
        (name, pending) -> {
          byte[] fileKey = PathEntryCodec.fileKey(name);
          byte[] directoryKey = PathEntryCodec.directoryKey(name);
          if (pending instanceof File file) {
            edits.add(Edit.put(PathEntryCodec.encode(fileKey, file.entry())));
            if (file.afterRemoval()) {
              edits.add(Edit.remove(directoryKey));
            }
          } else if (pending instanceof PendingDirectory directory) {
            Tree tree = directory.fold(trees, out);
            edits.add(
                tree.isEmpty()
                    ? Edit.remove(directoryKey)
                    : Edit.put(PathEntryCodec.encode(directoryKey, directories.entry(tree))));
            if (directory.afterRemoval) {
              edits.add(Edit.remove(fileKey));
            }
          } else {
            edits.add(Edit.remove(fileKey));
            edits.add(Edit.remove(directoryKey));
          }
        });
    edits.sort((left, right) -> Arrays.compareUnsigned(left.key(), right.key()));
    return edits;
  }

  private static TuskException fileInTheWay(FilePath path, String file) {
    return new TuskException(
        ErrorCode.CONFLICT,
        quoted(path)
            + " cannot be written: \"/"
            + file
            + "\" is a file, not a directory; delete the file first or choose another path");
  }

  private static TuskException directoryInTheWay(FilePath path) {
    return new TuskException(
        ErrorCode.CONFLICT,
        "file "
            + quoted(path)
            + " cannot be written: a directory has that path; delete the directory first or choose"
            + " another path");
  }

  private static String quoted(FilePath path) {
    return "\"" + path + "\"";
  }
}
