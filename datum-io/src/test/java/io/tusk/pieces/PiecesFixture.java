/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Short ways to write and check pieces. */
final class PiecesFixture {
  private PiecesFixture() {}

  static Ref chunk(PackWriter writer, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return writer.writeChunk(bytes, 0, bytes.length);
  }

  /** A node piece whose hashed part is any text. */
  static Ref node(PackWriter writer, String text, Ref... refs) {
    byte[] hashed = text.getBytes(UTF_8);
    List<Location> locations = Arrays.stream(refs).map(Ref::location).toList();
    return writer.writeNode(Hash.of(hashed), new NodePiece(hashed, locations));
  }

  static String text(PieceReader reader, Ref ref) {
    return new String(
        ref.kind() == PieceKind.CHUNK ? reader.chunk(ref) : reader.node(ref).hashed(), UTF_8);
  }

  /** As another process would see it. */
  static Ref reopened(Ref ref) {
    Location at = ref.location();
    return new Ref(
        ref.kind(),
        ref.hash(),
        new Location(Pack.named(at.pack().name()), at.offset(), at.length()));
  }

  static void assertFails(ErrorCode code, String message, ThrowingCallable call) {
    org.assertj.core.api.Assertions.assertThatThrownBy(call)
        .isInstanceOfSatisfying(TuskException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }
}
