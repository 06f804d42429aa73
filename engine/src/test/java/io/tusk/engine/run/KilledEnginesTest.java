/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.LocalObjectStore;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines in processes of their own, killed at any moment or at work side by side. */
@Timeout(value = 1200, unit = TimeUnit.SECONDS)
final class KilledEnginesTest {
  private static final int DATUMS = 500;
  private static final int DATUM_MILLIS = 20;
  private static final int KILLS = 20;
  private static final int LANES = 2;

  /** A lane flushes after two seconds; what it began until then and the datum in flight. */
  private static final int MOST_LOST_OF_A_LANE = 2_000 / DATUM_MILLIS + 1;

  @TempDir private Path directory;

  private static Map<String, Optional<String>> files(String prefix) {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < DATUMS; i++) {
      files.put(String.format("/%s/%04d", prefix, i), Optional.of(prefix + i));
    }
    return files;
  }

  private Path store() {
    return directory.resolve("store");
  }

  private Path sideLog() {
    return directory.resolve("side-log");
  }

  private EngineFixture fixture() {
    EngineFixture fixture = new EngineFixture(new LocalObjectStore(store()));
    fixture.createRepo("in");
    fixture.createPipeline(slowSpec(DATUM_MILLIS));
    fixture.run();
    return fixture;
  }

  private String slowSpec(int millis) {
    return String.format(
        "{\"pipeline\":{\"name\":\"slow\"},\"input\":{\"pfs\":{\"repo\":\"in\",\"glob\":\"/*/*\"}},"
            + "\"transform\":{\"java\":{\"class\":\"%s\"},"
            + "\"env\":{\"SIDE_LOG\":\"%s\",\"MILLIS\":\"%d\"}},"
            + "\"parallelism_spec\":{\"constant\":%d}}",
        Slow.class.getName(), sideLog(), millis, LANES);
  }

  private static String name(int job) {
    return String.format("job%02d", job);
  }

  /** How often each datum was begun. */
  private Map<String, Integer> runs() throws IOException {
    Map<String, Integer> runs = new HashMap<>();
    if (Files.exists(sideLog())) {
      Files.readAllLines(sideLog(), UTF_8).forEach(line -> runs.merge(line, 1, Integer::sum));
    }
    return runs;
  }

  /** How many lines of {@code /jobNN/0000} the side log has. */
  private int begun() throws IOException {
    return Files.exists(sideLog()) ? (int) Files.size(sideLog()) / "/job01/0000\n".length() : 0;
  }

  private static Optional<Job> pending(EngineFixture fixture) {
    return new JobCatalog(fixture.store.snapshot().catalog()).pending().stream().findFirst();
  }

  /** Each kill comes once a number of datums that is drawn anew has begun since the last one. */
  @Test
  void killedAtAnyMomentTheNextOneGoesOn() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    EngineFixture fixture = fixture();
    int kills = 0;
    int jobs = 0;
    int again = 0;
    while (kills < KILLS) {
      jobs++;
      Map<String, Optional<String>> files = files(name(jobs));
      fixture.put("in", files);
      Files.deleteIfExists(sideLog());
      int killsOfJob = 0;
      while (kills < KILLS && pending(fixture).isPresent()) {
        if (killWhenBegun(1 + random.nextInt(2 * DATUMS / KILLS * 3))) {
          kills++;
          killsOfJob++;
        }
      }
      finish(fixture);
      String label = "seed " + seed + ", job " + jobs + ", " + killsOfJob + " kills";
      assertThat(pending(fixture)).as(label).isEmpty();
      Map<String, Integer> runs = runs();
      assertThat(runs.keySet()).as(label).isEqualTo(files.keySet());
      int extra = begun() - DATUMS;
      again += extra;
      assertThat(extra).as(label).isLessThanOrEqualTo(killsOfJob * LANES * MOST_LOST_OF_A_LANE);
      assertThat(fixture.store.objects().list("jobs/", "", 10)).as(label).isEmpty();
    }
    assertThat(fixture.files("slow@master").hash())
        .as("seed %d", seed)
        .isEqualTo(undisturbed(jobs));
    fixture.close();
    System.out.printf(
        "%d kills over %d jobs of %d datums: %d datums ran again (seed %d)%n",
        kills, jobs, DATUMS, again, seed);
  }

  /** Whether the engine was killed; it may have come to its end before. */
  private boolean killWhenBegun(int datums) throws Exception {
    int target = begun() + datums;
    Process process = EngineProcess.start(store());
    try {
      while (process.isAlive() && begun() < target) {
        process.waitFor(5, TimeUnit.MILLISECONDS);
      }
      boolean killed = process.isAlive();
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return killed && process.exitValue() != 0;
    } finally {
      process.destroyForcibly();
    }
  }

  private void finish(EngineFixture fixture) throws Exception {
    Process process = EngineProcess.start(store());
    try {
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).as("the last engine ends").isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(process.descendants()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
    assertThat(pending(fixture)).isEmpty();
  }

  private Hash undisturbed(int jobs) {
    EngineFixture quiet = new EngineFixture();
    quiet.createRepo("in");
    for (int job = 1; job <= jobs; job++) {
      quiet.put("in", files(name(job)));
    }
    quiet.createPipeline(slowSpec(0));
    assertThat(quiet.run().ended()).allMatch(job -> job.state() == JobState.SUCCESS);
    return quiet.files("slow@master").hash();
  }

  @Test
  void twoEnginesRunEachJobOnce() throws Exception {
    EngineFixture fixture = fixture();
    fixture.put("in", files("both"));
    List<Process> engines = List.of(EngineProcess.start(store()), EngineProcess.start(store()));
    try {
      for (Process engine : engines) {
        try (BufferedReader printed = engine.inputReader(UTF_8)) {
          List<String> lines = printed.lines().toList();
          assertThat(engine.waitFor()).isZero();
          // One that came when all was done has nothing to tell.
          assertThat(lines).first().isEqualTo("ready");
          assertThat(lines.subList(1, lines.size()))
              .allMatch(line -> line.equals("SUCCESS " + DATUMS + " attempt 1"));
        }
      }
    } finally {
      engines.forEach(Process::destroyForcibly);
    }
    assertThat(runs()).hasSize(DATUMS).allSatisfy((path, count) -> assertThat(count).isOne());
    assertThat(fixture.files("slow@master").files()).isEqualTo(DATUMS);
    fixture.close();
  }
}
