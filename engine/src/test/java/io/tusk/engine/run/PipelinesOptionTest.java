/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.pipeline.JobState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Runs of some pipelines only. */
final class PipelinesOptionTest {
  private static EngineOptions only(String pipeline) {
    return EngineOptions.direct("auto")
        .withPipelines(Set.of(new PipelineName(ProjectName.DEFAULT, pipeline)));
  }

  @Test
  void leaveTheJobsOfOthersPending() {
    try (EngineFixture fixture = new EngineFixture()) {
      fixture.createRepo("in");
      fixture.put("in", Map.of("/a", Optional.of("one")));
      fixture.createPipeline(EngineFixture.javaSpec("first", "in", "/*", UpperCase.class));
      fixture.createPipeline(EngineFixture.javaSpec("other", "in", "/*", UpperCase.class));
      fixture.createPipeline(EngineFixture.javaSpec("second", "first", "/*", UpperCase.class));

      assertThat(fixture.run(only("second")).ended()).isEmpty();
      assertThat(fixture.run(only("first")).ended())
          .extracting(job -> job.id().pipeline().name(), job -> job.state())
          .containsExactly(tuple("first", JobState.SUCCESS));
      assertThat(fixture.run(only("second")).ended()).hasSize(1);
      assertThat(fixture.run().ended())
          .extracting(job -> job.id().pipeline().name())
          .containsExactly("other");
    }
  }
}
