/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.EveryStore;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.objects.TestStores;
import io.tusk.pipeline.JobState;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pipeline writes is stored once, wherever the same content came from. */
@EveryStore
final class StoredOnceJobsTest {
  private static final int LARGE = 2_000_000;
  private static final int LITTLE = LARGE / 10;

  @TempDir private Path directory;

  private static String letters(long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(LARGE);
    for (int i = 0; i < LARGE; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  private static long bytesToRun(EngineFixture fixture, CountingObjectStore objects) {
    ObjectStoreCounts before = objects.counts();
    assertThat(fixture.run().ended()).allMatch(job -> job.state() == JobState.SUCCESS).isNotEmpty();
    return objects.counts().minus(before).bytesWritten();
  }

  private static long bytesToPut(
      EngineFixture fixture, CountingObjectStore objects, String path, String content) {
    ObjectStoreCounts before = objects.counts();
    fixture.put("other", Map.of(path, Optional.of(content)));
    return objects.counts().minus(before).bytesWritten();
  }

  @Test
  void javaCode() {
    CountingObjectStore objects = new CountingObjectStore(TestStores.create());
    try (EngineFixture fixture = new EngineFixture(objects)) {
      fixture.createRepo("in");
      fixture.createRepo("other");
      String text = letters(1);
      fixture.put("in", "/one", text);
      fixture.createPipeline(EngineFixture.javaSpec("copy", "in", "/*", Copy.class));
      assertThat(bytesToRun(fixture, objects)).as("a copy of an input").isLessThan(LITTLE);
      assertThat(fixture.contents("copy@master")).containsExactly(Map.entry("/copies/one", text));

      fixture.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
      assertThat(bytesToRun(fixture, objects)).as("something new").isGreaterThan(LARGE);
      String upper = text.toUpperCase(Locale.ROOT);
      assertThat(bytesToPut(fixture, objects, "/upper", upper))
          .as("a copy of an output")
          .isLessThan(LITTLE);
      assertThat(fixture.contents("other@master")).containsExactly(Map.entry("/upper", upper));
    }
  }

  @Test
  void aCommandThatCopies() {
    CountingObjectStore objects = new CountingObjectStore(new LocalObjectStore(directory));
    try (EngineFixture fixture = new EngineFixture(objects)) {
      fixture.createRepo("in");
      String text = letters(2);
      fixture.put("in", "/one", text);
      fixture.createPipeline(
          "{\"pipeline\":{\"name\":\"copy\"},\"input\":{\"pfs\":{\"repo\":\"in\",\"glob\":\"/*\"}},"
              + "\"transform\":{\"cmd\":[\"sh\"],\"stdin\":[\"cd ${PFS_ROOT:-/pfs} && cp in/* out/\"]}}");
      assertThat(bytesToRun(fixture, objects)).isLessThan(LITTLE);
      assertThat(fixture.contents("copy@master")).containsExactly(Map.entry("/one", text));
    }
  }
}
