/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.engine.log.LogLine.Source;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Collects what is said while a datum runs, over all its tries, in bounded memory: the first
 * {@value #HEAD_BYTES} bytes and the last {@value #TAIL_BYTES}, and between them how much was left
 * out. A line is cut after {@value #LINE_CHARACTERS} characters. Any thread may write and read.
 */
public final class DatumLog {
  static final int HEAD_BYTES = 64 << 10;
  static final int TAIL_BYTES = 64 << 10;

  /** Commands' lines are split before they are so long. */
  private static final int LINE_CHARACTERS = 16 << 10;

  private final Clock clock;
  private final String worker;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final Deque<byte[]> tail = new ArrayDeque<>();
  private int tailBytes;
  private long droppedLines;
  private long droppedBytes;
  private long lines;

  /** {@code worker}: who runs the datum, for people; one line. */
  public DatumLog(Clock clock, String worker) {
    this.clock = clock;
    this.worker = worker;
  }

  /** Adds what the user's code said; there is no line end after the last line. */
  public void user(String text) {
    add(Source.USER, text);
  }

  /** Adds what Tusk itself says. */
  public void tusk(String text) {
    add(Source.TUSK, text);
  }

  private void add(Source source, String text) {
    for (String line : text.split("\n", -1)) {
      addLine(source, line);
    }
  }

  private synchronized void addLine(Source source, String text) {
    lines++;
    byte[] bytes = encode(clock.millis(), source, LogLine.cut(text, LINE_CHARACTERS));
    if (tail.isEmpty() && head.size() + bytes.length <= HEAD_BYTES) {
      head.writeBytes(bytes);
      return;
    }
    tail.addLast(bytes);
    tailBytes += bytes.length;
    while (tailBytes > TAIL_BYTES && tail.size() > 1) {
      int dropped = tail.removeFirst().length;
      tailBytes -= dropped;
      droppedBytes += dropped;
      droppedLines++;
    }
  }

  private static byte[] encode(long millis, Source source, String text) {
    return (millis + " " + source.code() + " " + text + "\n").getBytes(UTF_8);
  }

  /** How many lines there have been. */
  public synchronized long lines() {
    return lines;
  }

  /** The whole, for {@link LogText}; empty while there is no line. */
  public synchronized byte[] bytes() {
    if (lines == 0) {
      return new byte[0];
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes((worker + "\n").getBytes(UTF_8));
    all.writeBytes(head.toByteArray());
    if (droppedLines > 0) {
      String size = droppedLines + " " + droppedBytes;
      all.writeBytes(encode(clock.millis(), Source.LEFT_OUT, size));
    }
    tail.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
