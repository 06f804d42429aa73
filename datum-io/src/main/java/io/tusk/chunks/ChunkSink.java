/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.chunks;

import java.io.IOException;

/** Takes the chunks of a file in order. */
@FunctionalInterface
public interface ChunkSink {
  /**
   * The chunk is {@code length} > 0 bytes of {@code buffer} from {@code offset} on. The buffer
   * belongs to the caller, and what was handed over of it does not change before {@link #next}.
   */
  void accept(byte[] buffer, int offset, int length) throws IOException;

  /**
   * No more chunks come from {@code done}; the next ones come from the array that is returned, of
   * {@code size} bytes at least. It is the sink's choice when {@code done} is filled anew; its
   * bytes are still read until the next call of the sink.
   */
  default byte[] next(byte[] done, int size) throws IOException {
    return done.length >= size ? done : new byte[size];
  }
}
