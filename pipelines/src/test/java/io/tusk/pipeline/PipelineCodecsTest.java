/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.datum.DatumStats;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PipelineCodecsTest {
  private static final int ROUNDS = 300;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  private String text() {
    String[] texts = {"", "x", "two\nlines", "\u00e9 \ud83d\ude00 \"quoted\" \\", "a/b:c@d"};
    return texts[random.nextInt(texts.length)];
  }

  private long number() {
    return random.nextLong() >>> (1 + random.nextInt(62));
  }

  private Instant time() {
    return Instant.ofEpochMilli(random.nextLong() >>> 22);
  }

  private <T> Optional<T> maybe(T value) {
    return random.nextBoolean() ? Optional.of(value) : Optional.empty();
  }

  @Test
  void jobsComeBackAsTheyWere() {
    JobId id = new JobId(new PipelineName(ProjectName.DEFAULT, "p"), new CommitId("a".repeat(32)));
    JobState[] states = JobState.values();
    for (int i = 0; i < ROUNDS; i++) {
      Job job =
          new Job(
              id,
              states[random.nextInt(states.length)],
              number(),
              text(),
              number(),
              maybe(new JobOwner(text(), text(), number(), number(), text())),
              time(),
              maybe(time()),
              maybe(time()),
              new JobCounts(number(), number(), number(), number(), number()),
              new DatumStats(
                  Duration.ofMillis(number() >>> 8),
                  Duration.ofMillis(number() >>> 8),
                  Duration.ofMillis(number() >>> 8),
                  number(),
                  number()),
              Optional.empty(),
              random.nextBoolean()
                  ? List.of()
                  : List.of(
                      new DatumRestart(number(), List.of(new FilePath("/a b"), FilePath.ROOT))));
      assertThat(JobJson.read(id, JobJson.write(job))).as("seed %d", seed).isEqualTo(job);
    }
  }

  @Test
  void pipelinesComeBackAsTheyWere() {
    PipelineName name = new PipelineName(ProjectName.DEFAULT, "p");
    for (int i = 0; i < ROUNDS; i++) {
      Pipeline pipeline =
          new Pipeline(
              name,
              number(),
              text(),
              new BranchName(name.repo(), "b" + i),
              i % 2 == 0 ? PipelineState.RUNNING : PipelineState.PAUSED,
              time(),
              Optional.empty());
      assertThat(PipelineJson.pipeline(name, PipelineJson.write(pipeline)))
          .as("seed %d", seed)
          .isEqualTo(pipeline);
    }
  }
}
