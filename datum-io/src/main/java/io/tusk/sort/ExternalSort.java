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
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Sorts items by key in bounded memory: what does not fit waits in sorted files on the host's disk.
 * Items of equal keys keep their order. Not safe for several threads.
 */
public final class ExternalSort implements AutoCloseable {
  /** Something under a key; keys are compared as unsigned bytes. */
  public record Item(byte[] key, byte[] value) {
    /** Bytes of memory: the arrays, their headers, the record and its place in a list. */
    long bytes() {
      return key.length + value.length + 72L;
    }
  }

  private static final Comparator<Item> BY_KEY =
      (left, right) -> Arrays.compareUnsigned(left.key(), right.key());
  private static final long DEFAULT_BYTES = 48L << 20;
  private static final int MOST_RUNS = 64;
  private static final int BUFFER_BYTES = 1 << 16;

  private final long maxBytes;
  private List<Item> waiting = new ArrayList<>();
  private final List<Path> runs = new ArrayList<>();
  private final List<Run> open = new ArrayList<>();
  private long waitingBytes;

  public ExternalSort() {
    this(DEFAULT_BYTES);
  }

  /** {@code maxBytes}: how much may wait in memory. */
  ExternalSort(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * @throws TuskException HOST when the host's disk fails or is full
   */
  public void add(byte[] key, byte[] value) {
    Item item = new Item(key, value);
    waiting.add(item);
    waitingBytes += item.bytes();
    if (waitingBytes >= maxBytes) {
      try {
        spill();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  /**
   * All items, ascending, once; nothing may be added afterwards. Memory is held as long as the
   * iterator is, and the disk until its end is reached.
   */
  public Iterator<Item> sorted() {
    List<Item> last = waiting;
    waiting = List.of();
    last.sort(BY_KEY);
    if (runs.isEmpty()) {
      return last.iterator();
    }
    try {
      return merge(last.iterator());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** How many files wait on the disk. */
  int runs() {
    return runs.size();
  }

  private void spill() throws IOException {
    waiting.sort(BY_KEY);
    if (runs.size() < MOST_RUNS) {
      runs.add(write(waiting.iterator()));
    } else {
      // As many files as may be open are one from here on.
      Path merged = write(merge(waiting.iterator()));
      closeRuns();
      runs.add(merged);
    }
    waiting.clear();
    waitingBytes = 0;
  }

  private static Path write(Iterator<Item> items) throws IOException {
    Path file = Files.createTempFile(TemporaryDirectory.own(), TemporaryName.prefix("sort"), null);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
      while (items.hasNext()) {
        Item item = items.next();
        out.writeInt(item.key().length);
        out.write(item.key());
        out.writeInt(item.value().length);
        out.write(item.value());
      }
      out.writeInt(-1);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return file;
  }

  /** The items of all runs and, after those of equal keys, {@code last}. */
  private Iterator<Item> merge(Iterator<Item> last) throws IOException {
    for (Path run : runs) {
      open.add(new Run(run));
    }
    PriorityQueue<Source> sources =
        new PriorityQueue<>(
            Comparator.comparing(Source::next, BY_KEY).thenComparing(Source::number));
    for (int i = 0; i < open.size(); i++) {
      Source.add(sources, open.get(i), i);
    }
    Source.add(sources, last, open.size());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !sources.isEmpty();
      }

      @Override
      public Item next() {
        if (sources.isEmpty()) {
          throw new NoSuchElementException();
        }
        Source first = sources.remove();
        Source.add(sources, first.items(), first.number());
        return first.next();
      }
    };
  }

  /** What is sorted already, and the first of it. */
  private record Source(Item next, Iterator<Item> items, int number) {
    static void add(PriorityQueue<Source> sources, Iterator<Item> items, int number) {
      if (items.hasNext()) {
        sources.add(new Source(items.next(), items, number));
      }
    }
  }

  /** A sorted file, which goes when all of it was read. */
  private static final class Run implements Iterator<Item>, AutoCloseable {
    private final Path file;
    private final DataInputStream in;
    private int nextKey;

    Run(Path file) throws IOException {
      this.file = file;
      this.in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
      this.nextKey = in.readInt();
    }

    @Override
    public boolean hasNext() {
      return nextKey >= 0;
    }

    @Override
    public Item next() {
      if (nextKey < 0) {
        throw new NoSuchElementException();
      }
      try {
        byte[] key = new byte[nextKey];
        in.readFully(key);
        byte[] value = new byte[in.readInt()];
        in.readFully(value);
        nextKey = in.readInt();
        if (nextKey < 0) {
          in.close();
          Files.delete(file);
        }
        return new Item(key, value);
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static TuskException failed(IOException e) {
    return new TuskException(
        ErrorCode.HOST,
        "what is to be sorted cannot be kept in "
            + TemporaryDirectory.path()
            + ": "
            + TemporaryDirectory.reason(e)
            + "; make room there, or set TMPDIR to a directory that has some",
        e);
  }

  /** Removes what waits. */
  @Override
  public void close() {
    waiting = List.of();
    closeRuns();
  }

  private void closeRuns() {
    try {
      for (Run run : open) {
        run.close();
      }
      for (Path run : runs) {
        Files.deleteIfExists(run);
      }
    } catch (IOException e) {
      throw failed(e);
    } finally {
      open.clear();
      runs.clear();
    }
  }
}
