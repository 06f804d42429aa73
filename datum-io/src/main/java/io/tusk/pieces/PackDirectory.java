/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.ObjectStore;
import java.util.Arrays;
import java.util.Optional;

/** What a pack says that it holds; kept as it is stored, 45 bytes a piece. */
public final class PackDirectory {
  private static final int OFFSET_AT = Hash.BYTES + 1;
  private static final int LENGTH_AT = OFFSET_AT + Long.BYTES;

  private final byte[] rows;

  private PackDirectory(byte[] rows) {
    this.rows = rows;
  }

  /**
   * The directory of the pack of that name, in two small reads; nothing where there is no such
   * pack.
   *
   * @throws TuskException CORRUPT where it does not end in a directory
   */
  public static Optional<PackDirectory> read(ObjectStore store, Hash pack) {
    String key = Pack.key(pack);
    Optional<Long> size = store.size(key);
    if (size.isEmpty()) {
      return Optional.empty();
    }
    long end = size.get() - PackFormat.TRAILER_BYTES;
    if (end < PackFormat.HEADER_BYTES) {
      throw malformed(key);
    }
    Optional<byte[]> trailer = store.read(key, end, PackFormat.TRAILER_BYTES);
    if (trailer.isEmpty() || trailer.get().length != PackFormat.TRAILER_BYTES) {
      throw malformed(key);
    }
    Varints.Input in = new Varints.Input(trailer.get());
    int count = in.u32();
    long offset = in.u64();
    if (offset < PackFormat.HEADER_BYTES || offset + (long) count * PackFormat.ENTRY_BYTES != end) {
      throw malformed(key);
    }
    byte[] rows = store.read(key, offset, (int) (end - offset)).orElse(new byte[0]);
    if (rows.length != end - offset) {
      throw malformed(key);
    }
    return Optional.of(new PackDirectory(rows));
  }

  /** Whether the piece lies in this pack, and where the reference says. */
  public boolean holds(Ref ref) {
    byte[] hash = ref.hash().toBytes();
    int low = 0;
    int high = rows.length / PackFormat.ENTRY_BYTES;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = compare(middle, hash);
      if (order == 0 && Long.compare(offset(middle), ref.location().offset()) == 0) {
        return kind(middle) == ref.kind().code() && length(middle) == ref.location().length();
      }
      if (order < 0 || (order == 0 && offset(middle) < ref.location().offset())) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return false;
  }

  /** Bytes in memory. */
  public long bytes() {
    return rows.length;
  }

  private int compare(int row, byte[] hash) {
    int at = row * PackFormat.ENTRY_BYTES;
    return Arrays.compareUnsigned(rows, at, at + Hash.BYTES, hash, 0, Hash.BYTES);
  }

  private int kind(int row) {
    return rows[row * PackFormat.ENTRY_BYTES + Hash.BYTES];
  }

  private long offset(int row) {
    return input(row, OFFSET_AT, Long.BYTES).u64();
  }

  private int length(int row) {
    return input(row, LENGTH_AT, Integer.BYTES).u32();
  }

  private Varints.Input input(int row, int at, int length) {
    int from = row * PackFormat.ENTRY_BYTES + at;
    return new Varints.Input(rows, from, from + length);
  }

  private static TuskException malformed(String key) {
    return new TuskException(ErrorCode.CORRUPT, "object " + key + " is a pack without a directory");
  }
}
