/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.chunks.ChunkParameters;
import io.tusk.name.FilePath;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A store in memory, with what reads and writes file sets in it. */
final class FilesFixture {
  /** So small that a few dozen names make a deep tree. */
  static final TreeParameters TINY = new TreeParameters(60, 120, 240, 1_200, 90);

  final ObjectStore store = TestStores.create();
  final Trees trees;
  final FileSets sets;
  PackWriter out;

  FilesFixture(TreeParameters parameters) {
    this(parameters, ChunkParameters.DEFAULT);
  }

  FilesFixture(TreeParameters parameters, ChunkParameters chunks) {
    trees = new Trees(new PieceReader(store), parameters);
    sets = new FileSets(trees, chunks);
    out = new PackWriter(store);
  }

  FileEntry file(String content) {
    return append(FileEntry.EMPTY, content);
  }

  FileEntry append(FileEntry file, String content) {
    try {
      return sets.append(file, new ByteArrayInputStream(content.getBytes(UTF_8)), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String content(PathEntry file) {
    try (InputStream in = sets.open((FileEntry) file)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FileSetEditor edit(FileSet base, int maxPending) {
    return new FileSetEditor(trees, base, out, maxPending);
  }

  FileSet of(Map<FilePath, String> files) {
    FileSetEditor editor = sets.edit(FileSet.EMPTY, out);
    files.forEach((path, content) -> editor.put(path, file(content)));
    return editor.finish();
  }

  static FilePath path(String value) {
    return new FilePath(value);
  }

  static <T> List<T> all(Iterator<T> iterator) {
    List<T> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all;
  }
}
