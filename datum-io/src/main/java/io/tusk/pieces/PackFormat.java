/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The frame around a pack's pieces; {@code docs/format.md}, section 3. */
final class PackFormat {
  static final int VERSION = 1;
  static final int MAX_PACK_BYTES = 64 << 20;

  private static final byte[] MAGIC = "TUSKPACK".getBytes(US_ASCII);
  private static final byte[] END_MAGIC = "TUSKPEND".getBytes(US_ASCII);
  static final int HEADER_BYTES = MAGIC.length + 4;
  static final int TRAILER_BYTES = 4 + 8 + END_MAGIC.length;
  static final int ENTRY_BYTES = Hash.BYTES + 1 + 8 + 4;

  private static final Comparator<PackPiece> ORDER =
      Comparator.comparing(PackPiece::hash).thenComparingLong(PackPiece::offset);

  /**
   * The order in which pieces lie; those without bytes come before what begins at the same place.
   */
  static final Comparator<PackPiece> BY_OFFSET =
      Comparator.comparingLong(PackPiece::offset).thenComparingInt(PackPiece::length);

  private PackFormat() {}

  static byte[] header() {
    return new Varints.Output().bytes(MAGIC).u32(VERSION).toByteArray();
  }

  /** How many bytes follow the frames of a pack with that many pieces. */
  static int endBytes(int pieces) {
    return pieces * ENTRY_BYTES + TRAILER_BYTES;
  }

  static byte[] directoryAndTrailer(List<PackPiece> rows, long directoryOffset) {
    List<PackPiece> sorted = new ArrayList<>(rows);
    sorted.sort(ORDER);
    Varints.Output out = new Varints.Output(endBytes(rows.size()));
    for (PackPiece row : sorted) {
      out.hash(row.hash()).u8(row.kind().code()).u64(row.offset()).u32(row.length());
    }
    return out.u32(rows.size()).u64(directoryOffset).bytes(END_MAGIC).toByteArray();
  }

  /**
   * The name of a pack.
   *
   * @param digests of its frames, in {@link #BY_OFFSET}: the hash of a chunk, and of a node's whole
   *     frame
   * @param end its directory and trailer
   */
  static Hash name(List<Hash> digests, byte[] end) {
    MessageDigest name = Hash.newDigest();
    name.update(header());
    for (Hash digest : digests) {
      name.update(digest.toBytes());
    }
    return Hash.fromBytes(name.digest(end), 0);
  }

  /** The directory of a whole pack; CORRUPT where its structure is not that of a pack. */
  static List<PackPiece> directory(byte[] pack) {
    Varints.Input whole = new Varints.Input(pack);
    if (pack.length < HEADER_BYTES + TRAILER_BYTES
        || !Arrays.equals(whole.bytes(MAGIC.length), MAGIC)) {
      throw whole.malformed("not a pack");
    }
    int version = whole.u32();
    if (version != VERSION) {
      throw whole.malformed("a pack of version " + version);
    }
    int trailer = pack.length - TRAILER_BYTES;
    Varints.Input end = new Varints.Input(pack, trailer, pack.length);
    int count = end.u32();
    long offset = end.u64();
    if (!Arrays.equals(end.bytes(END_MAGIC.length), END_MAGIC)
        || offset < HEADER_BYTES
        || count < 0
        || offset + (long) count * ENTRY_BYTES != trailer) {
      throw end.malformed("a pack without its directory");
    }
    Varints.Input in = new Varints.Input(pack, (int) offset, trailer);
    List<PackPiece> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Hash hash = in.hash();
      int kind = in.u8();
      if (kind != PieceKind.CHUNK.code() && kind != PieceKind.NODE.code()) {
        throw in.malformed("a piece of kind " + kind);
      }
      rows.add(new PackPiece(hash, PieceKind.of(kind), in.u64(), in.u32()));
    }
    return rows;
  }

  /** Where the pieces of a pack first overlap or leave bytes uncovered, and other disorder. */
  static List<String> disorder(List<PackPiece> directory, int packBytes) {
    List<String> facts = new ArrayList<>();
    for (int i = 1; i < directory.size(); i++) {
      if (ORDER.compare(directory.get(i - 1), directory.get(i)) >= 0) {
        facts.add("its directory is out of order at row " + i);
        break;
      }
    }
    List<PackPiece> byOffset = new ArrayList<>(directory);
    byOffset.sort(BY_OFFSET);
    long end = HEADER_BYTES;
    for (PackPiece piece : byOffset) {
      if (piece.offset() != end) {
        break;
      }
      end += piece.length();
    }
    if (end != packBytes - endBytes(directory.size())) {
      facts.add("its pieces do not adjoin at byte " + end);
    }
    return facts;
  }
}
