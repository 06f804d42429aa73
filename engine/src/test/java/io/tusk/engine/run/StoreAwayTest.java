/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.work.Progress;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that does not answer the thread that looks after jobs while they run. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class StoreAwayTest {
  private static final String ENGINE = "the engine's thread";

  /** Fails listings under a prefix by the engine's own thread, while it is away. */
  private static final class Away extends ForwardingObjectStore {
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile String prefix = "";
    private volatile boolean away;

    Away() {
      super(new MemoryObjectStore());
    }

    @Override
    public List<String> list(String under, String after, int most) {
      if (away && under.contains(prefix) && Thread.currentThread().getName().equals(ENGINE)) {
        asked.countDown();
        throw new TuskException(ErrorCode.STORAGE, "the store is away");
      }
      return super.list(under, after, most);
    }
  }

  /** Waits until the engine has asked. */
  public static final class Held implements DatumTransform {
    private static volatile CountDownLatch begun = new CountDownLatch(1);
    private static volatile CountDownLatch release = new CountDownLatch(1);

    @Override
    public void process(Datum datum) throws Exception {
      begun.countDown();
      release.await();
      try (OutputStream out = datum.create("/out")) {
        out.write(1);
      }
    }
  }

  private final Away objects = new Away();
  private final EngineFixture fixture = new EngineFixture(objects);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, ENGINE));
  private Job job;

  @BeforeEach
  void open() {
    Held.begun = new CountDownLatch(1);
    Held.release = new CountDownLatch(1);
    fixture.createRepo("in");
    fixture.put("in", Map.of("/a", Optional.of("one")));
    fixture.createPipeline(EngineFixture.javaSpec("held", "in", "/*", Held.class));
    job = new JobCatalog(fixture.store.snapshot().catalog()).pending().get(0);
  }

  @AfterEach
  void close() {
    thread.shutdownNow();
    fixture.close();
  }

  private Future<RunReport> run() {
    EngineListener listener =
        new EngineListener() {
          @Override
          public boolean wantsProgress() {
            return true;
          }

          @Override
          public void progress(JobId id, List<Progress> lanes) {}
        };
    return thread.submit(
        () -> new Engine(fixture.store, EngineOptions.direct("auto"), listener).runPending());
  }

  private void awayDuring(String prefix) throws Exception {
    Held.begun.await();
    objects.prefix = prefix;
    objects.away = true;
    objects.asked.await();
    objects.away = false;
    Held.release.countDown();
  }

  private JobState state() {
    return new JobCatalog(fixture.store.snapshot().catalog()).job(job.id()).orElseThrow().state();
  }

  @Test
  void progressThatCannotBeShownEndsNothing() throws Exception {
    Future<RunReport> run = run();
    awayDuring("/progress/");

    assertThat(run.get().ended()).extracting(Job::state).containsExactly(JobState.SUCCESS);
  }

  @Test
  void jobsThatRunGoOnToTheirEndBeforeTheRunFails() throws Exception {
    Future<RunReport> run = run();
    awayDuring("log/");

    assertThat(run)
        .failsWithin(300, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOf(TuskException.class)
        .withMessage("the store is away");
    assertThat(state()).isEqualTo(JobState.SUCCESS);
  }
}
