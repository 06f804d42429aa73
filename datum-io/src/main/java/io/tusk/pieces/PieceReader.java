/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.ObjectStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads pieces by reference and believes nothing that does not agree with its hash. Missing or
 * altered bytes are CORRUPT; the message names the piece and its pack. Safe for many threads.
 */
public final class PieceReader {
  private final ObjectStore store;
  private final AtomicLong nodesRead = new AtomicLong();
  private final AtomicLong chunksRead = new AtomicLong();

  public PieceReader(ObjectStore store) {
    this.store = store;
  }

  public byte[] chunk(Ref ref) {
    byte[] bytes = frame(ref);
    chunksRead.incrementAndGet();
    if (!Hash.of(bytes).equals(ref.hash())) {
      throw altered(ref, null);
    }
    return bytes;
  }

  public NodePiece node(Ref ref) {
    byte[] frame = frame(ref);
    nodesRead.incrementAndGet();
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

  /** How many nodes were read from packs since this reader was made. */
  public long nodesRead() {
    return nodesRead.get();
  }

  /** How many chunks were read from packs since this reader was made. */
  public long chunksRead() {
    return chunksRead.get();
  }

  private byte[] frame(Ref ref) {
    Location at = ref.location();
    if (at.offset() < 0 || at.length() < 0 || at.length() > PackFormat.MAX_PACK_BYTES) {
      throw altered(ref, null);
    }
    Optional<byte[]> buffered;
    try {
      buffered = at.pack().copy(at.offset(), at.length());
    } catch (IndexOutOfBoundsException e) {
      throw altered(ref, e);
    }
    if (buffered.isPresent()) {
      return buffered.get();
    }
    String key = at.pack().key();
    byte[] bytes =
        store
            .read(key, at.offset(), at.length())
            .orElseThrow(
                () ->
                    new TuskException(
                        ErrorCode.CORRUPT,
                        "object "
                            + key
                            + " of store "
                            + store.location()
                            + " is missing; run"
                            + " 'tusk fsck' for the whole damage"));
    if (bytes.length != at.length()) {
      throw altered(ref, null);
    }
    return bytes;
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
