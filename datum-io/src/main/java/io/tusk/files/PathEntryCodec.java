/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;
import io.tusk.tree.Entry;
import io.tusk.tree.Node;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Files and directories as entries of a tree; {@code docs/format.md}, section 5. The key of a
 * directory ends in a slash, that of a file does not.
 */
public final class PathEntryCodec {
  /** What a directory's tree counts: files, bytes. */
  public static final Summarizer COUNTS =
      new Summarizer() {
        @Override
        public int width() {
          return 2;
        }

        @Override
        public void add(Entry entry, long[] sums) {
          PathEntry counted = decode(entry);
          sums[0] += counted.files();
          sums[1] += counted.bytes();
        }
      };

  private static final byte SLASH = '/';

  private PathEntryCodec() {}

  static byte[] fileKey(String name) {
    return name.getBytes(UTF_8);
  }

  static byte[] directoryKey(String name) {
    byte[] bytes = name.getBytes(UTF_8);
    byte[] key = Arrays.copyOf(bytes, bytes.length + 1);
    key[bytes.length] = SLASH;
    return key;
  }

  static boolean isDirectory(byte[] key) {
    return key.length > 0 && key[key.length - 1] == SLASH;
  }

  static String name(byte[] key) {
    return new String(key, 0, isDirectory(key) ? key.length - 1 : key.length, UTF_8);
  }

  static Entry encode(String name, PathEntry entry) {
    return encode(entry instanceof DirectoryEntry ? directoryKey(name) : fileKey(name), entry);
  }

  /**
   * The entry of {@code key}, which ends in a slash exactly when {@code entry} is a directory. A
   * directory's tree must not be empty; a small one must be inline for the entry to be that of a
   * directory in its parent.
   */
  public static Entry encode(byte[] key, PathEntry entry) {
    if (isDirectory(key) != entry instanceof DirectoryEntry) {
      throw new IllegalArgumentException("key and entry disagree: " + new String(key, UTF_8));
    }
    if (entry instanceof FileEntry file) {
      byte[] size = new Varints.Output().varint(file.size()).toByteArray();
      return Entry.of(key, size, file.content().stream().toList());
    }
    DirectoryEntry directory = (DirectoryEntry) entry;
    Optional<Node> inline = directory.tree().inlineRoot();
    if (inline.isPresent()) {
      return Entry.nested(key, inline.get());
    }
    Ref root = directory.tree().root().orElseThrow();
    Varints.Output counts = new Varints.Output();
    counts.varint(directory.files()).varint(directory.bytes());
    return Entry.of(key, counts.toByteArray(), List.of(root));
  }

  /** What {@link #encode} encoded; an entry that it cannot have made is CORRUPT. */
  public static PathEntry decode(Entry entry) {
    if (!isDirectory(entry.key())) {
      return decodeFile(entry);
    }
    if (entry.nested().isPresent()) {
      Node root = entry.nested().get();
      long[] sums = new long[COUNTS.width()];
      root.entries().forEach(child -> COUNTS.add(child, sums));
      return new DirectoryEntry(Tree.inline(root), sums[0], sums[1]);
    }
    Varints.Input in = new Varints.Input(entry.value());
    long files = in.varint();
    long bytes = in.varint();
    if (!in.atEnd() || entry.refs().size() != 1 || entry.refs().get(0).kind() != PieceKind.NODE) {
      throw malformed(entry);
    }
    return new DirectoryEntry(Tree.stored(entry.refs().get(0)), files, bytes);
  }

  private static FileEntry decodeFile(Entry entry) {
    Varints.Input in = new Varints.Input(entry.value());
    long size = in.varint();
    if (!in.atEnd() || entry.nested().isPresent() || entry.refs().size() != (size == 0 ? 0 : 1)) {
      throw malformed(entry);
    }
    return new FileEntry(size, entry.refs().stream().findFirst());
  }

  private static TuskException malformed(Entry entry) {
    return new TuskException(
        ErrorCode.CORRUPT,
        "the entry of \""
            + new String(entry.key(), UTF_8)
            + "\" in its directory is malformed; run 'tusk fsck' for the whole damage");
  }
}
