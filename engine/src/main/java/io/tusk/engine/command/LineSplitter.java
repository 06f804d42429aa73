/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Cuts bytes into lines of bounded length; bytes that are not UTF-8 become U+FFFD. */
final class LineSplitter {
  private final LogSink sink;
  private final byte[] buffer;
  private int length;

  LineSplitter(LogSink sink, int maxBytes) {
    this.sink = sink;
    this.buffer = new byte[maxBytes];
  }

  void add(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      if (bytes[i] == '\n') {
        emit(length);
      } else {
        if (length == buffer.length) {
          emit(lastCharacterStart());
        }
        buffer[length++] = bytes[i];
      }
    }
  }

  /** Hands on an unfinished line. */
  void finish() {
    if (length > 0) {
      emit(length);
    }
  }

  private void emit(int count) {
    sink.line(new String(buffer, 0, count, UTF_8));
    System.arraycopy(buffer, count, buffer, 0, length - count);
    length -= count;
  }

  /** Where to split a full buffer so that no character is cut, if it ends in one of UTF-8. */
  private int lastCharacterStart() {
    for (int i = length - 1; i >= length - 4 && i > 0; i--) {
      int b = buffer[i] & 0xFF;
      if (b < 0x80) {
        return length;
      }
      if (b >= 0xC0) {
        int width = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
        return i + width > length ? i : length;
      }
    }
    return length;
  }
}
