/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.pipeline.JobOwner;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ProcessIdentityTest {
  private static final String AFTER_STATE =
      " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20 21 22";

  private final ProcessIdentity identity = ProcessIdentity.ofThisHost();

  @Test
  void theStartIsFoundWhateverTheCommandIsCalled() {
    assertThat(ProcessIdentity.startTicks("12 (java) S" + AFTER_STATE)).hasValue(4711L);
    assertThat(ProcessIdentity.startTicks("12 (a) S 1 (b) R" + AFTER_STATE)).hasValue(4711L);
  }

  @Test
  void aProcessThatIsDeadAndNotReapedIsGone() {
    assertThat(ProcessIdentity.startTicks("12 (java) Z" + AFTER_STATE)).isEmpty();
    assertThat(ProcessIdentity.startTicks("12 (java) X" + AFTER_STATE)).isEmpty();
    assertThat(ProcessIdentity.startTicks("")).isEmpty();
  }

  @Test
  void anEngineOfThisProcessLivesUntilItHasEnded() {
    JobOwner owner = identity.owner("nonce-of-this-test");
    assertThat(identity.isOfThisHost(owner)).isTrue();
    assertThat(identity.lives(owner)).isFalse();
    ProcessIdentity.started("nonce-of-this-test");
    assertThat(identity.lives(owner)).isTrue();
    ProcessIdentity.ended("nonce-of-this-test");
    assertThat(identity.lives(owner)).isFalse();
  }

  @Test
  void anotherProcessLivesUntilItEndsAndIsNotOneThatGotItsNumber() throws Exception {
    Process process = sleeper();
    try {
      JobOwner mine = identity.owner("nonce");
      long start = startOf(process);
      JobOwner owner = new JobOwner(mine.host(), mine.boot(), process.pid(), start, "nonce");
      JobOwner before = new JobOwner(mine.host(), mine.boot(), process.pid(), start - 1, "nonce");
      assertThat(identity.lives(owner)).isTrue();
      assertThat(identity.lives(before)).isFalse();
      process.destroyForcibly().waitFor();
      assertThat(identity.lives(owner)).isFalse();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process sleeper() throws IOException {
    return new ProcessBuilder("sleep", "60").start();
  }

  private static long startOf(Process process) throws IOException {
    return ProcessIdentity.startTicks(
            java.nio.file.Files.readString(
                java.nio.file.Path.of("/proc/" + process.pid() + "/stat")))
        .orElseThrow();
  }
}
