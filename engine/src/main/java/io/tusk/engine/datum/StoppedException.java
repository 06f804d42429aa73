/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** A datum was stopped while its files were copied. */
final class StoppedException extends IOException {
  private static final long serialVersionUID = 1L;

  private StoppedException() {
    super("the datum was stopped");
  }

  /** Throws it as soon as {@code stop} is true. */
  static void check(AtomicBoolean stop) throws StoppedException {
    if (stop.get()) {
      throw new StoppedException();
    }
  }

  /** Reads {@code content} until {@code stop} is true. */
  static InputStream until(AtomicBoolean stop, InputStream content) {
    return new FilterInputStream(content) {
      @Override
      public int read() throws IOException {
        check(stop);
        return super.read();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        check(stop);
        return super.read(buffer, offset, length);
      }
    };
  }
}
