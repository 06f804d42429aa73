/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.work.Claims.Claimed;
import io.tusk.host.Host;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.Interleaving;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.pipeline.JobId;
import io.tusk.repo.TuskStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who has which shards when lanes come, go and come again in any order. */
final class ClaimingTest {
  private static final JobId JOB =
      new JobId(new PipelineName(ProjectName.DEFAULT, "p"), new CommitId("1".repeat(32)));
  private static final int MOST_CRASHES = 3;

  /** A lane's process is gone. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** One attempt, whose lanes run as threads of which one goes on at a time, as a seed decides. */
  private static final class Simulation {
    private final long seed;
    private final Random random;
    private final Interleaving interleaving;
    private final int lanes;
    private final ShardRuns runs;
    private final JobWork work;
    private final ThreadLocal<Boolean> mortal = ThreadLocal.withInitial(() -> false);
    private final ThreadLocal<Runnable> introduced = ThreadLocal.withInitial(() -> () -> {});
    private int runsOfLanes;

    /** By claim: the lanes that ran it, each time to its end. */
    private final Map<Integer, List<Integer>> done = new HashMap<>();

    Simulation(long seed, int mostShards) {
      this.seed = seed;
      this.random = new Random(seed);
      this.interleaving = new Interleaving(seed);
      int shards = 1 + random.nextInt(mostShards);
      this.lanes = 1 + random.nextInt(Math.min(shards, 5));
      this.runs = ShardRuns.of(shards, lanes);
      ObjectStore objects = interleaving.store(new Mortal(new MemoryObjectStore()));
      this.work = new JobWork(TuskStore.create(objects, Host.system()), JOB);
    }

    /** Before and after a request the process may end. */
    private final class Mortal extends ForwardingObjectStore {
      Mortal(ObjectStore store) {
        super(store);
      }

      @Override
      public Optional<byte[]> read(String key) {
        Optional<byte[]> found = super.read(key);
        live();
        return found;
      }

      @Override
      public Created createIfAbsent(String key, byte[] content) {
        live();
        Created created = super.createIfAbsent(key, content);
        live();
        return created;
      }

      @Override
      public List<String> list(String prefix, String after, int limit) {
        List<String> found = super.list(prefix, after, limit);
        introduced.get().run();
        live();
        return found;
      }
    }

    private void live() {
      if (mortal.get() && random.nextInt(25) == 0) {
        throw new Crash();
      }
    }

    private void runLane(int lane) {
      runsOfLanes++;
      JobWork.Claim claim = new JobWork.Claim(lane, "run" + runsOfLanes);
      new Claiming(work.claims(1), runs.count(), lanes, claim, () -> false)
          .run(
              (number, claimed) -> {
                assertThat(claimed).isNotEqualTo(Claimed.BY_ANOTHER);
                introduced.get().run();
                for (int shard = runs.from(number); shard < runs.to(number); shard++) {
                  interleaving.step();
                  live();
                }
                done.computeIfAbsent(number, key -> new ArrayList<>()).add(lane);
              });
    }

    /** The runner starts a lane again until it has come to its end. */
    private void insist(int lane, AtomicBoolean may) {
      while (!may.get()) {
        interleaving.step();
      }
      for (int crashes = 0; ; crashes++) {
        mortal.set(crashes < MOST_CRASHES);
        try {
          runLane(lane);
          return;
        } catch (Crash e) {
          // Once more.
        }
      }
    }

    /** A run that the runner takes for dead once it has begun: another is started beside it. */
    private void straggle(int lane, AtomicBoolean begun) {
      mortal.set(true);
      introduced.set(() -> begun.set(true));
      try {
        runLane(lane);
      } catch (Crash e) {
        // Now it is.
      } finally {
        begun.set(true);
      }
    }

    void run(boolean losses) {
      List<Runnable> all = new ArrayList<>();
      for (int i = 0; i < lanes; i++) {
        int lane = i;
        if (losses) {
          AtomicBoolean begun = new AtomicBoolean(random.nextInt(3) == 0);
          if (!begun.get()) {
            all.add(() -> straggle(lane, begun));
          }
          all.add(() -> insist(lane, begun));
        } else {
          all.add(() -> runLane(lane));
        }
      }
      interleaving.run(all);
    }

    void assertWhole() {
      assertThat(done.keySet())
          .as("seed %d: none is lost", seed)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, runs.count()).boxed().toList());
      done.forEach(
          (number, ran) ->
              assertThat(new TreeSet<>(ran))
                  .as("seed %d: claim %d is run by who has it and nobody else", seed, number)
                  .containsExactly(holder(number)));
    }

    private int holder(int number) {
      return IntStream.range(0, lanes)
          .filter(
              lane -> work.claims(1).claim(number, new JobWork.Claim(lane, "x")) == Claimed.AGAIN)
          .findFirst()
          .orElseThrow();
    }
  }

  private final JobWork work =
      new JobWork(TuskStore.create(new MemoryObjectStore(), Host.system()), JOB);

  @Test
  void eachShardIsRunByTheOneLaneThatClaimedItWhoeverIsLost() {
    long seed = new Random().nextLong();
    for (int round = 0; round < 150; round++) {
      Simulation simulation = new Simulation(seed + round, 80);
      simulation.run(true);
      simulation.assertWhole();
    }
  }

  @Test
  void withoutLossesEachShardIsRunOnce() {
    long seed = new Random().nextLong();
    for (int round = 0; round < 100; round++) {
      Simulation simulation = new Simulation(seed + round, 200);
      simulation.run(false);
      simulation.assertWhole();
      assertThat(simulation.done.values())
          .as("seed %d", seed + round)
          .allMatch(ran -> ran.size() == 1);
    }
  }

  @Test
  void claimsAreALanesAndSurviveItsRestart() {
    Claims first = work.claims(1);
    assertThat(first.claim(0, new JobWork.Claim(1, "a"))).isEqualTo(Claimed.NEW);
    assertThat(first.claim(0, new JobWork.Claim(10, "b"))).isEqualTo(Claimed.BY_ANOTHER);
    assertThat(first.claim(0, new JobWork.Claim(1, "c"))).isEqualTo(Claimed.AGAIN);
    assertThat(work.claims(2).claim(0, new JobWork.Claim(10, "d"))).isEqualTo(Claimed.NEW);
    assertThat(first.claim(3, new JobWork.Claim(10, "b"))).isEqualTo(Claimed.NEW);
    assertThat(first.all().stream()).containsExactly(0, 3);
    assertThat(first.ofLane(10, first.all()).stream()).containsExactly(3);
  }
}
