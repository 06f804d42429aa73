/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A node as it is stored: the bytes that its hash covers, and beside them where each piece that it
 * refers to lies, in the order of its references. {@code docs/format.md}, sections 3 and 4.
 */
public record NodePiece(byte[] hashed, List<Location> locations) {
  private static final int OVERHEAD = 8;
  private static final int MOST_VARINT = 9;
  private static final int MOST_PER_LOCATION = Hash.BYTES + 3 * MOST_VARINT;

  /** The frame, in pack {@code self}, which is being filled. */
  byte[] encode(Pack self) {
    int[] indexes = new int[locations.size()];
    Map<Hash, Integer> others = new LinkedHashMap<>();
    Pack last = self;
    int index = 0;
    for (int i = 0; i < indexes.length; i++) {
      Pack pack = locations.get(i).pack();
      if (pack != last) {
        index = pack == self ? 0 : others.computeIfAbsent(pack.name(), any -> others.size() + 1);
        last = pack;
      }
      indexes[i] = index;
    }
    Varints.Output annotation = new Varints.Output(16 + 12 * indexes.length);
    annotation.varint(others.size());
    others.keySet().forEach(annotation::hash);
    for (int i = 0; i < indexes.length; i++) {
      Location location = locations.get(i);
      annotation.varint(indexes[i]).varint(location.offset()).varint(location.length());
    }
    byte[] beside = annotation.toByteArray();
    return new Varints.Output(OVERHEAD + hashed.length + beside.length)
        .u32(hashed.length)
        .bytes(hashed)
        .bytes(beside)
        .u32(crc(beside, 0, beside.length))
        .toByteArray();
  }

  /** At least the length of the frame. */
  long mostBytes() {
    return OVERHEAD + MOST_VARINT + hashed.length + (long) MOST_PER_LOCATION * locations.size();
  }

  static NodePiece decode(byte[] frame, Pack self) {
    if (frame.length < OVERHEAD) {
      throw new TuskException(ErrorCode.CORRUPT, "a node of " + frame.length + " bytes");
    }
    Varints.Input head = new Varints.Input(frame);
    int length = head.u32();
    if (length < 0 || length > frame.length - OVERHEAD) {
      throw head.malformed("a node of " + length + " bytes in a frame of " + frame.length);
    }
    int from = 4 + length;
    int to = frame.length - 4;
    if (crc(frame, from, to - from) != new Varints.Input(frame, to, frame.length).u32()) {
      throw new TuskException(ErrorCode.CORRUPT, "the checksum of a node's locations is wrong");
    }
    Varints.Input in = new Varints.Input(frame, from, to);
    int packs = in.count(in.remaining() / Hash.BYTES);
    List<Pack> table = new ArrayList<>(packs + 1);
    table.add(self);
    for (int i = 0; i < packs; i++) {
      table.add(self.peer(in.hash()));
    }
    List<Location> locations = new ArrayList<>();
    while (!in.atEnd()) {
      Pack pack = table.get(in.count(packs));
      locations.add(new Location(pack, in.varint(), in.count(Integer.MAX_VALUE)));
    }
    return new NodePiece(Arrays.copyOfRange(frame, 4, from), List.copyOf(locations));
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodePiece piece
        && Arrays.equals(hashed, piece.hashed)
        && locations.equals(piece.locations);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(hashed) + locations.hashCode();
  }

  @Override
  public String toString() {
    return "NodePiece[" + hashed.length + " bytes, " + locations.size() + " locations]";
  }
}
