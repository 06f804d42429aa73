/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.ObjectStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Gathers pieces into packs and uploads the packs. What it wrote can be referred to at once, and
 * read through a {@link PieceReader} at once, but it is durable only when {@link #flush} returned.
 * Safe for use by many threads. Equal pieces of one write are stored once, as far as it remembers:
 * the last {@value #REMEMBERED}.
 */
public final class PackWriter implements AutoCloseable {
  /** Bytes at which a pack is sealed. */
  public static final int TARGET_BYTES = 32 << 20;

  private static final int MAX_PIECE_BYTES =
      PackFormat.MAX_PACK_BYTES - PackFormat.HEADER_BYTES - PackFormat.endBytes(1);
  private static final int REMEMBERED = 1 << 18;

  private final int targetBytes;
  private final PackUploads uploads;
  private final PackBuffer.Slabs slabs = new PackBuffer.Slabs();
  private final Map<Hash, Ref> remembered =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Ref> eldest) {
          return size() > REMEMBERED;
        }
      };
  private final Map<Hash, Pack> inFlight = new ConcurrentHashMap<>();

  private Pack pack;
  private PackBuffer buffer;
  private int used;
  private List<PackPiece> rows;

  /** What the pack's name covers of each frame, in the order of the rows. */
  private List<Hash> digests;

  private long bytesStored;
  private boolean closed;

  public PackWriter(ObjectStore store) {
    this(store, TARGET_BYTES);
  }

  /** Seals a pack once it takes {@code targetBytes}, at most {@link #TARGET_BYTES}. */
  public PackWriter(ObjectStore store, int targetBytes) {
    if (targetBytes < 1 || targetBytes > TARGET_BYTES) {
      throw new IllegalArgumentException("packs of " + targetBytes + " bytes");
    }
    this.uploads = new PackUploads(store);
    this.targetBytes = targetBytes;
  }

  /** Stores a chunk. The array may be reused afterwards. */
  public Ref writeChunk(byte[] bytes, int offset, int length) {
    return writeChunk(bytes, offset, length, hash -> Optional.empty());
  }

  /**
   * As {@link #writeChunk(byte[], int, int)}, unless {@code stored} knows a chunk of that hash in
   * the object store: then that one is referred to and nothing is written.
   */
  public Ref writeChunk(
      byte[] bytes, int offset, int length, Function<Hash, Optional<Ref>> stored) {
    requireFits(length);
    Hash hash = Hash.of(bytes, offset, length);
    Optional<Ref> there = stored.apply(hash);
    if (there.isPresent()) {
      return there.get();
    }
    synchronized (this) {
      Ref known = remembered.get(hash);
      if (known != null && known.kind() == PieceKind.CHUNK) {
        return known;
      }
      openPackFor(length);
      return append(PieceKind.CHUNK, hash, hash, bytes, offset, length);
    }
  }

  /**
   * Stores a node; {@code hash} is the hash of its hashed part. What it refers to was written by
   * this object, or is in the object store.
   */
  public synchronized Ref writeNode(Hash hash, NodePiece node) {
    Ref known = remembered.get(hash);
    if (known != null && known.kind() == PieceKind.NODE) {
      return known;
    }
    requireFits(node.mostBytes());
    openPackFor(node.mostBytes());
    requireStored(node);
    byte[] frame = node.encode(pack);
    return append(PieceKind.NODE, hash, Hash.of(frame), frame, 0, frame.length);
  }

  private static void requireFits(long length) {
    if (length > MAX_PIECE_BYTES) {
      throw new IllegalArgumentException(
          "a piece of " + length + " bytes; at most " + MAX_PIECE_BYTES + " fit a pack");
    }
  }

  private void requireStored(NodePiece node) {
    Pack last = pack;
    for (Location location : node.locations()) {
      if (location.pack() != last) {
        last = location.pack();
        if (!last.isDurable() && !last.isOf(inFlight)) {
          throw new IllegalStateException(
              "a node refers to " + last + ", which another write has not flushed");
        }
      }
    }
  }

  /** What this write stored under that hash, if it remembers it. */
  public synchronized Optional<Ref> written(PieceKind kind, Hash hash) {
    return Optional.ofNullable(remembered.get(hash)).filter(ref -> ref.kind() == kind);
  }

  /** Bytes of packs so far, the open one included. */
  public synchronized long bytesStored() {
    return bytesStored + packBytes();
  }

  /**
   * Seals the open pack and waits until all packs are in the object store.
   *
   * @throws TuskException STORAGE when an upload failed
   */
  public void flush() {
    synchronized (this) {
      seal();
    }
    uploads.await();
  }

  /**
   * Gives up what is not flushed; packs that are uploaded already stay, unreferenced. Uploads under
   * way go on, unwaited for.
   */
  @Override
  public synchronized void close() {
    closed = true;
    if (pack != null) {
      pack.fail(new TuskException(ErrorCode.INTERNAL, "the write of a pack was given up"));
      letGo();
    }
    remembered.clear();
    slabs.clear();
    uploads.stop();
  }

  private Ref append(PieceKind kind, Hash hash, Hash digest, byte[] bytes, int offset, int length) {
    buffer.append(bytes, offset, length);
    Ref ref = new Ref(kind, hash, new Location(pack, used, length));
    rows.add(new PackPiece(hash, kind, used, length));
    digests.add(digest);
    used += length;
    remembered.put(hash, ref);
    if (packBytes() >= targetBytes) {
      seal();
    }
    return ref;
  }

  /** Makes sure that a pack is open and can take {@code length} more bytes. */
  private void openPackFor(long length) {
    if (closed) {
      throw new IllegalStateException("the write was closed");
    }
    uploads.requireNoFailure();
    if (pack != null && packBytes() + length + PackFormat.ENTRY_BYTES > PackFormat.MAX_PACK_BYTES) {
      seal();
    }
    if (pack == null) {
      buffer = new PackBuffer(slabs);
      byte[] header = PackFormat.header();
      buffer.append(header, 0, header.length);
      used = header.length;
      rows = new ArrayList<>();
      digests = new ArrayList<>();
      pack = Pack.open(inFlight, buffer);
    }
  }

  /** The length of the open pack if it were sealed now. */
  private long packBytes() {
    return pack == null ? 0 : (long) used + PackFormat.endBytes(rows.size());
  }

  /** Names the open pack and hands it to the uploads; waits only while those are full. */
  private void seal() {
    if (pack == null) {
      return;
    }
    byte[] end = PackFormat.directoryAndTrailer(rows, used);
    buffer.append(end, 0, end.length);
    bytesStored += used + end.length;
    Pack sealed = pack;
    PackBuffer content = buffer;
    // Named at once, so that nothing that refers to this pack has to wait for its upload.
    sealed.seal(PackFormat.name(digests, end));
    letGo();
    uploads.start(sealed, content);
  }

  private void letGo() {
    pack = null;
    buffer = null;
    used = 0;
    rows = null;
    digests = null;
  }
}
