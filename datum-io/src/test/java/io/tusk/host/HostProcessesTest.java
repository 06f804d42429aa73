/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HostProcessesTest {
  private static final String AFTER_STATE =
      " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20 21 22";

  @Test
  void theStartIsFoundWhateverTheCommandIsCalled() {
    assertThat(HostProcesses.startTicks("12 (java) S" + AFTER_STATE)).hasValue(4711L);
    assertThat(HostProcesses.startTicks("12 (a) S 1 (b) R" + AFTER_STATE)).hasValue(4711L);
  }

  @Test
  void aProcessThatIsDeadAndNotReapedIsGone() {
    assertThat(HostProcesses.startTicks("12 (java) Z" + AFTER_STATE)).isEmpty();
    assertThat(HostProcesses.startTicks("12 (java) X" + AFTER_STATE)).isEmpty();
    assertThat(HostProcesses.startTicks("")).isEmpty();
  }
}
