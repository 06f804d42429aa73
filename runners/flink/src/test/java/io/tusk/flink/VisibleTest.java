/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tusk.engine.run.EngineFixture;
import io.tusk.engine.run.EngineOptions;
import io.tusk.engine.run.RunReport;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.s3.S3Proxy;
import io.tusk.pipeline.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What of a job Flink's web interface shows, and what it must not. */
@Tag("cluster")
@Timeout(600)
final class VisibleTest {
  @Test
  void namesAndCountersShowAndCredentialsDoNot() {
    FlinkCluster cluster = FlinkCluster.shared();
    Bucket bucket = Bucket.create();
    try (EngineFixture fixture = new EngineFixture(bucket.open())) {
      fixture.createRepo("in");
      fixture.put("in", Map.of("/a", Optional.of("one"), "/b", Optional.of("two")));
      fixture.createPipeline(
          EngineFixture.shellSpec(
              "cp $in $PFS_ROOT/out", "", ",\"parallelism_spec\":{\"constant\":2}"));

      RunReport report = fixture.run(EngineOptions.of(Bucket.arguments(cluster), "none"));

      assertThat(report.ended()).extracting(ended -> ended.state()).containsOnly(JobState.SUCCESS);
      String job = "/jobs/" + cluster.lastJob();
      JsonNode shown = cluster.json(job);
      assertThat(shown.path("name").asText())
          .isEqualTo("p-" + report.ended().get(0).id().set().value());
      List<String> steps = new ArrayList<>();
      shown.path("vertices").forEach(step -> steps.add(step.path("name").asText()));
      assertThat(steps.toString())
          .contains("Lanes", "Process datums", "Await lanes", "Commit output");
      assertThat(shown.at("/vertices/0/parallelism").asInt()).isEqualTo(2);
      assertThat(cluster.rest(job + "/accumulators"))
          .contains("datums_processed", "bytes_downloaded", "bytes_uploaded");

      for (String page :
          List.of(
              job,
              job + "/config",
              job + "/plan",
              job + "/accumulators",
              job + "/exceptions",
              "/jobs/overview",
              "/jobmanager/config",
              "/jobmanager/environment")) {
        assertThat(cluster.rest(page)).as(page).doesNotContain(S3Proxy.SECRET_KEY);
      }
      assertThat(cluster.logs()).doesNotContain(S3Proxy.SECRET_KEY);
      assertStoreDoesNotHold(fixture.store.objects(), S3Proxy.SECRET_KEY);
    }
  }

  private static void assertStoreDoesNotHold(ObjectStore objects, String secret) {
    List<String> keys = objects.list("", "", 1_000);
    assertThat(keys).isNotEmpty().hasSizeLessThan(1_000);
    for (String key : keys) {
      assertThat(new String(objects.read(key).orElseThrow(), UTF_8)).as(key).doesNotContain(secret);
    }
  }
}
