/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Hands on the head of a command's output as it comes, and then, when it is asked to, the tail of
 * what has come since it was last asked; in bounded memory. Any thread may ask.
 */
final class CommandLog {
  private final LogSink sink;
  private final LogLimits limits;
  private final LineSplitter lines;
  private final byte[] ring;
  private int ringEnd;
  private long total;
  private long handedOn;
  private boolean asked;

  CommandLog(LogSink sink, LogLimits limits) {
    this.sink = sink;
    this.limits = limits;
    this.lines = new LineSplitter(sink, limits.lineBytes());
    this.ring = new byte[limits.tailBytes()];
  }

  synchronized long bytes() {
    return total;
  }

  synchronized void add(byte[] bytes, int offset, int length) {
    int head = (int) Math.max(0, Math.min(length, limits.headBytes() - handedOn));
    lines.add(bytes, offset, head);
    handedOn += head;
    remember(bytes, offset, length);
    total += length;
  }

  /** Hands on what was held back, though more may come. */
  synchronized void handOn() {
    if (total > handedOn) {
      asked = true;
      handOnTail();
    }
  }

  /** Hands on all that was held back. */
  synchronized void finish() {
    handOnTail();
    lines.finish();
  }

  private void handOnTail() {
    long held = total - handedOn;
    byte[] tail = tail(held);
    long dropped = held - tail.length;
    if (dropped > 0) {
      lines.finish();
      String kept =
          asked
              ? ""
              : ": the first " + limits.headBytes() + " and the last " + tail.length + " are kept";
      sink.line("[" + dropped + " bytes of output dropped here" + kept + "]");
    }
    lines.add(tail, 0, tail.length);
    handedOn = total;
  }

  synchronized List<String> lastLines() {
    List<String> kept = new ArrayList<>();
    LineSplitter splitter = new LineSplitter(kept::add, limits.lineBytes());
    byte[] tail = tail(total);
    splitter.add(tail, 0, tail.length);
    splitter.finish();
    return List.copyOf(kept.subList(Math.max(0, kept.size() - limits.lastLines()), kept.size()));
  }

  private void remember(byte[] bytes, int offset, int length) {
    int from = offset + Math.max(0, length - ring.length);
    int left = offset + length - from;
    while (left > 0) {
      int step = Math.min(left, ring.length - ringEnd);
      System.arraycopy(bytes, from, ring, ringEnd, step);
      ringEnd = (ringEnd + step) % ring.length;
      from += step;
      left -= step;
    }
  }

  /**
   * The last {@code wanted} bytes, or as many as the ring holds; then from the start of a line on,
   * if one starts in it.
   */
  private byte[] tail(long wanted) {
    int size = (int) Math.min(wanted, Math.min(total, ring.length));
    byte[] all = new byte[size];
    int start = Math.floorMod(ringEnd - size, ring.length);
    int first = Math.min(size, ring.length - start);
    System.arraycopy(ring, start, all, 0, first);
    System.arraycopy(ring, 0, all, first, size - first);
    if (size == wanted) {
      return all;
    }
    int lineStart = 0;
    while (lineStart < size && all[lineStart] != '\n') {
      lineStart++;
    }
    return lineStart + 1 >= size ? all : Arrays.copyOfRange(all, lineStart + 1, size);
  }
}
