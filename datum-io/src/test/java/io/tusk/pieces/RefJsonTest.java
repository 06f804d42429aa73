/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefJsonTest {
  private static final Hash HASH = Hash.of(new byte[] {1});
  private static final Hash PACK = Hash.of(new byte[] {2});
  private static final Ref REF =
      new Ref(PieceKind.NODE, HASH, new Location(Pack.named(PACK), 1L << 40, 77));

  @Test
  void writesAndReadsTheFourFields() {
    ObjectNode json = RefJson.write(REF);
    assertThat(json)
        .hasToString(
            "{\"hash\":\""
                + HASH
                + "\",\"pack\":\""
                + PACK
                + "\",\"offset\":1099511627776,\"length\":77}");
    Ref read = RefJson.read(PieceKind.NODE, json);
    assertThat(read.sameContent(REF)).isTrue();
    assertThat(read.location().pack().name()).isEqualTo(PACK);
    assertThat(read.location().offset()).isEqualTo(1L << 40);
    assertThat(read.location().length()).isEqualTo(77);
  }

  @Test
  void everyFieldIsRequired() {
    for (String field : List.of("hash", "pack")) {
      ObjectNode json = RefJson.write(REF);
      json.remove(field);
      assertThatThrownBy(() -> RefJson.read(PieceKind.NODE, json))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a hash has 64 hex digits: ");
    }
    for (String field : List.of("offset", "length")) {
      ObjectNode json = RefJson.write(REF);
      json.put(field, 1.5);
      assertThatThrownBy(() -> RefJson.read(PieceKind.NODE, json))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a reference has an offset and a length: " + json);
      json.remove(field);
      assertThatThrownBy(() -> RefJson.read(PieceKind.NODE, json))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a reference has an offset and a length: " + json);
    }
  }
}
