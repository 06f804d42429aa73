/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.ProcessProgress;
import io.tusk.host.Host;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pipeline.JobId;
import io.tusk.repo.TuskStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BeatsTest {
  private static final JobId JOB =
      new JobId(
          new PipelineName(ProjectName.DEFAULT, "p"),
          new CommitId("0190f1c2d3e47a5b8c6d7e8f90a1b2c3"));

  /** Else whoever watches a cluster that plans in short steps takes it for dead. */
  @Test
  void aShortPartOfAStepIsSeenByWhatEachTells() {
    try (TuskStore store = TuskStore.create(new MemoryObjectStore(), Host.system())) {
      JobWork work = new JobWork(store, JOB);
      Set<List<ProcessProgress>> seen = new HashSet<>();
      for (int part = 0; part < 5; part++) {
        Instant now = Instant.EPOCH.plus(Duration.ofMillis(300L * part));
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        Beats.duringPart(work, 1, JobWork.Step.PLAN, clock, () -> "done");
        seen.add(work.progress(1));
      }
      assertThat(seen).hasSize(5).allMatch(told -> told.size() == 1);
    }
  }
}
