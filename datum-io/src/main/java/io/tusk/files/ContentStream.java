/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.pieces.PieceReader;
import io.tusk.tree.Entry;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;

/**
 * The bytes of a file from an offset on, one chunk in memory at a time. A chunk is handed out only
 * when its hash and its place agree with the file.
 */
final class ContentStream extends InputStream {
  private final PieceReader pieces;
  private final FileEntry file;
  private final Iterator<Entry> chunks;
  private final long from;

  private byte[] chunk = new byte[0];
  private int next;

  /** Where {@link #chunk} ends in the file. */
  private long chunkEnd;

  /**
   * {@code chunks}: from the one on that holds byte {@code from}; it starts at {@code chunkStart}.
   */
  ContentStream(
      PieceReader pieces, FileEntry file, long from, long chunkStart, Iterator<Entry> chunks) {
    this.pieces = pieces;
    this.file = file;
    this.from = from;
    this.chunkEnd = chunkStart;
    this.chunks = chunks;
  }

  @Override
  public int read() {
    return fill() ? chunk[next++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, chunk.length - next);
    System.arraycopy(chunk, next, target, offset, count);
    next += count;
    return count;
  }

  @Override
  public int available() {
    return chunk.length - next;
  }

  /** Makes {@link #next} an index of the chunk; false at the end of the file. */
  private boolean fill() {
    while (next == chunk.length) {
      if (!chunks.hasNext()) {
        FileContents.requireWhole(file, chunkEnd == file.size());
        return false;
      }
      Entry entry = chunks.next();
      byte[] bytes = pieces.chunk(FileContents.chunk(entry));
      long start = chunkEnd;
      long end = FileContents.end(entry);
      FileContents.requireWhole(
          file,
          end - start == bytes.length
              && (end == file.size() ? !chunks.hasNext() : end < file.size()));
      chunk = bytes;
      chunkEnd = end;
      next = (int) Math.max(0, from - start);
    }
    return true;
  }
}
