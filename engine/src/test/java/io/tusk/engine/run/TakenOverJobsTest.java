/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.Operation;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobOwner;
import io.tusk.pipeline.JobState;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that change hands, and engines that die between a job's end and its clearing. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class TakenOverJobsTest {
  /** Fails deletions of the objects of jobs, as an engine that is killed does not come to them. */
  private static final class Undeleted extends ForwardingObjectStore {
    private volatile boolean dead;

    Undeleted() {
      super(new MemoryObjectStore());
    }

    @Override
    public void delete(String key) {
      if (dead && key.startsWith("jobs/")) {
        throw new TuskException(ErrorCode.STORAGE, "the store is away");
      }
      super.delete(key);
    }
  }

  /** The datum {@code /80} waits for ever when it is run first. */
  public static final class Once implements DatumTransform {
    private static final Map<String, Integer> RUNS = new ConcurrentHashMap<>();
    private static volatile CountDownLatch entered = new CountDownLatch(1);

    static void reset() {
      RUNS.clear();
      entered = new CountDownLatch(1);
    }

    @Override
    public void process(Datum datum) throws Exception {
      String path = datum.files().iterator().next().path().value();
      if (RUNS.merge(path, 1, Integer::sum) == 1 && path.equals("/80")) {
        entered.countDown();
        new CountDownLatch(1).await();
      }
      try (OutputStream out = datum.create(path)) {
        out.write(1);
      }
    }
  }

  private final Undeleted objects = new Undeleted();
  private final EngineFixture fixture = new EngineFixture(objects);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void open() {
    fixture.createRepo("in");
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 10; i < 90; i++) {
      files.put("/" + i, Optional.of("" + i));
    }
    fixture.put("in", files);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    assertThat(objects.list("jobs/", "", 10)).isEmpty();
    fixture.close();
  }

  private RunReport run() throws InterruptedException {
    EngineOptions options =
        new EngineOptions(List.of("--runner=DirectRunner"), 2, "auto", Duration.ofSeconds(2));
    return new Engine(fixture.store, options, new EngineListener() {}).runPending();
  }

  /** An engine elsewhere takes the job and dies: who had it stops, waits, and goes on. */
  @Test
  void whoLosesAJobStopsAndGoesOnWhenTheOtherIsSilent() throws Exception {
    Once.reset();
    fixture.createPipeline(EngineFixture.javaSpec("once", "in", "/*", Once.class));
    Future<RunReport> running = threads.submit(this::run);
    Once.entered.await();

    Job lost =
        fixture.store.transact(
            new Operation("take up job", ""),
            tx ->
                JobChanges.takeUp(
                        tx,
                        new JobCatalog(tx.catalog()).pending().get(0).id(),
                        1,
                        new JobOwner("elsewhere", "boot", 1, 1, "nonce"))
                    .orElseThrow());
    assertThat(lost.attempt()).isEqualTo(2);

    Job job = running.get().ended().get(0);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.attempt()).isEqualTo(3);
    assertThat(job.counts()).isEqualTo(new JobCounts(80, 80, 0, 0, 0));
    assertThat(fixture.contents("once@master")).hasSize(80);
    assertThat(Once.RUNS).containsEntry("/80", 2).hasSize(80);
    assertThat(Once.RUNS.values().stream().filter(runs -> runs > 1))
        .as("what was stored is not run again")
        .hasSizeLessThan(4);
  }

  @Test
  void whatADeadEngineDidNotClearTheNextOneDoes() throws Exception {
    fixture.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
    objects.dead = true;
    assertThatThrownBy(this::run).isInstanceOf(TuskException.class).hasMessage("the store is away");
    assertThat(fixture.contents("upper@master")).hasSize(80);
    assertThat(objects.list("jobs/", "", 10)).isNotEmpty();
    long record = fixture.store.snapshot().record().number();

    objects.dead = false;
    assertThat(run().ended()).isEmpty();

    assertThat(objects.list("jobs/", "", 10)).isEmpty();
    assertThat(fixture.store.snapshot().record().number()).isEqualTo(record);
  }
}
