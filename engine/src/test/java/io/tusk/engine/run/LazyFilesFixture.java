/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Pipelines whose inputs are lazy; after each test none of their pipes waits any more. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
abstract class LazyFilesFixture {
  static final String THREAD = "tusk-lazy-file";
  static final String PFS = "${PFS_ROOT:-/pfs}";
  static final String GAVE_UP = "tusk: gave up after 2 tries";

  /** More than a pipe holds, and many chunks. */
  static final String BIG = random(3 << 20);

  final Away objects = new Away();
  final EngineFixture fixture = new EngineFixture(objects);

  /** Does not answer those who fill pipes, while it is away. */
  static final class Away extends ForwardingObjectStore {
    volatile boolean away;

    Away() {
      super(new MemoryObjectStore());
    }

    @Override
    public Optional<byte[]> read(String key, long offset, int length) {
      if (away && Thread.currentThread().getName().equals(THREAD)) {
        throw new TuskException(ErrorCode.STORAGE, "the store is away");
      }
      return super.read(key, offset, length);
    }
  }

  static String random(int length) {
    Random random = new Random(4_711);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(Long.toHexString(random.nextLong())).append('\n');
    }
    return text.toString();
  }

  @BeforeEach
  void open() {
    fixture.createRepo("in");
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain(THREAD);
    fixture.close();
  }

  static void assumePossible(String isolation) {
    assumeThat(IsolationProbe.detect().effective(Isolation.parse(isolation))).isPresent();
  }

  void put(Map<String, String> files) {
    Map<String, Optional<String>> all = new HashMap<>();
    files.forEach((path, content) -> all.put(path, Optional.of(content)));
    fixture.put("in", all);
  }

  void putTree() {
    put(
        Map.of(
            "/d/a", "first\nline two\n", "/d/e/b", "second", "/z", "z", "/empty", "", "/big", BIG));
  }

  static String spec(String script, String glob, String transform, String fields) {
    return EngineFixture.shellSpec(script, transform, fields)
        .replace("\"glob\":\"/*\"", "\"glob\":\"" + glob + "\",\"lazy\":true");
  }

  void create(String script, String glob) {
    fixture.createPipeline(spec(script, glob, "", ",\"datum_tries\":1"));
  }

  Job succeeds(String isolation, int datums) {
    Job job = fixture.runOne(isolation);
    assertThat(job.state())
        .as(() -> job.reason() + fixture.records(job).values().stream().map(fixture::log).toList())
        .isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(new JobCounts(datums, datums, 0, 0, 0));
    return job;
  }

  List<String> log(Job job, String path) {
    return fixture.log(fixture.records(job).get(path));
  }

  Map<String, String> output() {
    return fixture.contents("p@master");
  }
}
