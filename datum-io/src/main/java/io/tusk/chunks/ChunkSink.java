/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.chunks;

import java.io.IOException;

/** Takes the chunks of a file in order. */
@FunctionalInterface
public interface ChunkSink {
  /**
   * The chunk is {@code length} > 0 bytes of {@code buffer} from {@code offset} on. The buffer
   * belongs to the caller, and its bytes change after the return.
   */
  void accept(byte[] buffer, int offset, int length) throws IOException;
}
