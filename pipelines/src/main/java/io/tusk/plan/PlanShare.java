/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.files.PathRange;
import io.tusk.pieces.Varints;
import java.util.Arrays;

/**
 * A share of what a round of planning reads: whoever has one needs no other.
 *
 * @param number of the leaf or the section
 * @param from the first key
 * @param to the first key behind; empty: to the end
 */
public record PlanShare(Kind kind, int number, byte[] from, byte[] to) {
  /** What the keys are of. */
  enum Kind {
    /** Paths of a leaf. */
    PATHS(1),
    /** Paths of a section of the leaf tree, all of a value or none. */
    VALUES(2),
    /** Datums of the base. */
    BASE(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static Kind of(int code) {
      return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst().orElseThrow();
    }
  }

  static PlanShare ofPaths(int leaf, PathRange range) {
    return new PlanShare(
        Kind.PATHS, leaf, range.from().getBytes(UTF_8), range.to().getBytes(UTF_8));
  }

  PathRange pathRange() {
    return new PathRange(new String(from, UTF_8), new String(to, UTF_8));
  }

  boolean is(Kind wanted, int of) {
    return kind == wanted && number == of;
  }

  /** For {@link #read}. */
  public byte[] write() {
    Varints.Output out = new Varints.Output().u8(kind.code).varint(number);
    return out.varint(from.length).bytes(from).varint(to.length).bytes(to).toByteArray();
  }

  public static PlanShare read(byte[] bytes) {
    Varints.Input in = new Varints.Input(bytes);
    Kind kind = Kind.of(in.u8());
    int number = in.count(Integer.MAX_VALUE);
    byte[] from = in.bytes(in.count(in.remaining()));
    return new PlanShare(kind, number, from, in.bytes(in.count(in.remaining())));
  }
}
