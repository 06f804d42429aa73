/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.Stopwatch;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pipeline.JobState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an engine asks of the object store for one job. Objects of the log, of the job, and packs
 * are told apart. Beats are left out: they come with the seconds that a job takes.
 */
@EveryStore
final class JobRequestsTest {
  /** Counts requests as {@code list log}; only while it is told to. */
  private static final class Tally implements ObjectStore {
    private final ObjectStore store = TestStores.create();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    private ObjectStore counted(String kind, String key) {
      String thread = Thread.currentThread().getName();
      boolean beat =
          thread.startsWith("tusk-watch")
              || thread.startsWith("tusk-beat")
              || key.contains("/progress/")
              || key.contains("/current/");
      if (!beat) {
        counts.merge(kind + " " + key.substring(0, key.indexOf('/')), 1, Integer::sum);
      }
      return store;
    }

    @Override
    public Optional<byte[]> read(String key) {
      return counted("read", key).read(key);
    }

    @Override
    public Optional<byte[]> read(String key, long offset, int length) {
      return counted("read", key).read(key, offset, length);
    }

    @Override
    public Optional<Long> size(String key) {
      return counted("size", key).size(key);
    }

    @Override
    public void put(String key, byte[] content) {
      counted("put", key).put(key, content);
    }

    @Override
    public Created createIfAbsent(String key, byte[] content) {
      return counted("create", key).createIfAbsent(key, content);
    }

    @Override
    public List<String> list(String prefix, String after, int limit) {
      return counted("list", prefix + "/").list(prefix, after, limit);
    }

    @Override
    public void delete(String key) {
      counted("delete", key).delete(key);
    }

    @Override
    public String location() {
      return store.location();
    }
  }

  private final Tally tally = new Tally();

  /** How often a slow run may have looked for other jobs meanwhile: not before 250 ms. */
  private long looks;

  private final EngineFixture fixture = new EngineFixture(tally);

  @BeforeEach
  void runAThousand() {
    fixture.createRepo("in");
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < 1_000; i++) {
      files.put("/f" + i, Optional.of("text " + i));
    }
    fixture.put("in", files);
    fixture.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
    fixture.run();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Map<String, Integer> requests(long processed) {
    tally.counts.clear();
    Stopwatch watch = Stopwatch.start();
    RunReport report = fixture.run();
    looks = watch.elapsed().toMillis() / 250;
    Map<String, Integer> counts = new TreeMap<>(tally.counts);
    assertThat(report.ended()).hasSize(1).allMatch(job -> job.state() == JobState.SUCCESS);
    assertThat(report.ended().get(0).counts().processed()).isEqualTo(processed);
    return counts;
  }

  private static void assertWrites(Map<String, Integer> counts, int packs, int ofTheJob) {
    assertThat(counts.get("create log")).as("taken up, finished").isEqualTo(2);
    assertThat(counts.get("put packs")).isEqualTo(packs);
    assertThat(counts.getOrDefault("create jobs", 0)).isEqualTo(ofTheJob);
    assertThat(counts.getOrDefault("delete jobs", 0)).isEqualTo(ofTheJob);
  }

  /** Two looks at the log, and two transactions, each of which looks before, and lists after. */
  private void assertLogIsLookedAtSixTimes(Map<String, Integer> counts) {
    assertThat(counts.get("list log")).isLessThanOrEqualTo((int) (6 + looks));
    assertThat(counts).as("the newest record is the engine's own").doesNotContainKey("read log");
  }

  @Test
  void ofOneDatum() {
    fixture.put("in", "/f500", "changed");

    Map<String, Integer> counts = requests(1);

    assertLogIsLookedAtSixTimes(counts);
    // Taken up, plan, segment, finished; plan, claim, segment.
    assertWrites(counts, 4, 3);
    // At the start, for the segments, at the end; the segment.
    assertThat(counts.get("list jobs")).isEqualTo(3);
    assertThat(counts.get("read jobs")).isEqualTo(1);
    // The datum's content; the nodes of the trees are known to who has written them.
    assertThat(counts.get("read packs")).isLessThanOrEqualTo(3);
    assertThat(counts.values().stream().mapToInt(Integer::intValue).sum())
        .as("%s", counts)
        .isLessThanOrEqualTo((int) (26 + looks));
  }

  @Test
  void ofAResultThatIsTakenOver() {
    fixture.put("in", "/f500", "changed");
    fixture.run();
    fixture.put("in", "/f500", "text 500");

    Map<String, Integer> counts = requests(0);

    assertLogIsLookedAtSixTimes(counts);
    assertWrites(counts, 3, 1);
    assertThat(counts.get("list jobs")).isEqualTo(2);
    assertThat(counts).doesNotContainKey("read jobs");
  }

  @Test
  void ofNothingThatChanged() {
    fixture.put("in", "/f500", "text 500");

    Map<String, Integer> counts = requests(0);

    assertLogIsLookedAtSixTimes(counts);
    assertWrites(counts, 2, 0);
    assertThat(counts.get("list jobs")).isEqualTo(2);
    assertThat(counts).doesNotContainKey("read jobs");
  }

  @Test
  void ofNothingToDo() {
    tally.counts.clear();
    assertThat(fixture.run().ended()).isEmpty();
    assertThat(tally.counts).isEqualTo(Map.of("list jobs", 1, "list log", 1));
  }
}
