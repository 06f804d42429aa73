/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.HostProcesses;
import io.tusk.pipeline.JobOwner;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ProcessIdentityTest {
  private final ProcessIdentity identity = ProcessIdentity.ofThisHost();

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
      long start = HostProcesses.started(process.pid()).orElseThrow();
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
}
