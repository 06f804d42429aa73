/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.index;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.NodePiece;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/** A node of an index, kept as it is stored; {@code docs/format.md}, section 11. */
final class IndexNode {
  /** Children of a node, one for each hex digit. */
  static final int FAN_OUT = 16;

  /** Entries of a node without children. */
  static final int MOST_ENTRIES = 170;

  /** Entries that wait in a node with children. */
  static final int MOST_PENDING = 48;

  static final IndexNode EMPTY = of(0, List.of(), new Ref[FAN_OUT]);

  private static final int TAG = 0x49;

  /** Bytes of memory for each location, with what refers to it. */
  private static final int LOCATION_BYTES = 40;

  private final byte[] hashed;
  private final List<Location> locations;

  /** Where the entries' hashes begin. */
  private final int from;

  private final int size;
  private final int present;

  private IndexNode(byte[] hashed, List<Location> locations, int from, int size, int present) {
    this.hashed = hashed;
    this.locations = locations;
    this.from = from;
    this.size = size;
    this.present = present;
  }

  /**
   * @param entries ascending, each once
   * @param children by hex digit; null where there is none
   */
  static IndexNode of(int depth, List<Ref> entries, Ref[] children) {
    int present = 0;
    for (int digit = 0; digit < FAN_OUT; digit++) {
      present |= children[digit] == null ? 0 : 1 << digit;
    }
    Varints.Output out =
        new Varints.Output(8 + Hash.BYTES * (entries.size() + Integer.bitCount(present)));
    out.u8(TAG).u8(depth).u8(present >>> 8).u8(present).varint(entries.size());
    int from = out.size();
    List<Location> locations = new ArrayList<>(entries.size() + FAN_OUT);
    for (Ref entry : entries) {
      out.hash(entry.hash());
      locations.add(entry.location());
    }
    for (Ref child : children) {
      if (child != null) {
        out.hash(child.hash());
        locations.add(child.location());
      }
    }
    return new IndexNode(out.toByteArray(), List.copyOf(locations), from, entries.size(), present);
  }

  /** The node that {@code piece} is; CORRUPT unless it is one of that depth. */
  static IndexNode decode(NodePiece piece, int depth) {
    Varints.Input in = new Varints.Input(piece.hashed());
    if (in.u8() != TAG || in.u8() != depth) {
      throw in.malformed("not a node of an index at depth " + depth);
    }
    int present = in.u8() << 8 | in.u8();
    int size = in.count(MOST_ENTRIES);
    int hashes = size + Integer.bitCount(present);
    if (in.remaining() != hashes * Hash.BYTES || piece.locations().size() != hashes) {
      throw in.malformed(
          size
              + " entries of an index in "
              + in.remaining()
              + " bytes, with "
              + piece.locations().size()
              + " locations");
    }
    IndexNode node = new IndexNode(piece.hashed(), piece.locations(), in.position(), size, present);
    for (int i = 1; i < size; i++) {
      if (node.hash(i - 1).compareTo(node.hash(i)) >= 0) {
        throw new TuskException(ErrorCode.CORRUPT, "entry " + i + " of an index is out of order");
      }
    }
    return node;
  }

  NodePiece piece() {
    return new NodePiece(hashed, locations);
  }

  boolean isLeaf() {
    return present == 0;
  }

  /** The chunks that it lists itself, ascending. */
  List<Ref> entries() {
    return new AbstractList<>() {
      @Override
      public Ref get(int i) {
        return new Ref(PieceKind.CHUNK, hash(i), locations.get(i));
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  /** The chunk of that hash among its own entries, or null. */
  Ref find(Hash chunk) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = hash(middle).compareTo(chunk);
      if (order == 0) {
        return new Ref(PieceKind.CHUNK, chunk, locations.get(middle));
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /** The child for that hex digit, or null. */
  Ref child(int digit) {
    if ((present & 1 << digit) == 0) {
      return null;
    }
    int at = size + Integer.bitCount(present & ((1 << digit) - 1));
    return new Ref(PieceKind.NODE, hash(at), locations.get(at));
  }

  /** By hex digit; null where there is none. */
  Ref[] children() {
    Ref[] children = new Ref[FAN_OUT];
    for (int digit = 0; digit < FAN_OUT; digit++) {
      children[digit] = child(digit);
    }
    return children;
  }

  /** The bytes of memory that it takes, about. */
  long bytes() {
    return hashed.length + (long) LOCATION_BYTES * locations.size();
  }

  private Hash hash(int i) {
    return Hash.fromBytes(hashed, from + i * Hash.BYTES);
  }
}
