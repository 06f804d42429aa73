/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.sort;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.TemporaryDirectory;
import io.tusk.host.TemporaryName;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Items that are added once and read any number of times, in the order in which they came: in
 * memory while they are few, then in a file of the host. Not safe for several threads.
 */
public final class SpilledList implements Iterable<byte[]>, AutoCloseable {
  private static final long DEFAULT_BYTES = 8L << 20;
  private static final int ITEM_BYTES = 40;
  private static final int BUFFER_BYTES = 1 << 16;

  private final long maxBytes;
  private final List<byte[]> waiting = new ArrayList<>();
  private long waitingBytes;
  private long size;
  private Path file;
  private DataOutputStream out;

  public SpilledList() {
    this(DEFAULT_BYTES);
  }

  /** {@code maxBytes}: how much may wait in memory. */
  SpilledList(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * @throws TuskException HOST when the host's disk fails or is full
   */
  public void add(byte[] item) {
    waiting.add(item);
    waitingBytes += item.length + ITEM_BYTES;
    size++;
    if (waitingBytes >= maxBytes) {
      spill();
    }
  }

  public long size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  private void spill() {
    try {
      if (file == null) {
        file = Files.createTempFile(TemporaryDirectory.own(), TemporaryName.prefix("list"), null);
        out =
            new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
      }
      for (byte[] item : waiting) {
        out.writeInt(item.length);
        out.write(item);
      }
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
    waiting.clear();
    waitingBytes = 0;
  }

  /** Nothing may be added while it is read. */
  @Override
  public Iterator<byte[]> iterator() {
    if (file == null) {
      return waiting.iterator();
    }
    if (!waiting.isEmpty()) {
      spill();
    }
    return new Reading(size);
  }

  private final class Reading implements Iterator<byte[]> {
    private DataInputStream in;
    private long left;

    Reading(long left) {
      this.left = left;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public byte[] next() {
      if (left == 0) {
        throw new NoSuchElementException();
      }
      try {
        if (in == null) {
          in =
              new DataInputStream(
                  new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
        }
        byte[] item = new byte[in.readInt()];
        in.readFully(item);
        if (--left == 0) {
          in.close();
        }
        return item;
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  private static TuskException failed(IOException e) {
    return new TuskException(
        ErrorCode.HOST,
        "a list cannot be kept in "
            + TemporaryDirectory.path()
            + ": "
            + TemporaryDirectory.reason(e)
            + "; make room there, or set TMPDIR to a directory that has some",
        e);
  }

  /** Removes what waits on the disk. */
  @Override
  public void close() {
    waiting.clear();
    if (file == null) {
      return;
    }
    try {
      Files.deleteIfExists(file);
      if (out != null) {
        out.close();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
