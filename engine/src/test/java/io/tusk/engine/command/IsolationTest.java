/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import org.junit.jupiter.api.Test;

class IsolationTest {
  @Test
  void valuesOfTheOption() {
    for (Isolation isolation : Isolation.values()) {
      assertThat(Isolation.parse(isolation.optionValue())).isEqualTo(isolation);
    }
    assertThat(Isolation.parse("bubblewrap")).isEqualTo(Isolation.BUBBLEWRAP);
    assertThatThrownBy(() -> Isolation.parse("Bubblewrap"))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessage(
            "--isolation has the unknown value \"Bubblewrap\"; use auto, bubblewrap, unshare or none");
  }

  @Test
  void autoIsTheBestThatWorks() {
    IsolationSupport support = IsolationProbe.detect();
    Isolation expected =
        support
            .effective(Isolation.BUBBLEWRAP)
            .or(() -> support.effective(Isolation.UNSHARE))
            .orElse(Isolation.NONE);
    assertThat(support.effective(Isolation.AUTO)).contains(expected);
    assertThat(support.effective(Isolation.NONE)).contains(Isolation.NONE);
    for (Isolation isolation : new Isolation[] {Isolation.BUBBLEWRAP, Isolation.UNSHARE}) {
      assertThat(support.effective(isolation).isPresent())
          .isNotEqualTo(support.whyNot(isolation).isPresent());
    }
    assertThat(IsolationProbe.detect()).isSameAs(support);
  }
}
