/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.planning;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.RefJson;
import io.tusk.pieces.Varints;
import io.tusk.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What the steps that make a plan tell each other.
 *
 * @param leaves the leaf tree of the rounds so far
 * @param body what the step is about
 */
record PlanMessage(Tree leaves, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] NOTHING = {};

  static PlanMessage of(Tree leaves) {
    return new PlanMessage(leaves, NOTHING);
  }

  PlanMessage with(byte[] newBody) {
    return new PlanMessage(leaves, newBody);
  }

  byte[] write() {
    Varints.Output out = new Varints.Output();
    writeTree(out, leaves);
    return out.bytes(body).toByteArray();
  }

  static PlanMessage read(byte[] bytes) {
    Varints.Input in = new Varints.Input(bytes);
    Tree leaves = readTree(in);
    return new PlanMessage(leaves, in.bytes(in.remaining()));
  }

  static void writeTree(Varints.Output out, Tree tree) {
    byte[] root =
        tree.root().map(ref -> RefJson.write(ref).toString().getBytes(UTF_8)).orElse(NOTHING);
    out.varint(root.length).bytes(root);
  }

  static Tree readTree(Varints.Input in) {
    byte[] root = in.bytes(in.count(in.remaining()));
    try {
      return root.length == 0
          ? Tree.EMPTY
          : Tree.stored(RefJson.read(PieceKind.NODE, JSON.readTree(root)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
