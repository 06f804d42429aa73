/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.s3.BucketPrefix;
import io.tusk.objects.s3.LossyLink;
import io.tusk.objects.s3.S3ObjectStore;
import io.tusk.objects.s3.S3Proxy;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions and jobs on a bucket that is busy now and then, and whose answers get lost. */
@Timeout(value = 900, unit = TimeUnit.SECONDS)
final class LossyBucketTest {
  private static final int RUNS = 4;
  private static final int MOST_RUNS = 40;
  private static final int ROUNDS = 3;
  private static final int WRITERS = 3;

  private static final String BUCKET = S3Proxy.shared().newBucket();

  /** What a run of this test did to a store, by what its writers were told. */
  private static final class Life implements AutoCloseable {
    private final long seed;
    private final LossyLink link;
    private final ObjectStore objects;
    private final EngineFixture fixture;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> written = new ConcurrentHashMap<>();
    private final Map<String, String> unknown = new ConcurrentHashMap<>();

    Life(long seed) {
      this.seed = seed;
      S3Proxy service = S3Proxy.shared();
      link = LossyLink.to(service.endpoint(), seed);
      Host hasty = new Host(Clock.systemUTC(), new Random(seed), duration -> {});
      objects =
          S3ObjectStore.open(
              new BucketPrefix(BUCKET, "life-" + seed), link.settings(service.settings()), hasty);
      fixture = new EngineFixture(objects);
      fixture.createRepo("in");
      fixture.createPipeline(EngineFixture.javaSpec("p", "in", "/*", UpperCase.class));
      fixture.createPipeline(EngineFixture.javaSpec("q", "p", "/*", UpperCase.class));
    }

    /** Writers and an engine at the same time. */
    void round(int number) throws Exception {
      List<Callable<Void>> works = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String name = "w" + i + "-" + number;
        works.add(
            () -> {
              write("/" + name, "content of " + name);
              return null;
            });
      }
      works.add(
          () -> {
            run();
            return null;
          });
      for (Future<Void> done : threads.invokeAll(works)) {
        done.get();
      }
    }

    private void write(String path, String content) {
      try {
        fixture.put("in", path, content);
        written.put(path, content);
      } catch (TuskException e) {
        assertThat(e.code()).as(label() + e).isIn(ErrorCode.STORAGE, ErrorCode.OUTCOME_UNKNOWN);
        if (e.code() == ErrorCode.OUTCOME_UNKNOWN) {
          unknown.put(path, content);
        }
      }
    }

    /** The engine may have to give up, but only because of the bucket. */
    private void run() {
      try {
        fixture.run();
      } catch (TuskException e) {
        assertThat(e.code()).as(label() + e).isIn(ErrorCode.STORAGE, ErrorCode.OUTCOME_UNKNOWN);
      }
    }

    void endInPeace() {
      link.harm(0);
      link.landAll();
      assertThat(fixture.run().ended())
          .allSatisfy(job -> assertThat(job.state()).as(label() + job).isEqualTo(JobState.SUCCESS));
      JobCatalog jobs = new JobCatalog(fixture.store.snapshot().catalog());
      assertThat(jobs.pending()).as(label()).isEmpty();
    }

    void check() {
      Map<String, String> in = fixture.contents("in@master");
      Map<String, String> possible = new TreeMap<>(written);
      possible.putAll(unknown);
      assertThat(in.entrySet()).as(label() + "what was written").containsAll(written.entrySet());
      assertThat(possible.entrySet()).as(label() + "what is there").containsAll(in.entrySet());
      Map<String, String> upper = new TreeMap<>(in);
      upper.replaceAll((path, content) -> content.toUpperCase(Locale.ROOT));
      assertThat(fixture.contents("p@master")).as(label()).isEqualTo(upper);
      assertThat(fixture.contents("q@master")).as(label()).isEqualTo(upper);
      assertThat(objects.list("jobs/", "", 10)).as(label()).isEmpty();
      fixture.close();
    }

    private String label() {
      return "seed " + seed + ": ";
    }

    @Override
    public void close() {
      threads.shutdownNow();
      link.close();
      objects.close();
    }
  }

  /** What befalls a request depends on when it comes, even with the same seed. */
  private static boolean lacksAny(Set<LossyLink.Fault> met) {
    return met.size() < LossyLink.Fault.values().length;
  }

  @Test
  void nothingIsLostAndNothingIsDoneTwice() throws Exception {
    Map<LossyLink.Fault, Integer> met = new EnumMap<>(LossyLink.Fault.class);
    for (long seed = 0; seed < RUNS || (seed < MOST_RUNS && lacksAny(met.keySet())); seed++) {
      try (Life life = new Life(seed)) {
        life.link.harm(0.02 * (1 + seed % 3));
        for (int round = 0; round < ROUNDS; round++) {
          life.round(round);
        }
        life.endInPeace();
        life.check();
        life.link.met().forEach((fault, times) -> met.merge(fault, times, Integer::sum));
      }
    }
    assertThat(met.keySet()).as("faults that were met: %s", met).contains(LossyLink.Fault.values());
  }
}
