/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import io.tusk.objects.ObjectStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Blocks from memory, from disk, or from the object store; of the latter a block is asked for once,
 * whoever waits for it. Safe for many threads.
 */
final class Blocks {
  private final ObjectStore store;
  private final BlockDirectory disk;
  private final Sizes sizes;
  private final Executor threads;
  private final ReadAhead readAhead;

  /** These two only together, under this object's monitor. */
  private final BlockMemory memory;

  private final Map<BlockId, Fetch> underWay = new HashMap<>();

  /** {@code threads}: make requests beside each other; may refuse them. */
  Blocks(ObjectStore store, BlockDirectory disk, Sizes sizes, Executor threads) {
    this.store = store;
    this.disk = disk;
    this.sizes = sizes;
    this.threads = threads;
    this.readAhead = new ReadAhead(sizes);
    this.memory = new BlockMemory(sizes);
  }

  /**
   * The blocks from {@code first} to {@code last}, fewer and shorter ones where the object ends;
   * nothing where there is no such object. They are shared, not copies.
   */
  Optional<List<byte[]>> read(String key, int first, int last) {
    byte[][] blocks = new byte[last - first + 1][];
    Fetch[] others = new Fetch[blocks.length];
    int count = find(key, first, blocks, others);
    List<Fetch> own = ask(key, first, blocks, others, count);
    for (int i = 1; i < own.size(); i++) {
      submit(own.get(i));
    }
    for (int i = 0; i < count; i++) {
      if (blocks[i] == null) {
        Optional<byte[]> block = await(new BlockId(key, first + i), others[i], own);
        if (block.isEmpty()) {
          return Optional.empty();
        }
        blocks[i] = block.get();
      }
      if (blocks[i].length < sizes.block()) {
        count = i + 1;
        readAhead.endsAfter(key, first + count);
      }
    }
    readAhead.after(key, first, first + count - 1).ifPresent(span -> prefetch(key, span));
    return Optional.of(Arrays.asList(blocks).subList(0, count));
  }

  /** Finds what is here or on its way; returns how many blocks there can be. */
  private int find(String key, int first, byte[][] blocks, Fetch[] others) {
    for (int i = 0; i < blocks.length; i++) {
      BlockId id = new BlockId(key, first + i);
      synchronized (this) {
        blocks[i] = memory.use(id);
        others[i] = blocks[i] == null ? underWay.get(id) : null;
      }
      if (blocks[i] == null && others[i] == null) {
        blocks[i] = load(id);
      }
      if (blocks[i] != null && blocks[i].length < sizes.block()) {
        return i + 1;
      }
    }
    return blocks.length;
  }

  private byte[] load(BlockId id) {
    byte[] block = disk.read(id).orElse(null);
    if (block != null) {
      synchronized (this) {
        memory.put(id, block);
      }
    }
    return block;
  }

  /** Prepares requests for what is nowhere yet. */
  private synchronized List<Fetch> ask(
      String key, int first, byte[][] blocks, Fetch[] others, int count) {
    List<Fetch> own = new ArrayList<>();
    boolean bulk = count >= sizes.blocksOf(sizes.bulk());
    Fetch.Keeping keeping = bulk ? Fetch.Keeping.MEMORY : Fetch.Keeping.DISK;
    int from = 0;
    for (int i = 0; i <= count; i++) {
      boolean missing = false;
      if (i < count && blocks[i] == null && others[i] == null) {
        // It may have come since it was looked for.
        BlockId id = new BlockId(key, first + i);
        blocks[i] = memory.use(id);
        others[i] = blocks[i] == null ? underWay.get(id) : null;
        missing = blocks[i] == null && others[i] == null;
      }
      if (!missing) {
        own.addAll(requests(key, first + from, i - from, keeping));
        from = i + 1;
      }
    }
    return own;
  }

