/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Varints;

/**
 * What two jobs must have in common for the second one to follow the differences of its inputs: how
 * the inputs are combined, their globs, templates and where they start from, and the salt.
 */
public final class Shape {
  private static final byte[] VERSION = "tusk-shape-1".getBytes(UTF_8);

  private Shape() {}

  public static Hash of(InputTree inputs, String salt) {
    Varints.Output out = new Varints.Output();
    out.bytes(VERSION);
    write(inputs, out);
    text(out, salt);
    return Hash.of(out.toByteArray());
  }

  private static void write(InputTree tree, Varints.Output out) {
    if (tree instanceof InputTree.Leaf leaf) {
      write(leaf.input(), out);
      return;
    }
    InputTree.Combination combination = (InputTree.Combination) tree;
    out.u8(letter(combination)).varint(combination.children().size());
    combination.children().forEach(child -> write(child, out));
  }

  private static char letter(InputTree.Combination combination) {
    if (combination instanceof InputTree.Union) {
      return 'u';
    }
    if (combination instanceof InputTree.Cross) {
      return 'c';
    }
    return combination instanceof InputTree.Join ? 'j' : 'g';
  }

  private static void write(DatumInput input, Varints.Output out) {
    out.u8('l');
    text(out, input.name());
    text(out, input.branch().repo().project().value());
    text(out, input.branch().repo().name());
    text(out, input.branch().name());
    text(out, input.glob().toString());
    text(out, input.joinOn());
    text(out, input.groupBy());
    out.u8(input.match() == DatumInput.Match.OUTER ? 1 : 0);
    out.u8(input.hashed() == DatumInput.Hashed.PATH ? 1 : 0);
    out.u8(input.from().isPresent() ? 1 : 0);
    input.from().ifPresent(from -> out.hash(from.files().hash()).varint(from.version()));
  }

  private static void text(Varints.Output out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.varint(bytes.length).bytes(bytes);
  }
}
