/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** How long the first datum of a new pipeline waits in a repository of many files. */
final class JobStartRow implements BenchmarkRow {
  private static final int SMALL = 2_000;
  private static final int LARGE = 200_000;
  private static final int WARM_UPS = 5;
  private static final int REPEATS = 3;

  /** A datum of each file is a long job. */
  private static final int MOST_LONG_RUNS = 2;

  private static final double LIMIT = 2;

  @Override
  public int number() {
    return 13;
  }

  @Override
  public String metric() {
    return "time to the first datum of a new pipeline, in a repository of N files";
  }

  /** A repository, and how many pipelines read it. */
  private static final class Subject {
    private final int size;
    private final BenchStore store;
    private int pipelines;

    Subject(int size, BenchStore store) {
      this.size = size;
      this.store = store;
    }

    double firstDatum(String glob, long datums) throws InterruptedException {
      String name = "p" + pipelines++;
      store.createPipeline(name, BenchStore.pfs("in", glob, ""), FirstCall.class, "");
      FirstCall.forget();
      long start = System.nanoTime();
      store.run(datums);
      return FirstCall.secondsAfter(start);
    }

    /** A file in the middle. */
    String file() {
      return Contents.path(size / 2);
    }
  }

  /** Runs a new pipeline over a subject's files, and tells how long its first datum waited. */
  private interface Wait {
    double seconds(Subject subject) throws InterruptedException;
  }

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    List<Subject> subjects = new ArrayList<>();
    try {
      for (int size : new int[] {SMALL, LARGE}) {
        int count = context.scaled(size);
        context.say("a commit of " + count + " files");
        BenchStore store = BenchStore.in(context.fresh("start-" + size));
        subjects.add(new Subject(count, store));
        store.fill("in", count, i -> Contents.text(i, 0));
      }
      context.say("new pipelines over them");
      int warmUps = context.warmUps(WARM_UPS);
      int runs = REPEATS * context.runs();
      List<Figure> figures = new ArrayList<>();
      figures.add(
          judged(
              "one file among N",
              subjects,
              take(subjects, warmUps, runs, subject -> subject.firstDatum(subject.file(), 1))));
      figures.add(
          judged(
              "all N files in one datum",
              subjects,
              take(subjects, warmUps, runs, subject -> subject.firstDatum("/", 1))));
      int few = Math.min(MOST_LONG_RUNS, context.runs());
      List<Samples> each =
          take(subjects, 0, few, subject -> subject.firstDatum("/*/*", subject.size));
      figures.add(
          Figure.extra(
              "(first of N datums of a file each, all of which are planned before it, N = "
                  + Figure.count(subjects.get(1).size)
                  + ")",
              each.get(1).secondsText(),
              smaller(subjects, each)));
      return figures;
    } finally {
      subjects.forEach(subject -> subject.store.close());
    }
  }

  /** Turn by turn, so that what disturbs the machine disturbs both sizes. */
  private static List<Samples> take(List<Subject> subjects, int warmUps, int runs, Wait wait)
      throws InterruptedException {
    List<List<Double>> times =
        IntStream.range(0, subjects.size()).<List<Double>>mapToObj(i -> new ArrayList<>()).toList();
    for (int round = -warmUps; round < runs; round++) {
      for (int i = 0; i < subjects.size(); i++) {
        double time = wait.seconds(subjects.get(i));
        if (round >= 0) {
          times.get(i).add(time);
        }
      }
    }
    return times.stream().map(Samples::new).toList();
  }

  private static Figure judged(String input, List<Subject> subjects, List<Samples> times) {
    return Figure.of(
        "first datum: " + input + ", N = " + Figure.count(subjects.get(1).size),
        times.get(1).secondsText(),
        smaller(subjects, times),
        times.get(1).median() / times.get(0).median(),
        Target.atMost(LIMIT));
  }

  private static String smaller(List<Subject> subjects, List<Samples> times) {
    return "N = " + Figure.count(subjects.get(0).size) + ": " + times.get(0).secondsText();
  }
}