  /** Requests for consecutive blocks, about equally large, and known to be under way. */
  private List<Fetch> requests(String key, int first, int count, Fetch.Keeping keeping) {
    List<Fetch> made = new ArrayList<>();
    int most = sizes.blocksOf(sizes.request());
    int parts = (count + most - 1) / most;
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) count * part / parts);
      int to = (int) ((long) count * (part + 1) / parts);
      Fetch fetch = new Fetch(key, first + from, to - from, keeping, this::request);
      for (int i = 0; i < fetch.count(); i++) {
        underWay.put(fetch.id(i), fetch);
      }
      made.add(fetch);
    }
    return made;
  }

  private Optional<List<byte[]>> request(Fetch fetch) {
    Optional<List<byte[]>> blocks = Optional.empty();
    try {
      long offset = (long) fetch.first() * sizes.block();
      blocks =
          store.read(fetch.key(), offset, fetch.count() * sizes.block()).map(bytes -> cut(bytes));
      return blocks;
    } finally {
      blocks
          .filter(there -> there.size() < fetch.count())
          .ifPresent(there -> readAhead.endsAfter(fetch.key(), fetch.first() + there.size()));
      List<byte[]> landed = blocks.orElse(List.of());
      land(fetch, landed);
      if (fetch.keeping() == Fetch.Keeping.DISK) {
        for (int i = 0; i < landed.size(); i++) {
          disk.write(fetch.id(i), landed.get(i));
        }
      }
    }
  }

  private synchronized void land(Fetch fetch, List<byte[]> blocks) {
    for (int i = 0; i < fetch.count(); i++) {
      if (i < blocks.size()) {
        memory.put(fetch.id(i), blocks.get(i));
      } else {
        memory.drop(fetch.id(i));
      }
      underWay.remove(fetch.id(i), fetch);
    }
  }

  private List<byte[]> cut(byte[] bytes) {
    List<byte[]> blocks = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += sizes.block()) {
      blocks.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + sizes.block())));
    }
    return blocks;
  }

  private Optional<byte[]> await(BlockId id, Fetch other, List<Fetch> own) {
    if (other == null) {
      for (Fetch fetch : own) {
        if (id.index() < fetch.first() + fetch.count()) {
          return awaitOwn(id, fetch);
        }
      }
      throw new IllegalStateException("block " + id + " was not asked for");
    }
    try {
      return awaitOwn(id, other);
    } catch (RuntimeException e) {
      // What failed for another, or ahead of time, may not fail for who needs it.
      return store.read(id.key(), (long) id.index() * sizes.block(), sizes.block());
    }
  }

  private Optional<byte[]> awaitOwn(BlockId id, Fetch fetch) {
    Optional<byte[]> block = fetch.await(id.index());
    synchronized (this) {
      memory.use(id);
    }
    return block;
  }

  /** Asks for the blocks that are not here, where there is room for them. */
  void prefetch(String key, ReadAhead.Span span) {
    BitSet wanted = new BitSet();
    synchronized (this) {
      for (int i = span.from(); i < span.to(); i++) {
        wanted.set(i, isNowhere(new BlockId(key, i)));
      }
    }
    wanted.stream()
        .filter(i -> disk.holds(new BlockId(key, i)))
        .boxed()
        .toList()
        .forEach(wanted::clear);
    if (!wanted.isEmpty()) {
      boolean bulk = span.to() - span.from() >= sizes.blocksOf(sizes.bulk());
      Fetch.Keeping keeping = bulk ? Fetch.Keeping.MEMORY : Fetch.Keeping.DISK;
      askAhead(key, wanted, keeping).forEach(this::submit);
    }
  }

  private boolean isNowhere(BlockId id) {
    return !memory.holds(id) && !underWay.containsKey(id);
  }

  private synchronized List<Fetch> askAhead(String key, BitSet wanted, Fetch.Keeping keeping) {
    List<Fetch> fetches = new ArrayList<>();
    int from = wanted.nextSetBit(0);
    for (int i = from; i <= wanted.length(); i++) {
      BlockId id = new BlockId(key, i);
      if (!wanted.get(i) || !isNowhere(id) || !memory.await(id)) {
        fetches.addAll(requests(key, from, i - from, keeping));
        from = i + 1;
      }
    }
    return fetches;
  }

  /** A request that no thread takes is made by who needs it. */
  private void submit(Fetch fetch) {
    try {
      threads.execute(fetch);
    } catch (RejectedExecutionException e) {
      land(fetch, List.of());
    }
  }

  /** Keeps what was just written. */
  synchronized void keep(BlockId id, byte[] block) {
    memory.put(id, block);
  }

  /** Forgets the blocks in memory and on disk. */
  void forget(String key, int first, int last) {
    for (int i = first; i <= last; i++) {
      BlockId id = new BlockId(key, i);
      synchronized (this) {
        memory.drop(id);
      }
      disk.drop(id);
    }
  }
}
