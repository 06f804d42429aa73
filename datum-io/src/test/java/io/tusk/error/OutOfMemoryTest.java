/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said when Java runs out of memory. */
final class OutOfMemoryTest {
  private final OutOfMemoryError full = new OutOfMemoryError("Java heap space");

  private String heap(long bytes) {
    return OutOfMemory.failure("the command", "", full, bytes).getMessage();
  }

  @Test
  void namesTheHeapAndALargerOne() {
    assertThat(heap(64 << 20))
        .isEqualTo(
            "the command ran out of memory: the heap is 64 MiB at most (Java heap space);"
                + " TUSK_JAVA_OPTS=-Xmx128m allows more");
    assertThat(heap((61 << 20) + 1)).contains(" is 62 MiB at most").contains("=-Xmx128m allows");
    assertThat(heap(400 << 20)).contains(" is 400 MiB at most").contains("=-Xmx1g allows");
    assertThat(heap(7L << 30)).contains(" is 7168 MiB at most").contains("=-Xmx16g allows");
  }

  @Test
  void ofAJobItSaysWhatAClusterNeeds() {
    TuskException told = OutOfMemory.inJob("p@1", full);
    assertThat(told.code()).isEqualTo(ErrorCode.HOST);
    assertThat(told)
        .hasCause(full)
        .hasMessageMatching(
            "job p@1 ran out of memory: the heap is \\d+ MiB at most \\(Java heap space\\);"
                + " TUSK_JAVA_OPTS=-Xmx\\d+[mg] allows more; on a cluster its own settings give the"
                + " workers more");
  }

  @Test
  void aLargerHeapStartsNoMoreThreads() {
    OutOfMemoryError e =
        new OutOfMemoryError(
            "unable to create native thread: possibly out of memory or process/resource limits"
                + " reached");
    assertThat(OutOfMemory.inCommand(e))
        .hasMessage(
            "the command cannot start another thread (unable to create native thread: possibly out"
                + " of memory or process/resource limits reached); allow more processes on this"
                + " host");
  }
}
