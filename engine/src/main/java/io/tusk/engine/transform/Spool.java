/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.transform;

import io.tusk.host.TemporaryDirectory;
import io.tusk.host.TemporaryName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that are written once and read back: in memory while they are few, then in a file. */
class Spool extends OutputStream {
  private static final int MOST_IN_MEMORY = 4 << 20;

  private ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private Path file;
  private OutputStream target = memory;

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (memory != null && memory.size() + length > MOST_IN_MEMORY) {
      file = Files.createTempFile(TemporaryDirectory.own(), TemporaryName.prefix("output"), null);
      target = Files.newOutputStream(file);
      memory.writeTo(target);
      memory = null;
    }
    target.write(bytes, offset, length);
  }

  /** What was written; nothing may be written afterwards. */
  InputStream read() throws IOException {
    target.close();
    return file == null
        ? new ByteArrayInputStream(memory.toByteArray())
        : Files.newInputStream(file);
  }

  /** Frees what the bytes take. */
  void discard() throws IOException {
    target.close();
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
