/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.files.DirectoryEntry;
import io.tusk.files.PathEntry;
import io.tusk.files.PathEntryCodec;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;
import io.tusk.tree.Entry;
import io.tusk.tree.Node;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Files and directories as a part of a tree entry's value, their references among the entry's: a
 * tag (0 file, 1 directory, 2 directory inline, 3 empty directory), the length and bytes that a
 * file set would hold, and the number of references.
 */
final class EmbeddedEntries {
  private static final byte[] FILE_KEY = "f".getBytes(UTF_8);
  private static final byte[] DIRECTORY_KEY = "d/".getBytes(UTF_8);

  /** Directories that are held inline take at most one part in so many of an entry. */
  private static final int INLINE_PART = 4;

  private static final int FILE = 0;
  private static final int DIRECTORY = 1;
  private static final int INLINE = 2;
  private static final int EMPTY = 3;

  private EmbeddedEntries() {}

  static void write(PathEntry path, Varints.Output out, List<Ref> refs) {
    if (path instanceof DirectoryEntry directory && directory.tree().isEmpty()) {
      out.u8(EMPTY);
      return;
    }
    boolean isDirectory = path instanceof DirectoryEntry;
    Entry entry = PathEntryCodec.encode(isDirectory ? DIRECTORY_KEY : FILE_KEY, path);
    Optional<Node> nested = entry.nested();
    byte[] bytes = nested.map(Node::hashed).orElse(entry.value());
    List<Ref> own = nested.map(Node::refs).orElse(entry.refs());
    out.u8(nested.isPresent() ? INLINE : isDirectory ? DIRECTORY : FILE);
    out.varint(bytes.length).bytes(bytes).varint(own.size());
    refs.addAll(own);
  }

  /**
   * The same paths so that they fit into an entry of a tree: small directories are held inline
   * while they are few, and then stored in {@code out}.
   */
  static List<InputPath> fitting(List<InputPath> paths, Trees trees, PackWriter out) {
    int room = trees.parameters().entryMax() / INLINE_PART;
    List<InputPath> fitting = new ArrayList<>();
    for (InputPath path : paths) {
      Optional<Node> inline =
          path.entry() instanceof DirectoryEntry directory
              ? directory.tree().inlineRoot()
              : Optional.empty();
      room -= inline.map(node -> node.hashed().length).orElse(0);
      fitting.add(inline.isPresent() && room < 0 ? apart(path, trees, out) : path);
    }
    return fitting;
  }

  private static InputPath apart(InputPath path, Trees trees, PackWriter out) {
    DirectoryEntry directory = (DirectoryEntry) path.entry();
    Tree stored = trees.store(directory.tree(), out).map(Tree::stored).orElse(Tree.EMPTY);
    return new InputPath(
        path.leaf(),
        path.input(),
        path.branch(),
        path.path(),
        new DirectoryEntry(stored, directory.files(), directory.bytes()));
  }

  static PathEntry read(Varints.Input in, Iterator<Ref> refs) {
    int tag = in.u8();
    if (tag == EMPTY) {
      return new DirectoryEntry(Tree.EMPTY, 0, 0);
    }
    if (tag > EMPTY) {
      throw in.malformed("an embedded entry with tag " + tag);
    }
    byte[] bytes = in.bytes(in.count(in.remaining()));
    List<Ref> own = new ArrayList<>();
    for (int count = in.count(1 << 16); count > 0; count--) {
      if (!refs.hasNext()) {
        throw in.malformed("an embedded entry lacks references");
      }
      own.add(refs.next());
    }
    if (tag == INLINE) {
      Node node = Node.decode(bytes, own.stream().map(Ref::location).toList());
      return PathEntryCodec.decode(Entry.nested(DIRECTORY_KEY, node));
    }
    return PathEntryCodec.decode(Entry.of(tag == FILE ? FILE_KEY : DIRECTORY_KEY, bytes, own));
  }
}
