/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.FilePath;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.objects.cache.CacheSettings;
import io.tusk.objects.cache.CachingObjectStore;
import io.tusk.repo.FileWrite;
import io.tusk.repo.TuskStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** Requests and time of one-file commits to a bucket, by processes with a cache on disk. */
final class BucketCommitRow implements BenchmarkRow {
  private static final int SMALL = 1_000;
  private static final int LARGE = 1_000_000;
  private static final int COMMITS = 20;
  private static final int WARM_UPS = 10;

  /** Of each request: less than any bucket's, so that what Tusk itself does counts for more. */
  private static final long MILLIS = 20;

  private static final long CACHE_BYTES = 2L << 30;

  @Override
  public int number() {
    return 14;
  }

  @Override
  public String metric() {
    return "one-file commits to a bucket among N files, warm cache";
  }

  /** A bucket, and a process's way to it. */
  private record Subject(int size, CountingObjectStore bucket, Path cache, List<Double> times) {
    ObjectStore open(ObjectStore way) {
      CacheSettings settings = new CacheSettings(Optional.of(cache), OptionalLong.of(CACHE_BYTES));
      return new CachingObjectStore(way, settings, Host.system());
    }
  }

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    List<Subject> subjects = new ArrayList<>();
    for (int size : new int[] {SMALL, LARGE}) {
      int count = context.scaled(size);
      context.say("a commit of " + count + " files");
      Subject subject =
          new Subject(
              count,
              new CountingObjectStore(new MemoryObjectStore()),
              context.freshDirectory("cache-" + size),
              new ArrayList<>());
      try (BenchStore store = new BenchStore(subject.open(subject.bucket()))) {
        store.fill("in", count, i -> Contents.text(i, 0));
      }
      subjects.add(subject);
    }
    context.say("one-file commits, each by a store that was just opened");
    List<ObjectStoreCounts> costs = new ArrayList<>();
    for (int round = -context.warmUps(WARM_UPS); round < COMMITS; round++) {
      for (Subject subject : subjects) {
        ObjectStoreCounts before = subject.bucket().counts();
        double time = Samples.time(commit(subject, round + WARM_UPS + 1));
        if (round >= 0) {
          subject.times().add(time);
          costs.add(subject.bucket().counts().minus(before));
        }
      }
    }
    return figures(subjects, costs);
  }

  private static Samples.Action commit(Subject subject, int version) {
    int index = (int) (version * 7_919L % subject.size());
    return () -> {
      ObjectStore objects = subject.open(new DistantStore(subject.bucket(), MILLIS));
      try (TuskStore store = TuskStore.open(objects, Host.system());
          FileWrite write = FileWrite.over(store, store.opened(), BenchStore.master("in"))) {
        write.put(
            FilePath.parse(Contents.path(index)),
            new ByteArrayInputStream(Contents.text(index, version)));
        write.commit(BenchStore.master("in"), new Operation("put file", "in"), "");
      }
    };
  }

  private static List<Figure> figures(List<Subject> subjects, List<ObjectStoreCounts> costs) {
    Samples small = new Samples(subjects.get(0).times());
    Samples large = new Samples(subjects.get(1).times());
    String name = "one-file commit, N = " + Figure.count(subjects.get(1).size());
    return List.of(
        most("creates", costs, ObjectStoreCounts::creates, 1),
        most("PUT", costs, ObjectStoreCounts::puts, 5),
        most("GET and HEAD", costs, cost -> cost.reads() + cost.sizes(), 3),
        most("LIST", costs, ObjectStoreCounts::lists, 2),
        Figure.of(
            name + ", requests of " + MILLIS + " ms: commits/s",
            Figure.number(1 / large.median()),
            "N = "
                + Figure.count(subjects.get(0).size())
                + ": "
                + Figure.number(1 / small.median()),
            small.median() / large.median(),
            Target.atLeast(0.9)));
  }

  /** Of the commit that needed most of them, among few files or many. */
  private static Figure most(
      String what,
      List<ObjectStoreCounts> costs,
      ToLongFunction<ObjectStoreCounts> count,
      int limit) {
    long most = costs.stream().mapToLong(count).max().orElseThrow();
    return Figure.of(
        "one-file commit, warm cache: " + what,
        Long.toString(most),
        "",
        (double) most,
        Target.atMost(limit));
  }
}
