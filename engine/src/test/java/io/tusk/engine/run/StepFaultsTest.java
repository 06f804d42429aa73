/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.engine.work.Fault;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.NumberedKeys;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong in a step, on a runner that keeps to itself what was. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class StepFaultsTest {
  private static final EngineOptions OPAQUE =
      EngineOptions.of(List.of("--runner=" + OpaqueDirectSupport.RUNNER), "auto");

  /** Breaks creations of some keys, and packs. */
  private static final class Breaking extends ForwardingObjectStore {
    private volatile Predicate<String> broken = key -> false;
    private volatile RuntimeException failure;

    Breaking() {
      super(new MemoryObjectStore());
    }

    @Override
    public Created createIfAbsent(String key, byte[] content) {
      if (broken.test(key)) {
        throw failure;
      }
      return super.createIfAbsent(key, content);
    }

    @Override
    public void put(String key, List<ByteBuffer> parts) {
      if (broken.test(key)) {
        throw failure;
      }
      super.put(key, parts);
    }
  }

  private final Breaking objects = new Breaking();
  private final EngineFixture fixture = new EngineFixture(objects);

  @BeforeEach
  void open() {
    fixture.createRepo("in");
    fixture.put("in", Map.of("/a", Optional.of("one"), "/b", Optional.of("two")));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Job job() {
    return new JobCatalog(fixture.store.snapshot().catalog()).pending().get(0);
  }

  private Job job(JobId id) {
    return new JobCatalog(fixture.store.snapshot().catalog()).job(id).orElseThrow();
  }

  private void breakSegments(RuntimeException failure) {
    fixture.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
    objects.failure = failure;
    objects.broken = key -> key.contains("/segments/");
  }

  @Test
  void ofALaneIsToldInItsOwnWords() {
    breakSegments(new TuskException(ErrorCode.HOST, "the worker's disk is full; make room there"));

    assertThatThrownBy(() -> fixture.run(OPAQUE))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HOST))
        .hasMessage("the worker's disk is full; make room there");

    assertThat(job().state()).isEqualTo(JobState.RUNNING);
    assertThat(job().owner().orElseThrow().host()).as("a cluster has it").isEmpty();
    objects.broken = key -> false;
    // Soon: who had it has said that it gave up.
    assertThat(fixture.run(OPAQUE).ended()).extracting(Job::state).containsOnly(JobState.SUCCESS);
    assertThat(fixture.contents("upper@master")).isEqualTo(Map.of("/a", "ONE", "/b", "TWO"));
  }

  @Test
  void ofALaneThatNobodyForesawIsToldToo() {
    breakSegments(new IllegalStateException("what is this?"));
    Job job = job();

    assertThatThrownBy(() -> fixture.run(OPAQUE))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessage(
            "job "
                + job.id()
                + " broke down on a worker: java.lang.IllegalStateException: what is this?");
  }

  @Test
  void thatMemoryRanOutIsNoDefect() {
    fixture.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
    Job job = job();
    for (String key : List.of("/plan", "/segments/")) {
      objects.broken =
          created -> {
            if (created.contains(key)) {
              throw new OutOfMemoryError("Java heap space");
            }
            return false;
          };

      assertThatThrownBy(() -> fixture.run(OPAQUE))
          .as(key)
          .isInstanceOfSatisfying(
              TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HOST))
          .hasMessageMatching(
              "job "
                  + job.id()
                  + " ran out of memory: the heap is \\d+ MiB at most \\(Java heap space\\);"
                  + " TUSK_JAVA_OPTS=-Xmx\\d+[mg] allows more; on a cluster its own settings give"
                  + " the workers more");
    }
    objects.broken = key -> false;
    assertThat(fixture.run(OPAQUE).ended()).extracting(Job::state).containsOnly(JobState.SUCCESS);
  }

  @Test
  void ofThePlanIsToldInItsOwnWords() {
    fixture.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
    objects.failure =
        new TuskException(ErrorCode.HOST, "the worker's disk is full; make room there");
    objects.broken = key -> key.startsWith("jobs/") && key.endsWith("/plan");

    assertThatThrownBy(() -> fixture.run(OPAQUE.withPlanOnWorkersFrom(1)))
        .hasMessage("the worker's disk is full; make room there");

    assertThat(job().state()).isEqualTo(JobState.RUNNING);
    objects.broken = key -> false;
    assertThat(fixture.run(OPAQUE.withPlanOnWorkersFrom(1)).ended())
        .extracting(Job::state)
        .containsOnly(JobState.SUCCESS);
    assertThat(fixture.contents("upper@master")).isEqualTo(Map.of("/a", "ONE", "/b", "TWO"));
  }

  @Test
  void aJobThatEndsWhileItIsPlannedIsNoFault() {
    fixture.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
    Job planned = job();
    AtomicBoolean killed = new AtomicBoolean();
    objects.broken =
        key -> {
          if (key.startsWith("jobs/") && key.endsWith("/plan") && !killed.getAndSet(true)) {
            fixture.change(tx -> JobChanges.stop(tx, planned.id()));
          }
          return false;
        };

    List<Job> ended = fixture.run(OPAQUE.withPlanOnWorkersFrom(1)).ended();

    assertThat(killed).isTrue();
    assertThat(ended).extracting(Job::state).containsExactly(JobState.KILLED);
    assertThat(fixture.pipelineProblems()).isEmpty();
  }

  /** The steps of an engine's own process do not find out by reading what the job starts from. */
  @Test
  void ofAPlanPartsMakeNoPlanOnceTheJobIsAnothers() {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < 30; i++) {
      files.put("/" + i, Optional.of("content " + i));
    }
    fixture.put("in", files);
    fixture.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
    Job planned = job();
    AtomicBoolean killed = new AtomicBoolean();
    AtomicBoolean plans = new AtomicBoolean();
    objects.failure = new TuskException(ErrorCode.HOST, "the worker's disk is full; make room");
    objects.broken =
        key -> {
          plans.compareAndSet(false, key.matches("jobs/.*/plan"));
          boolean isMine =
              key.startsWith("packs/") && job(planned.id()).state() == JobState.RUNNING;
          if (isMine && !killed.getAndSet(true)) {
            fixture.change(tx -> JobChanges.stop(tx, planned.id()));
            return true;
          }
          return false;
        };

    List<Job> ended = fixture.run(OPAQUE.withPlanOnWorkersFrom(1)).ended();

    assertThat(killed).isTrue();
    assertThat(ended).extracting(Job::state).containsExactly(JobState.KILLED);
    assertThat(plans).as("a bucket is missing in it").isFalse();
  }

  @Test
  void ofTheCommitIsToldInItsOwnWords() {
    fixture.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
    objects.failure = new TuskException(ErrorCode.STORAGE, "the bucket is gone; make it again");
    // The record that takes the job up is the next one, the one that ends it comes after that.
    long last = fixture.store.snapshot().record().number() + 2;
    objects.broken = key -> key.equals(NumberedKeys.key("log/", last));

    assertThatThrownBy(() -> fixture.run(OPAQUE)).hasMessage("the bucket is gone; make it again");

    assertThat(job().state()).isEqualTo(JobState.RUNNING);
    objects.broken = key -> false;
    assertThat(fixture.run(OPAQUE).ended()).extracting(Job::state).containsOnly(JobState.SUCCESS);
  }

  @Test
  void thatThePipelineIsToBlameForFailTheJobOnTheWorker() {
    fixture.createPipeline(
        EngineFixture.javaSpec("p", "in", "/*", UpperCase.class)
            .replace(UpperCase.class.getName(), "no.such.Code"));

    Job job = fixture.run(OPAQUE).ended().get(0);

    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.reason()).contains("no.such.Code");
  }

  @Test
  void thatNobodyToldAreTheRunnersAndNoDefectOfTusk() {
    RuntimeException thrown =
        new IllegalStateException(
            "Pipeline execution failed",
            new IllegalArgumentException(
                "Task 3 failed 4 times: the executor is lost.\nDriver stacktrace:\n\tat some.Thing"));

    TuskException told = RunnerFailure.of(thrown, List.of());

    assertThat(told.code()).isEqualTo(ErrorCode.HOST);
    assertThat(told)
        .hasMessage(
            "the runner failed: Task 3 failed 4 times: the executor is lost; 'tusk run' goes on"
                + " with the job");
    assertThat(RunnerFailure.of(new IllegalStateException(new java.io.IOException()), List.of()))
        .hasMessage("the runner failed: IOException; 'tusk run' goes on with the job");
  }

  @Test
  void thatAWorkerHasTooLittleMemoryIsNoDefect() {
    TuskException told =
        RunnerFailure.of(
            new IllegalStateException(new OutOfMemoryError("Java heap space")), List.of());

    assertThat(told.code()).isEqualTo(ErrorCode.HOST);
    assertThat(told)
        .hasMessage(
            "the runner failed: out of memory: Java heap space; 'tusk run' goes on with the job");
  }

  @Test
  void thatAClassIsMissingIsADefect() {
    TuskException told =
        RunnerFailure.of(
            new IllegalStateException(new NoClassDefFoundError("some/Thing")), List.of());

    assertThat(told.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(told).hasMessage("the runner failed: some/Thing; 'tusk run' goes on with the job");
  }

  /** A runner that gives a job up interrupts the lanes that are left. */
  @Test
  void areNotThatOthersWereInterruptedBecauseOfThem() {
    Fault fault = new Fault(ErrorCode.HOST, "the worker's disk is full; make room there");
    Fault interrupted = new Fault(ErrorCode.INTERRUPTED, "a lane of job p was interrupted");
    IllegalStateException thrown = new IllegalStateException("job execution failed");

    assertThat(RunnerFailure.of(thrown, List.of(fault, interrupted)))
        .hasMessage("the worker's disk is full; make room there")
        .extracting("code")
        .isEqualTo(ErrorCode.HOST);
    assertThat(RunnerFailure.of(thrown, List.of(interrupted)))
        .as("the runner alone knows why")
        .hasMessage("the runner failed: job execution failed; 'tusk run' goes on with the job");
  }

  @Test
  void areFoundInTheTextOfARunner() {
    RuntimeException thrown =
        new IllegalStateException(
            "Job aborted due to stage failure: task 3 failed:"
                + " org.apache.beam.sdk.util.UserCodeException: io.tusk.error.TuskException:"
                + " there is no store at /data; mount it\n\tat io.tusk.Some.thing(Some.java:1)\n");

    TuskException told = RunnerFailure.of(new RuntimeException(thrown), List.of());

    assertThat(told.code()).isEqualTo(ErrorCode.HOST);
    assertThat(told).hasMessage("there is no store at /data; mount it");
  }
}
