/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import io.tusk.host.Host;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.ObjectKeys;
import io.tusk.objects.ObjectStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Reads ranges of packs in blocks, which it keeps in memory and on disk, and reads ahead of those
 * who go through a pack. For stores whose requests cost milliseconds.
 *
 * <p>A pack is named by its content, so its bytes are never others; all else passes through. That
 * there is no such pack is never remembered; a pack that was deleted may be read here still. {@link
 * #reread} passes the cache by. Closing it closes the store behind it.
 */
public final class CachingObjectStore extends ForwardingObjectStore {
  private static final Pattern PACK = Pattern.compile("packs/[0-9a-f]{2}/[0-9a-f]{64}");
  private static final int MOST_THREADS = 8;
  private static final long IDLE_SECONDS = 10;

  /** Of a pack that is put: what is kept of it whatever was kept before. */
  private static final int SMALL_PACK = 1 << 20;

  /** What large packs that are put may take of the bound, so that they do not push out the rest. */
  private static final int SHARE_OF_PUTS = 4;

  /** No pack is longer; {@code docs/format.md}, section 3. */
  private static final int MOST_PACK_BYTES = 64 << 20;

  /** What a thread does when it is told to end is short, unless the disk hangs. */
  private static final int MOST_SECONDS_TO_CLOSE = 5;

  private final ObjectStore store;
  private final Sizes sizes;
  private final BlockDirectory disk;
  private final Blocks blocks;
  private final ThreadPoolExecutor threads;
  private final AtomicLong largePuts = new AtomicLong();

  public CachingObjectStore(ObjectStore store, CacheSettings settings, Host host) {
    this(store, settings, host, Sizes.of(Runtime.getRuntime().maxMemory()));
  }

  CachingObjectStore(ObjectStore store, CacheSettings settings, Host host, Sizes sizes) {
    super(store);
    this.store = store;
    this.sizes = sizes;
    this.disk = new BlockDirectory(settings, store.location(), sizes, host);
    this.threads =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            CachingObjectStore::thread);
    threads.allowCoreThreadTimeOut(true);
    this.blocks = new Blocks(store, disk, sizes, threads);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "tusk-read-ahead");
    thread.setDaemon(true);
    return thread;
  }

  private static boolean isPack(String key) {
    return PACK.matcher(key).matches();
  }

  @Override
  public Optional<byte[]> read(String key, long offset, int length) {
    ObjectKeys.requireRange(key, offset, length);
    if (!isPack(key) || length == 0 || offset > MOST_PACK_BYTES - length) {
      return store.read(key, offset, length);
    }
    int first = (int) (offset / sizes.block());
    int last = (int) ((offset + length - 1) / sizes.block());
    return blocks
        .read(key, first, last)
        .map(found -> range(found, (int) (offset - (long) first * sizes.block()), length));
  }

  /** What there is of {@code length} bytes from {@code offset} of the first block on. */
  private static byte[] range(List<byte[]> found, int offset, int length) {
    int there = -offset;
    for (byte[] block : found) {
      there += block.length;
    }
    byte[] range = new byte[Math.max(0, Math.min(length, there))];
    int from = offset;
    int to = 0;
    for (byte[] block : found) {
      int count = Math.min(block.length - from, range.length - to);
      if (count > 0) {
        System.arraycopy(block, from, range, to, count);
        to += count;
      }
      from = 0;
    }
    return range;
  }

  @Override
  public void prefetch(String key, long offset, int length) {
    if (isPack(key) && length > 0 && offset <= MOST_PACK_BYTES - length) {
      int first = (int) (offset / sizes.block());
      int last = (int) ((offset + length - 1) / sizes.block());
      blocks.prefetch(key, new ReadAhead.Span(first, last + 1));
    }
  }

  @Override
  public Optional<byte[]> reread(String key, long offset, int length) {
    if (isPack(key) && length > 0 && offset < MOST_PACK_BYTES) {
      long last = Math.min(MOST_PACK_BYTES, offset + length) - 1;
      blocks.forget(key, (int) (offset / sizes.block()), (int) (last / sizes.block()));
    }
    return store.reread(key, offset, length);
  }

  @Override
  public void put(String key, byte[] content) {
    store.put(key, content);
    keep(key, List.of(ByteBuffer.wrap(content)));
  }

  @Override
  public void put(String key, List<ByteBuffer> parts) {
    store.put(key, parts);
    keep(key, parts);
  }

  private void keep(String key, List<ByteBuffer> parts) {
    long length = parts.stream().mapToLong(ByteBuffer::remaining).sum();
    if (!isPack(key) || length > MOST_PACK_BYTES) {
      return;
    }
    boolean small = length <= SMALL_PACK;
    if (!small && largePuts.addAndGet(length) > disk.bound() / SHARE_OF_PUTS) {
      return;
    }
    Parts from = new Parts(parts);
    for (int index = 0; (long) index * sizes.block() < length; index++) {
      BlockId id = new BlockId(key, index);
      byte[] block = from.next(sizes.block());
      if (small) {
        blocks.keep(id, block);
      }
      disk.write(id, block);
    }
  }

  /** Also gives up what is being read ahead, so that nothing is written to the disk later. */
  @Override
  public void close() {
    threads.shutdownNow();
    store.close();
    try {
      threads.awaitTermination(MOST_SECONDS_TO_CLOSE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
