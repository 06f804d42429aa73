/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.host.Host;
import io.tusk.host.Stopwatch;
import io.tusk.log.Operation;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobOwner;
import io.tusk.pipeline.JobState;
import io.tusk.repo.TuskStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that end because their time is over, or because a user wants it, with datums that run. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class JobTimeTest {
  private static final String IN = "$(find ${PFS_ROOT:-/pfs}/in -type f)";
  private static final String OUT = "${PFS_ROOT:-/pfs}/out";

  private final EngineFixture fixture = new EngineFixture();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void open() {
    fixture.createRepo("in");
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    assertThat(fixture.store.objects().list("jobs/", "", 10)).isEmpty();
    fixture.close();
  }

  private static void assumePossible(String isolation) {
    assumeThat(IsolationProbe.detect().effective(Isolation.parse(isolation))).isPresent();
  }

  private Job run(String isolation) {
    List<Job> ended = fixture.run(isolation).ended();
    assertThat(ended).hasSize(1);
    return ended.get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void aJobIsKilledWhenItsTimeIsOver(String isolation) {
    assumePossible(isolation);
    String nonce = EngineFixture.nonce();
    fixture.put("in", Map.of("/a", Optional.of("quick"), "/b", Optional.of("slow")));
    fixture.createPipeline(
        EngineFixture.shellSpec(
            "if grep -q slow " + IN + "; then sleep " + nonce + "; fi; cp " + IN + " " + OUT,
            "",
            ",\"job_timeout\":\"6s\",\"parallelism_spec\":{\"constant\":1}"));

    Stopwatch watch = Stopwatch.start();
    Job job = run(isolation);

    assertThat(watch.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(6));
    assertThat(job.state()).isEqualTo(JobState.KILLED);
    assertThat(job.reason())
        .isEqualTo(
            "job timed out: it ran for longer than 6.0 s, its job_timeout; raise it or make the job"
                + " faster");
    assertThat(EngineFixture.sleeping(nonce)).isEmpty();

    fixture.put("in", "/b", "quick");
    assertThat(run(isolation).counts()).as("a was done").isEqualTo(new JobCounts(2, 1, 1, 0, 0));
  }

  @Test
  void theTimeOfAJobCountsFromItsFirstStartWhoeverRunsIt() {
    Host now = Host.system();
    Clock clock = Clock.offset(now.clock(), Duration.ofHours(-1));
    ObjectStore objects = TestStores.create();
    EngineFixture anHourAgo =
        new EngineFixture(TuskStore.create(objects, new Host(clock, now.random(), now.sleeper())));
    anHourAgo.createRepo("in");
    anHourAgo.put("in", "/a", "x");
    anHourAgo.createPipeline(EngineFixture.shellSpec("sleep 1000", "", ",\"job_timeout\":\"30m\""));
    JobId id = anHourAgo.pending();
    JobOwner dead = ProcessIdentity.ofThisHost().owner("dead");
    anHourAgo.store.transact(
        new Operation("take up job", ""), tx -> JobChanges.takeUp(tx, id, 0, dead));

    Job job = new EngineFixture(TuskStore.open(objects, now)).run().ended().get(0);

    assertThat(job.state()).isEqualTo(JobState.KILLED);
    assertThat(job.reason()).startsWith("job timed out: it ran for longer than 1800.0 s");
    assertThat(job.attempt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void aJobIsStoppedInTheMiddleOfADatum(String isolation) throws Exception {
    assumePossible(isolation);
    String nonce = EngineFixture.nonce();
    fixture.put("in", Map.of("/a", Optional.of("x")));
    fixture.createPipeline(EngineFixture.shellSpec("sleep " + nonce, "", ""));
    JobId id = fixture.pending();
    Callable<Job> run = () -> run(isolation);
    Future<Job> running = threads.submit(run);
    while (EngineFixture.sleeping(nonce).isEmpty()) {
      Thread.onSpinWait();
    }

    fixture.store.transact(new Operation("stop job", ""), tx -> JobChanges.stop(tx, id));
    Job job = running.get();

    assertThat(job.state()).isEqualTo(JobState.KILLED);
    assertThat(EngineFixture.sleeping(nonce)).isEmpty();
  }
}
