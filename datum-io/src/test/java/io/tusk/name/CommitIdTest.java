/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.TuskException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommitIdTest {
  @Test
  void newIdsHaveTheForm() {
    CommitId id = CommitId.create(1_700_000_000_000L, new Random(1));
    assertThat(CommitId.looksLikeId(id.value())).isTrue();
    assertThat(id.epochMillis()).isEqualTo(1_700_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "master",
        "0123456789abcdef0123456789abcde",
        "0123456789abcdef0123456789abcdef0",
        "0123456789abcdef0123456789abcdeg",
        "0123456789ABCDEF0123456789ABCDEF",
        "0123456789abcdef-123456789abcdef",
        "/123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcd:f"
      })
  void otherTextIsRefused(String text) {
    assertThat(CommitId.looksLikeId(text)).isFalse();
    assertThatThrownBy(() -> new CommitId(text))
        .isInstanceOf(TuskException.class)
        .hasMessage("commit id \"" + text + "\" is not 32 lower-case hex digits");
  }
}
