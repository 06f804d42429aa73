/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/** Trees of sequences with nodes so small that a few chunks need many. */
abstract class SequenceFixture {
  static final TreeParameters TINY = new TreeParameters(150, 200, 400, 300, 100);

  final ObjectStore store = TestStores.create();
  final Trees trees = new Trees(new PieceReader(store), TINY);
  final PackWriter out = new PackWriter(store);

  @AfterEach
  void close() {
    out.close();
  }

  Ref chunk(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return out.writeChunk(bytes, 0, bytes.length);
  }

  /** Chunks of 1 to 40 bytes, some of which are equal. */
  List<Ref> chunks(Random random, int count) {
    List<Ref> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chunks.add(chunk(random.nextInt(4 * count) + "x".repeat(random.nextInt(35))));
    }
    return chunks;
  }

  Tree build(Trees with, List<Ref> chunks) {
    SequenceBuilder builder = with.sequence(out, hash -> Optional.empty());
    chunks.forEach(builder::append);
    assertThat(builder.bytes()).isEqualTo(length(chunks));
    return builder.finish();
  }

  static long length(List<Ref> chunks) {
    return chunks.stream().mapToLong(chunk -> chunk.location().length()).sum();
  }

  static void assertCorrupt(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessage(message);
  }
}
