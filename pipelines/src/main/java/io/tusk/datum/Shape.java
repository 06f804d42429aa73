/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Varints;
import java.util.List;

/**
 * What two jobs must have in common for the second one to follow the differences of its inputs: the
 * inputs, their globs, where they start from, and the salt.
 */
public final class Shape {
  private static final byte[] VERSION = "tusk-shape-1".getBytes(UTF_8);

  private Shape() {}

  public static Hash of(List<DatumInput> inputs, String salt) {
    Varints.Output out = new Varints.Output();
    out.bytes(VERSION);
    for (DatumInput input : inputs) {
      text(out, input.name());
      text(out, input.branch().repo().project().value());
      text(out, input.branch().repo().name());
      text(out, input.branch().name());
      text(out, input.glob().toString());
      out.u8(input.from().isPresent() ? 1 : 0);
      input.from().ifPresent(from -> out.hash(from.hash()));
    }
    text(out, salt);
    return Hash.of(out.toByteArray());
  }

  private static void text(Varints.Output out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.varint(bytes.length).bytes(bytes);
  }
}
