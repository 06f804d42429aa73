/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.datum.DatumKey;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.PathEntry;
import io.tusk.name.FilePath;
import io.tusk.pieces.Varints;
import java.util.Optional;

/** What datums are made of, while they are planned. */
sealed interface Element {
  /**
   * A path of a leaf.
   *
   * @param entry what it holds, where that is at hand
   */
  record Path(int leaf, FilePath path, DatumKey.Kind kind, Optional<PathEntry> entry)
      implements Element {
    static Path of(int leaf, FilePath path, PathEntry entry) {
      boolean isDirectory = entry instanceof DirectoryEntry;
      return new Path(
          leaf,
          path,
          isDirectory ? DatumKey.Kind.DIRECTORY : DatumKey.Kind.FILE,
          Optional.of(entry));
    }

    boolean isDirectory() {
      return kind == DatumKey.Kind.DIRECTORY;
    }

    /** The path's bytes; a directory's end in a slash. */
    byte[] bytes() {
      boolean slash = isDirectory() && !path.isRoot();
      return (path.value() + (slash ? "/" : "")).getBytes(UTF_8);
    }

    Path with(PathEntry found) {
      return new Path(leaf, path, kind, Optional.of(found));
    }

    static Path ofBytes(int leaf, byte[] bytes) {
      String text = new String(bytes, UTF_8);
      return new Path(
          leaf,
          FilePath.parse(text),
          text.endsWith("/") ? DatumKey.Kind.DIRECTORY : DatumKey.Kind.FILE,
          Optional.empty());
    }
  }

  /** All paths that a group has of a value. */
  record Members(int section, KeyValue value) implements Element {}

  int PATH = 0;
  int MEMBERS = 1;

  /** A path with the file that it holds, which then need not be looked for. */
  int FILE = 2;

  default void write(Varints.Output out) {
    if (this instanceof Path path) {
      byte[] bytes = path.bytes();
      Optional<FileEntry> file = KnownFile.of(path.entry());
      out.u8(file.isPresent() ? FILE : PATH).varint(path.leaf()).varint(bytes.length).bytes(bytes);
      file.ifPresent(found -> KnownFile.write(found, out));
    } else if (this instanceof Members members) {
      byte[] value = members.value().bytes();
      out.u8(MEMBERS).varint(members.section()).varint(value.length).bytes(value);
    }
  }

  static Element read(Varints.Input in) {
    int tag = in.u8();
    int number = in.count(Integer.MAX_VALUE);
    byte[] bytes = in.bytes(in.count(in.remaining()));
    return switch (tag) {
      case PATH -> Path.ofBytes(number, bytes);
      case FILE -> Path.ofBytes(number, bytes).with(KnownFile.read(in));
      default -> new Members(number, new KeyValue(bytes));
    };
  }
}
