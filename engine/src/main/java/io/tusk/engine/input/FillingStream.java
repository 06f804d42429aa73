/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads a file, and writes what is read to one that is to be kept. Threads that read at the same
 * time do not fill it, as nobody knows the order of what they read; any thread may close it.
 */
final class FillingStream extends FilterInputStream {
  private final Filling filling;
  private final AtomicBoolean reading = new AtomicBoolean();

  FillingStream(InputStream in, Filling filling) {
    super(in);
    this.filling = filling;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (!reading.compareAndSet(false, true)) {
      filling.leave();
      return super.read(bytes, offset, length);
    }
    try {
      int count = super.read(bytes, offset, length);
      if (count > 0) {
        filling.write(bytes, offset, count);
      }
      return count;
    } finally {
      reading.set(false);
    }
  }

  /** Whoever leaves bytes out does not fill the file. */
  @Override
  public long skip(long bytes) throws IOException {
    filling.leave();
    return super.skip(bytes);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    filling.leave();
    super.close();
  }
}
