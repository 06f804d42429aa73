/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How the time of a job with one changed datum grows with the datums that did not change. */
final class FlatnessRow implements BenchmarkRow {
  private static final int[] SIZES = {1_000, 100_000, 1_000_000};
  private static final double[] LIMITS = {1.5, 2.5};
  private static final int WARM_UPS = 5;
  private static final int REPEATS = 3;

  @Override
  public int number() {
    return 1;
  }

  @Override
  public String metric() {
    return "job with one changed datum among N";
  }

  /** A store with a pipeline that is up to date, and what its jobs took. */
  private record Subject(int size, BenchStore store, List<Double> commits, List<Double> jobs) {}

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    List<Subject> subjects = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    try {
      for (int size : SIZES) {
        int count = context.scaled(size);
        BenchStore store = BenchStore.in(context.fresh("flatness-" + size));
        subjects.add(new Subject(count, store, new ArrayList<>(), new ArrayList<>()));
        context.say("a commit of " + count + " files and a first job");
        double put = Samples.time(() -> store.fill("in", count, i -> Contents.text(i, 0)));
        store.createPipeline("upper", "in");
        double first = Samples.time(() -> store.run(count));
        figures.add(
            Figure.extra(
                "(commit of N = " + Figure.count(count) + " files, and the first job over them)",
                Figure.seconds(put) + ", " + Figure.seconds(first)));
      }
      context.say("jobs with one changed datum");
      int warmUps = context.warmUps(WARM_UPS);
      int rounds = REPEATS * context.runs();
      // Turn by turn, so that what disturbs the machine disturbs all sizes.
      for (int round = -warmUps; round < rounds; round++) {
        for (Subject subject : subjects) {
          measure(subject, round);
        }
      }
    } finally {
      subjects.forEach(subject -> subject.store().close());
    }
    figures.addAll(0, figures(subjects));
    return figures;
  }

  private static void measure(Subject subject, int round) throws IOException, InterruptedException {
    int version = round + WARM_UPS + 1;
    int index = (int) (version * 7_919L % subject.size());
    BenchStore store = subject.store();
    double commit = Samples.time(() -> store.change("in", index, Contents.text(index, version)));
    double job = Samples.time(() -> store.run(1));
    if (round >= 0) {
      subject.commits().add(commit);
      subject.jobs().add(job);
    }
  }

  private static List<Figure> figures(List<Subject> subjects) {
    List<Figure> figures = new ArrayList<>();
    Subject small = subjects.get(0);
    Samples base = new Samples(small.jobs());
    for (int i = 1; i < subjects.size(); i++) {
      Subject large = subjects.get(i);
      Samples jobs = new Samples(large.jobs());
      figures.add(
          Figure.of(
              "job with one changed datum, N = " + Figure.count(large.size()),
              jobs.secondsText(),
              "N = " + Figure.count(small.size()) + ": " + base.secondsText(),
              jobs.median() / base.median(),
              Target.atMost(LIMITS[i - 1])));
    }
    Subject large = subjects.get(subjects.size() - 1);
    double each =
        (new Samples(large.jobs()).median() - base.median())
            / Math.max(1, large.size() - small.size());
    figures.add(
        Figure.of(
            "(row 2) cost per unchanged datum, us",
            Figure.number(each * 1e6) + " us",
            "",
            each * 1e6,
            Target.atMost(0.5)));
    figures.add(
        Figure.extra(
            "(the commit of the one file, N = " + Figure.count(large.size()) + ")",
            new Samples(large.commits()).secondsText(),
            "N = "
                + Figure.count(small.size())
                + ": "
                + new Samples(small.commits()).secondsText()));
    return figures;
  }
}
