/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.files.FileEntry;
import io.tusk.pieces.PackWriter;
import io.tusk.tree.Trees;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The files and directories that a datum is made of, in the order of its key: at hand, or listed in
 * the store and looked up one by one. What is looked up costs a look into the inputs each.
 */
public sealed interface DatumPaths extends Iterable<InputPath> {
  long count();

  /** The bytes of all. */
  long bytes();

  /** Where they are listed, if their key does not hold them. */
  Optional<FileEntry> list();

  default Stream<InputPath> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  static DatumPaths of(List<InputPath> paths) {
    return new AtHand(List.copyOf(paths));
  }

  /** Those of a key, as they fit into a plan; small directories may be stored in {@code out}. */
  static DatumPaths fitting(List<InputPath> paths, Trees trees, PackWriter out) {
    return of(EmbeddedEntries.fitting(paths, trees, out));
  }

  /** Looks up what is listed. */
  interface Source {
    Iterator<InputPath> paths(FileEntry list);
  }

  /** Those of a key that holds them. */
  record AtHand(List<InputPath> paths) implements DatumPaths {
    @Override
    public long count() {
      return paths.size();
    }

    @Override
    public long bytes() {
      return paths.stream().mapToLong(path -> path.entry().bytes()).sum();
    }

    @Override
    public Optional<FileEntry> list() {
      return Optional.empty();
    }

    @Override
    public Iterator<InputPath> iterator() {
      return paths.iterator();
    }
  }

  /** Those of a long key. */
  record Listed(FileEntry file, long count, long bytes, Source source) implements DatumPaths {
    @Override
    public Optional<FileEntry> list() {
      return Optional.of(file);
    }

    @Override
    public Iterator<InputPath> iterator() {
      return source.paths(file);
    }
  }
}
