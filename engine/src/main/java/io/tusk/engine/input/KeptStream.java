/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.input;

import io.tusk.files.FileEntry;
import io.tusk.files.FileSets;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a file that is kept. From where the disk fails on, or the file is cut, it reads the store.
 */
final class KeptStream extends InputStream {
  private static final Logger LOG = LoggerFactory.getLogger(KeptStream.class);

  private final InputStream kept;
  private final FileSets files;
  private final FileEntry file;
  private final Consumer<KeptStream> atClose;
  private InputStream in;
  private long position;
  private boolean isKept = true;
  private volatile boolean closed;

  /**
   * @param atClose may be told more than once
   */
  KeptStream(InputStream kept, FileEntry file, FileSets files, Consumer<KeptStream> atClose) {
    this.kept = kept;
    this.in = kept;
    this.file = file;
    this.files = files;
    this.atClose = atClose;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (closed) {
      throw new IOException("the stream is closed");
    }
    int most = (int) Math.min(length, file.size() - position);
    if (most == 0) {
      return -1;
    }
    int count = isKept ? readKept(bytes, offset, most) : in.read(bytes, offset, most);
    position += Math.max(0, count);
    return count;
  }

  private int readKept(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = in.read(bytes, offset, length);
      if (count > 0) {
        return count;
      }
      LOG.debug("an input file that was kept is cut at byte {}", position);
    } catch (IOException e) {
      if (closed) {
        throw e;
      }
      LOG.debug("an input file that was kept cannot be read", e);
    }
    letGo();
    in = files.open(file, position);
    isKept = false;
    return in.read(bytes, offset, length);
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, file.size() - position);
  }

  /** Lets go of the file, in any thread; who reads goes on from the store. */
  void letGo() {
    try {
      kept.close();
    } catch (IOException e) {
      LOG.debug("an input file that was kept cannot be closed", e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    atClose.accept(this);
    in.close();
  }
}
