/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.TemporaryDirectory;
import io.tusk.host.TemporaryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of a run in the one cluster of this process. */
@Timeout(600)
final class EmbeddedSessionTest {
  private static final List<String> ARGUMENTS =
      List.of("--runner=FlinkRunner", "--flinkMaster=[local]", "--parallelism=2");

  private static final String TEMPORARY = "java.io.tmpdir";

  @TempDir Path temp;

  /** Steps run in this process, and see what is static in it. */
  private static CyclicBarrier meeting;

  private static CountDownLatch begun;
  private static CountDownLatch stopped;

  /** Ends when as many jobs are there as were to come. */
  private static final class Meet extends DoFn<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process() throws InterruptedException, BrokenBarrierException, TimeoutException {
      meeting.await(300, TimeUnit.SECONDS);
    }
  }

  private static final class Fail extends DoFn<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Integer element) {
      if (element > 0) {
        throw new TuskException(ErrorCode.HOST, "the disk is full; make room");
      }
    }
  }

  /** Ends only when it is interrupted. */
  private static final class Hang extends DoFn<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process() throws InterruptedException {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } finally {
        stopped.countDown();
      }
    }
  }

  private static EmbeddedSession session() {
    return new EmbeddedSession(FlinkSupport.options(ARGUMENTS));
  }

  private static Pipeline pipeline(EmbeddedSession session, DoFn<Integer, Integer> step) {
    Pipeline pipeline = Pipeline.create(session.options(ARGUMENTS, 2));
    pipeline.apply(Create.of(1)).apply(ParDo.of(step));
    return pipeline;
  }

  @Test
  void jobsRunAtTheSameTimeThoughEachHasAllItsSlots() throws Exception {
    int jobs = 12;
    meeting = new CyclicBarrier(jobs);
    ExecutorService threads = Executors.newFixedThreadPool(jobs);
    try (EmbeddedSession session = session()) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        ends.add(
            threads.submit(
                () ->
                    assertThat(session.run(pipeline(session, new Meet())))
                        .contains(PipelineResult.State.DONE)));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** That is removed with the session, or by the next run if this process is killed. */
  @Test
  void allFilesOfFlinkAreInADirectoryOfTusk() throws Exception {
    meeting = new CyclicBarrier(1);
    String before = System.getProperty(TEMPORARY);
    // Others put files into the host's at any time.
    System.setProperty(TEMPORARY, temp.toString());
    try (EmbeddedSession session = session()) {
      assertThat(session.run(pipeline(session, new Meet()))).contains(PipelineResult.State.DONE);

      Path own = TemporaryDirectory.own();
      assertThat(files(temp))
          .as("but for libraries of other parts")
          .filteredOn(name -> !name.contains(".so"))
          .containsExactly(own.getFileName().toString());
      assertThat(files(own))
          .filteredOn(name -> name.startsWith("tusk-flink-"))
          .singleElement()
          .satisfies(
              name -> {
                assertThat(files(own.resolve(name)))
                    .anyMatch(file -> file.startsWith("minicluster_"));
                assertThat(TemporaryName.isAbandoned(Path.of(name))).isFalse();
              });
    } finally {
      System.setProperty(TEMPORARY, before);
    }
  }

  private static Set<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  @Test
  void theRestRunsOnAfterAJobThatFails() {
    meeting = new CyclicBarrier(1);
    try (EmbeddedSession session = session()) {
      assertThatThrownBy(() -> session.run(pipeline(session, new Fail())))
          .rootCause()
          .isInstanceOf(TuskException.class)
          .hasMessage("the disk is full; make room");
      assertThat(session.run(pipeline(session, new Meet()))).contains(PipelineResult.State.DONE);
    }
  }

  @Test
  void aJobEndsWhoseThreadIsInterrupted() throws Exception {
    begun = new CountDownLatch(1);
    stopped = new CountDownLatch(1);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (EmbeddedSession session = session()) {
      Future<?> run = threads.submit(() -> session.run(pipeline(session, new Hang())));
      assertThat(begun.await(300, TimeUnit.SECONDS)).isTrue();
      assertThat(run.cancel(true)).isTrue();
      assertThat(stopped.await(300, TimeUnit.SECONDS)).as("while the session is open").isTrue();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void nothingIsLeftOfASessionThatIsClosed() throws Exception {
    begun = new CountDownLatch(1);
    stopped = new CountDownLatch(1);
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<?> run;
    try (EmbeddedSession session = session()) {
      run = threads.submit(() -> session.run(pipeline(session, new Hang())));
      assertThat(begun.await(300, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(stopped.await(300, TimeUnit.SECONDS)).isTrue();
    assertThat(run).failsWithin(300, TimeUnit.SECONDS);
    threads.shutdown();
    Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
    after.removeAll(before);
    for (Thread thread : after) {
      thread.join(300_000);
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
    session().close();
  }

  @Test
  void oneClusterServesManyJobsButNotForEver() throws Exception {
    EmbeddedSettings settings = EmbeddedSettings.of(new Configuration(), 1, temp);
    try (EmbeddedCluster cluster =
        new EmbeddedCluster(settings.configuration(), settings.slots())) {
      cluster.begin();
      MiniCluster first = cluster.started();
      for (int i = 1; i < EmbeddedCluster.MOST_KEPT; i++) {
        cluster.begin();
        cluster.ended();
      }
      assertThat(cluster.started()).isSameAs(first);
      cluster.ended();
      assertThat(first.isRunning()).isFalse();
      cluster.begin();
      assertThat(cluster.started()).isNotSameAs(first);
      assertThat(cluster.started().isRunning()).isTrue();
    }
  }

  @Test
  void whyFlinkDoesNotStartIsSaid() throws Exception {
    Configuration user = new Configuration();
    user.set(RestOptions.BIND_ADDRESS, "no.such.host.invalid");
    EmbeddedSettings settings = EmbeddedSettings.of(user, 1, temp);
    try (EmbeddedCluster cluster =
        new EmbeddedCluster(settings.configuration(), settings.slots())) {
      cluster.begin();
      assertThatThrownBy(cluster::started)
          .isInstanceOf(TuskException.class)
          .hasMessageStartingWith("Flink does not start in this process: ")
          .hasMessageEndingWith("; mend that, or name a cluster with --flinkMaster=HOST:PORT")
          .extracting("code")
          .isEqualTo(ErrorCode.HOST);
    }
  }

  @Test
  void isOnlyForThisHostAndLargeEnough() {
    for (int lanes : new int[] {1, 2, 16, 64, 100}) {
      EmbeddedSettings settings = EmbeddedSettings.of(new Configuration(), lanes, temp);
      assertThat(settings.slots()).isEqualTo(Math.max(256, 4 * lanes));
      Configuration all = settings.configuration();
      assertThat(all.get(RestOptions.BIND_ADDRESS)).isEqualTo("127.0.0.1");
      assertThat(all.get(TaskManagerOptions.NETWORK_MEMORY_MIN).getMebiBytes())
          .as("%d lanes", lanes)
          .isBetween(8, 320);
    }
    Configuration user = new Configuration();
    user.setString(RestOptions.BIND_PORT.key(), "8123");
    assertThat(EmbeddedSettings.of(user, 2, temp).configuration().get(RestOptions.BIND_PORT))
        .as("what the user says stands")
        .isEqualTo("8123");
  }
}
