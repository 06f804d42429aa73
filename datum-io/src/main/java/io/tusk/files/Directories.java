/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.tree.Entry;
import io.tusk.tree.Node;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Looks up children and paths in directory trees. */
final class Directories {
  private final Trees trees;

  Directories(Trees trees) {
    this.trees = trees;
  }

  Iterator<Entry> entries(Tree directory) {
    return trees.ascending(directory, new byte[0]);
  }

  Optional<PathEntry> file(Tree directory, String name) {
    return trees.find(directory, PathEntryCodec.fileKey(name)).map(PathEntryCodec::decode);
  }

  Optional<PathEntry> directory(Tree directory, String name) {
    return trees.find(directory, PathEntryCodec.directoryKey(name)).map(PathEntryCodec::decode);
  }

  Optional<Tree> tree(Tree directory, String name) {
    return directory(directory, name).map(child -> ((DirectoryEntry) child).tree());
  }

  /** What the path of {@code names}, at least one, holds below {@code directory}. */
  Optional<PathEntry> find(Tree directory, List<String> names) {
    Tree parent = directory;
    int last = names.size() - 1;
    for (String name : names.subList(0, last)) {
      Optional<Tree> child = tree(parent, name);
      if (child.isEmpty()) {
        return Optional.empty();
      }
      parent = child.get();
    }
    Optional<PathEntry> file = file(parent, names.get(last));
    return file.isPresent() ? file : directory(parent, names.get(last));
  }

  DirectoryEntry entry(Tree directory) {
    long[] sums = trees.summary(directory, PathEntryCodec.COUNTS);
    return new DirectoryEntry(directory, sums[0], sums[1]);
  }

  /** The same tree, inline if that is how a parent must hold it; reads the root node only. */
  Tree inlined(Tree directory) {
    if (directory.root().isEmpty()) {
      return directory;
    }
    Node root = trees.node(directory.root().get());
    boolean leaf = !root.entries().isEmpty();
    return leaf && root.hashed().length <= trees.parameters().inlineMax()
        ? Tree.inline(root)
        : directory;
  }
}
