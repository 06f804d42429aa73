/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.chunks;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts files into chunks by their content: FastCDC with normalized chunking (Xia et al. 2016) as
 * {@code docs/format.md}, section 5, specifies it. Where a chunk ends depends on the bytes from its
 * start only, so an appended file is cut anew from the start of its last chunk.
 *
 * <p>One chunker cuts any number of files, one after another, and holds one buffer, which grows
 * with the largest file seen to 2 MiB, or to twice the largest chunk. Not for use by several
 * threads.
 */
public final class Chunker {
  private static final long[] GEAR = Gear.table();
  private static final int FIRST_BUFFER = 1 << 16;
  private static final int USUAL_BUFFER = 2 << 20;

  /** What is asked of a stream at once: streams of files copy through a buffer of that size. */
  private static final int MOST_READ = 1 << 17;

  private final ChunkParameters parameters;
  private byte[] buffer;

  public Chunker(ChunkParameters parameters) {
    this.parameters = parameters;
    this.buffer = new byte[Math.min(FIRST_BUFFER, 2 * parameters.max())];
  }

  /** How much memory it holds on to between two files. */
  public int bufferBytes() {
    return buffer.length;
  }

  /**
   * Hands all bytes up to the end of {@code in} to {@code sink}, chunk by chunk; none for an empty
   * stream. Does not close the stream.
   *
   * @return the bytes read
   */
  public long split(InputStream in, ChunkSink sink) throws IOException {
    long total = 0;
    int start = 0;
    int end = 0;
    boolean ended = false;
    while (true) {
      while (!ended && end - start < parameters.max()) {
        if (end == buffer.length) {
          end = makeRoom(start, end, sink);
          start = 0;
        }
        int count = in.read(buffer, end, Math.min(MOST_READ, buffer.length - end));
        ended = count < 0;
        end += Math.max(count, 0);
      }
      if (start == end) {
        return total;
      }
      int cut = nextCut(buffer, start, end, parameters);
      sink.accept(buffer, start, cut - start);
      total += cut - start;
      start = cut;
    }
  }

  /** Moves the bytes from {@code start} to {@code end} to the front of a buffer with free space. */
  private int makeRoom(int start, int end, ChunkSink sink) throws IOException {
    int length = end - start;
    int most = Math.max(USUAL_BUFFER, 2 * parameters.max());
    int size = (int) Math.min(2L * buffer.length, most);
    byte[] target = start == 0 ? new byte[size] : sink.next(buffer, size);
    System.arraycopy(buffer, start, target, 0, length);
    buffer = target;
    return length;
  }

  /**
   * The end of the chunk that starts at {@code offset}; {@code end} when none ends before. The
   * answer is final only when the file ends at {@code end} or at least the largest chunk's length
   * lies before it.
   */
  public static int nextCut(byte[] data, int offset, int end, ChunkParameters parameters) {
    int length = end - offset;
    if (length <= parameters.min()) {
      return end;
    }
    int last = offset + Math.min(length, parameters.max());
    int middle = Math.min(last, offset + parameters.average());
    long mask = parameters.maskBeforeAverage();
    long fingerprint = 0;
    int i = offset + parameters.min();
    for (; i < middle; i++) {
      fingerprint = (fingerprint << 1) + GEAR[data[i] & 0xFF];
      if ((fingerprint & mask) == 0) {
        return i + 1;
      }
    }
    mask = parameters.maskFromAverage();
    for (; i < last; i++) {
      fingerprint = (fingerprint << 1) + GEAR[data[i] & 0xFF];
      if ((fingerprint & mask) == 0) {
        return i + 1;
      }
    }
    return last;
  }
}
