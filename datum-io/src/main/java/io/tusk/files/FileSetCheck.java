/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.FilePath;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;
import io.tusk.tree.Entry;
import io.tusk.tree.Node;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import io.tusk.tree.TreeCheck;
import io.tusk.tree.Trees;
import java.util.Arrays;
import java.util.Optional;

/**
 * Checks that what directories say of their children is true: names, counts, sizes. What several
 * file sets share is looked at once. Not safe for several threads.
 */
public final class FileSetCheck {
  private final Trees trees;
  private final TreeCheck check;

  private final class DirectoryKind implements TreeCheck.Kind {
    private final Tree tree;

    DirectoryKind(Tree tree) {
      this.tree = tree;
    }

    @Override
    public Summarizer summarizer() {
      return PathEntryCodec.COUNTS;
    }

    @Override
    public void check(Entry entry) {
      checkEntry(entry, tree);
    }
  }

  private final TreeCheck.Kind chunks =
      new TreeCheck.Kind() {
        @Override
        public Summarizer summarizer() {
          return Summarizer.NONE;
        }

        @Override
        public void check(Entry entry) {
          // Whatever is no chunk in its place is no node either.
        }
      };

  public FileSetCheck(Trees trees) {
    this.trees = trees;
    this.check = new TreeCheck(trees);
  }

  /**
   * @throws TuskException CORRUPT, about the first thing that is wrong
   */
  public void check(FileSet files) {
    if (files.root().root().isPresent()) {
      requireCounts(files.root().root().get(), files.asDirectory(), "the root directory");
    } else if (files.root().inlineRoot().isPresent()) {
      files.root().inlineRoot().get().entries().forEach(entry -> checkEntry(entry, files.root()));
    } else if (files.files() != 0 || files.bytes() != 0) {
      throw corrupt("the root directory", "says " + counts(files.asDirectory()) + " and has none");
    }
    check.run();
  }

  /** {@code parent}: the tree of the directory that the entry is in. */
  private void checkEntry(Entry entry, Tree parent) {
    PathEntry child = PathEntryCodec.decode(entry);
    requireName(entry);
    if (child instanceof FileEntry file) {
      file.content().ifPresent(content -> checkContent(entry, file, content));
      return;
    }
    byte[] sameName = PathEntryCodec.fileKey(PathEntryCodec.name(entry.key()));
    require(trees.find(parent, sameName).isEmpty(), entry, "stands beside a file of that name");
    DirectoryEntry directory = (DirectoryEntry) child;
    Tree tree = directory.tree();
    tree.root().ifPresent(root -> requireCounts(root, directory, "directory " + quoted(entry)));
    tree.inlineRoot().ifPresent(node -> node.entries().forEach(below -> checkEntry(below, tree)));
  }

  private void checkContent(Entry entry, FileEntry file, Ref content) {
    if (content.kind() == PieceKind.CHUNK) {
      require(content.location().length() == file.size(), entry, "has another size than it says");
    } else {
      TreeCheck.Facts root = check.root(content, chunks);
      byte[] end = new Varints.Output().u64(file.size()).toByteArray();
      require(
          root.order() == Node.Order.PLACES && Arrays.equals(root.lastKey(), end),
          entry,
          "ends elsewhere");
    }
  }

  private void requireCounts(Ref root, DirectoryEntry directory, String what) {
    long[] sums = check.root(root, new DirectoryKind(Tree.stored(root))).sums();
    if (sums[0] != directory.files() || sums[1] != directory.bytes()) {
      throw corrupt(
          what,
          "says "
              + counts(directory)
              + " and has "
              + counts(new DirectoryEntry(Tree.EMPTY, sums[0], sums[1])));
    }
  }

  private static void requireName(Entry entry) {
    String name = PathEntryCodec.name(entry.key());
    Optional<String> problem = Optional.empty();
    try {
      if (new FilePath("/" + name).elements().size() != 1) {
        problem = Optional.of("has a slash in its name");
      }
    } catch (TuskException e) {
      problem = Optional.of("has no valid name: " + e.getMessage());
    }
    require(problem.isEmpty(), entry, problem.orElse(""));
  }

  private static String counts(DirectoryEntry directory) {
    return directory.files() + " files and " + directory.bytes() + " bytes";
  }

  private static void require(boolean sound, Entry entry, String fact) {
    if (!sound) {
      throw corrupt("the entry of " + quoted(entry), fact);
    }
  }

  private static String quoted(Entry entry) {
    return "\"" + new String(entry.key(), UTF_8) + "\"";
  }

  private static TuskException corrupt(String what, String fact) {
    return new TuskException(ErrorCode.CORRUPT, what + " " + fact);
  }
}
