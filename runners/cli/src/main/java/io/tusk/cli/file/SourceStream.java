/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a source: counted, and what goes wrong with it names it. */
abstract class SourceStream extends FilterInputStream {
  private final TransferProgress progress;
  private long count;
  private boolean ended;

  SourceStream(InputStream in, TransferProgress progress) {
    super(in);
    this.progress = progress;
  }

  /** What to throw for a failed read. */
  abstract RuntimeException failure(IOException e, long bytesBefore);

  /** Comes once, when all is read; may refuse it. */
  void atEnd() {}

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int read;
    try {
      read = in.read(target, offset, length);
    } catch (IOException e) {
      throw failure(e, count);
    }
    if (read > 0) {
      count += read;
      progress.bytes(read);
    } else if (read < 0 && !ended) {
      ended = true;
      atEnd();
      progress.file();
    }
    return read;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
