/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.pieces.NearbyChunks;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import io.tusk.tree.SequencePart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * The bytes of a file from an offset on. Chunks that lie near each other in a pack are read at
 * once, more and more of them up to {@value #MOST_BYTES} bytes, which are then in memory. A chunk
 * is handed out only when its hash and its place agree with the file.
 */
final class ContentStream extends InputStream {
  private static final int FIRST_BYTES = 256 << 10;
  private static final int MOST_BYTES = 4 << 20;
  private static final int GROWTH = 4;

  private final PieceReader pieces;
  private final FileEntry file;
  private final Iterator<SequencePart> parts;
  private final long from;

  /** Read from the parts, but not from the store; may be null. */
  private SequencePart ahead;

  private int readAtOnce = FIRST_BYTES;
  private List<SequencePart> read = List.of();
  private int nextRead;
  private NearbyChunks content;

  /** The verified bytes of a chunk that are not handed out yet. */
  private int next;

  private int limit;

  /** Where the last chunk ends in the file; -1 before the first. */
  private long end = -1;

  /** {@code parts}: from the one on that holds byte {@code from}. */
  ContentStream(PieceReader pieces, FileEntry file, long from, Iterator<SequencePart> parts) {
    this.pieces = pieces;
    this.file = file;
    this.from = from;
    this.parts = parts;
  }

  @Override
  public int read() {
    return fill() ? content.bytes()[next++] & 0xFF : -1;
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
    int count = Math.min(length, limit - next);
    System.arraycopy(content.bytes(), next, target, offset, count);
    next += count;
    return count;
  }

  /** Writes chunk by chunk, without copying them. */
  @Override
  public long transferTo(OutputStream out) throws IOException {
    long total = 0;
    while (fill()) {
      int count = limit - next;
      out.write(content.bytes(), next, count);
      next = limit;
      total += count;
    }
    return total;
  }

  @Override
  public int available() {
    return limit - next;
  }

  /** Makes {@link #next} a verified byte; false at the end of the file. */
  private boolean fill() {
    while (next == limit) {
      if (nextRead == read.size() && !readOn()) {
        FileContents.requireWhole(file, end == file.size());
        return false;
      }
      SequencePart part = read.get(nextRead);
      int length = (int) (part.end() - part.start());
      int offset = content.verify(nextRead);
      nextRead++;
      end = part.end();
      next = offset + (int) Math.max(0, from - part.start());
      limit = offset + length;
    }
    return true;
  }

  /** Reads the next chunks; false where there are none. */
  private boolean readOn() {
    List<SequencePart> run = new ArrayList<>();
    while (peek() != null && (run.isEmpty() || isNear(run))) {
      SequencePart part = ahead;
      ahead = null;
      requirePlace(part);
      run.add(part);
    }
    if (run.isEmpty()) {
      return false;
    }
    read = run;
    nextRead = 0;
    content = pieces.nearby(run.stream().map(SequencePart::chunk).toList());
    readAtOnce = Math.min(MOST_BYTES, GROWTH * readAtOnce);
    return true;
  }

  private SequencePart peek() {
    if (ahead == null && parts.hasNext()) {
      ahead = parts.next();
    }
    return ahead;
  }

  private boolean isNear(List<SequencePart> run) {
    Ref last = run.get(run.size() - 1).chunk();
    return NearbyChunks.areNear(last, ahead.chunk())
        && NearbyChunks.span(run.get(0).chunk(), ahead.chunk()) <= readAtOnce;
  }

  /** The part is as long as its chunk, and within the file. */
  private void requirePlace(SequencePart part) {
    FileContents.requireWhole(
        file,
        part.end() - part.start() == part.chunk().location().length()
            && (part.end() == file.size() ? peek() == null : part.end() < file.size()));
  }
}
