/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads pieces by reference and believes nothing that does not agree with its hash. What does not
 * is read again, past caches. Bytes that are missing, or altered still, are CORRUPT; the message
 * names the piece and its pack. Safe for many threads.
 */
public final class PieceReader {
  private final ObjectStore store;
  private final AtomicLong nodesRead = new AtomicLong();
  private final AtomicLong chunksRead = new AtomicLong();

  public PieceReader(ObjectStore store) {
    this.store = store;
  }

  public byte[] chunk(Ref ref) {
    byte[] bytes = range(ref, ref.location().length());
    chunksRead.incrementAndGet();
    return isWhole(ref, bytes) && Hash.of(bytes).equals(ref.hash()) ? bytes : chunkAgain(ref);
  }

  private byte[] chunkAgain(Ref ref) {
    byte[] bytes = frameAgain(ref);
    if (!Hash.of(bytes).equals(ref.hash())) {
      throw altered(ref, null);
    }
    return bytes;
  }

  /**
   * Chunks in one read; at least one. Each is {@link NearbyChunks#areNear near} the one before, and
   * their {@link NearbyChunks#span span} is at most that of a pack.
   */
  public NearbyChunks nearby(List<Ref> chunks) {
    Ref first = chunks.get(0);
    long span = NearbyChunks.span(first, chunks.get(chunks.size() - 1));
    if (span > PackFormat.MAX_PACK_BYTES || span < 0) {
      throw altered(first, null);
    }
    byte[] bytes = range(first, (int) span);
    chunksRead.addAndGet(chunks.size());
    return new NearbyChunks(chunks, bytes, this::chunkAgain);
  }

  public NodePiece node(Ref ref) {
    byte[] frame = range(ref, ref.location().length());
    nodesRead.incrementAndGet();
    if (isWhole(ref, frame)) {
      try {
        return decoded(ref, frame);
      } catch (TuskException e) {
        // Read once more below.
      }
    }
    return decoded(ref, frameAgain(ref));
  }

  private NodePiece decoded(Ref ref, byte[] frame) {
    NodePiece piece;
    try {
      piece = NodePiece.decode(frame, ref.location().pack());
    } catch (TuskException e) {
      throw altered(ref, e);
    }
    if (!Hash.of(piece.hashed()).equals(ref.hash())) {
      throw altered(ref, null);
    }
    return piece;
  }

  /** Says that the piece will be read soon; does nothing but for stores that take long. */
  public void prefetch(Ref ref) {
    Location at = ref.location();
    if (at.pack().isDurable()
        && at.offset() >= 0
        && at.length() >= 0
        && at.length() <= PackFormat.MAX_PACK_BYTES) {
      store.prefetch(at.pack().key(), at.offset(), at.length());
    }
  }

  /** How many nodes were read from packs since this reader was made. */
  public long nodesRead() {
    return nodesRead.get();
  }

  /** How many chunks were read from packs since this reader was made. */
  public long chunksRead() {
    return chunksRead.get();
  }

  private static boolean isWhole(Ref ref, byte[] bytes) {
    return bytes.length == ref.location().length();
  }

  /** As the object store has it now. */
  private byte[] frameAgain(Ref ref) {
    Location at = ref.location();
    if (!at.pack().isDurable()) {
      throw altered(ref, null);
    }
    byte[] bytes =
        store
            .reread(at.pack().key(), at.offset(), at.length())
            .orElseThrow(() -> missing(at.pack().key()));
    if (!isWhole(ref, bytes)) {
      throw altered(ref, null);
    }
    return bytes;
  }

  /** The bytes from where {@code first} lies; fewer where the pack ends. */
  private byte[] range(Ref first, int length) {
    Location at = first.location();
    if (at.offset() < 0 || length < 0 || length > PackFormat.MAX_PACK_BYTES) {
      throw altered(first, null);
    }
    Optional<byte[]> buffered;
    try {
      buffered = at.pack().copy(at.offset(), length);
    } catch (IndexOutOfBoundsException e) {
      throw altered(first, e);
    }
    if (buffered.isPresent()) {
      return buffered.get();
    }
    String key = at.pack().key();
    return store.read(key, at.offset(), length).orElseThrow(() -> missing(key));
  }

  private TuskException missing(String key) {
    return new TuskException(
        ErrorCode.CORRUPT,
        "object "
            + key
            + " of store "
            + store.location()
            + " is missing; run"
            + " 'tusk fsck' for the whole damage");
  }

  private TuskException altered(Ref ref, Throwable cause) {
    return new TuskException(
        ErrorCode.CORRUPT,
        ref.kind().word()
            + " "
            + ref.hash()
            + " is altered in "
            + ref.location().pack()
            + " of store "
            + store.location()
            + "; run 'tusk fsck' for the whole damage",
        cause);
  }
}
