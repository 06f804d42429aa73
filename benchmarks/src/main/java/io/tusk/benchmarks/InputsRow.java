/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.benchmarks.BenchStore.Input;
import io.tusk.host.FileTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** As {@link FlatnessRow}, for the inputs that have several parts. */
final class InputsRow implements BenchmarkRow {
  private static final int SMALL = 1_000;
  private static final int LARGE = 100_000;
  private static final int WARM_UPS = 5;
  private static final int REPEATS = 3;
  private static final double LIMIT = 2;

  /** Files of the side of a cross that does not grow. */
  private static final int OTHER_SIDE = 10;

  /** Directory, and the name of the file in two parts: ten files have the first in common. */
  private static final String GLOB = "/(*)/(f??)(?)";

  private static final String ON = ",\"join_on\":\"$1/$2$3\"";
  private static final String OUTER = ON + ",\"outer_join\":true";
  private static final String TEN = ",\"group_by\":\"$1/$2\"";

  /** Inputs of N files in {@code a}, and others in {@code b}. */
  private enum Kind {
    UNION("union"),
    CROSS("cross with 10 files"),
    JOIN("join"),
    OUTER_JOIN("outer join"),
    GROUP("group of 10"),
    GROUP_OF_JOIN("group of 10 of a join");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    Input input() {
      return switch (this) {
        case UNION -> Input.of("union", all("a", ""), all("b", ""));
        case CROSS -> Input.of("cross", all("a", ""), all("b", ""));
        case JOIN -> Input.of("join", all("a", ON), all("b", ON));
        case OUTER_JOIN -> Input.of("join", all("a", OUTER), all("b", OUTER));
        case GROUP -> Input.of("group", all("a", TEN));
        case GROUP_OF_JOIN ->
            Input.of("group", Input.of("join", all("a", ON + TEN), all("b", ON + TEN)));
      };
    }

    private static Input all(String repo, String fields) {
      return BenchStore.pfs(repo, GLOB, fields);
    }

    /** How many files {@code b} has; half of the values of an outer join lack one there. */
    int others(int size) {
      return switch (this) {
        case CROSS -> OTHER_SIDE;
        case OUTER_JOIN -> (size + 1) / 2;
        case GROUP -> 1;
        default -> size;
      };
    }

    /** How many datums a first job runs. */
    long datums(int size) {
      return switch (this) {
        case UNION -> 2L * size;
        case CROSS -> (long) OTHER_SIDE * size;
        case JOIN, OUTER_JOIN -> size;
        case GROUP, GROUP_OF_JOIN -> (size + 9) / 10;
      };
    }

    /** How many datums one changed file of {@code a} makes work. */
    long touched() {
      return this == CROSS ? OTHER_SIDE : 1;
    }
  }

  @Override
  public int number() {
    return 20;
  }

  @Override
  public String metric() {
    return "job with one changed file among N, for each kind of input";
  }

  /** A store with a pipeline that is up to date, and what its jobs took. */
  private record Subject(Kind kind, int size, BenchStore store, List<Double> jobs) {}

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      figures.addAll(run(context, kind));
    }
    return figures;
  }

  private static List<Figure> run(Context context, Kind kind)
      throws IOException, InterruptedException {
    List<Subject> subjects = new ArrayList<>();
    try {
      double first = 0;
      for (int size : new int[] {SMALL, LARGE}) {
        Subject subject = subject(context, kind, size);
        subjects.add(subject);
        first = Samples.time(() -> subject.store().run(kind.datums(subject.size())));
      }
      int warmUps = context.warmUps(WARM_UPS);
      int rounds = REPEATS * context.runs();
      // Turn by turn, so that what disturbs the machine disturbs both sizes.
      for (int round = -warmUps; round < rounds; round++) {
        for (Subject subject : subjects) {
          measure(subject, round);
        }
      }
      return figures(subjects.get(0), subjects.get(1), first);
    } finally {
      for (Subject subject : subjects) {
        subject.store().close();
      }
      FileTree.delete(context.scratch().resolve("inputs-" + SMALL));
      FileTree.delete(context.scratch().resolve("inputs-" + LARGE));
    }
  }

  private static Subject subject(Context context, Kind kind, int size) throws IOException {
    int count = context.scaled(size);
    context.say(kind.label + ": commits of " + count + " files and a first job");
    BenchStore store = BenchStore.in(context.fresh("inputs-" + size));
    store.fill("a", count, i -> Contents.text(i, 0));
    store.fill("b", kind.others(count), i -> Contents.text(i, 1));
    store.createPipeline("p", kind.input(), Together.class, "");
    return new Subject(kind, count, store, new ArrayList<>());
  }

  private static void measure(Subject subject, int round) throws IOException, InterruptedException {
    int version = round + WARM_UPS + 2;
    int index = (int) (version * 7_919L % subject.size());
    BenchStore store = subject.store();
    store.change("a", index, Contents.text(index, version));
    double job = Samples.time(() -> store.run(subject.kind().touched()));
    if (round >= 0) {
      subject.jobs().add(job);
    }
  }

  private static List<Figure> figures(Subject small, Subject large, double first) {
    Samples base = new Samples(small.jobs());
    Samples jobs = new Samples(large.jobs());
    String name = large.kind().label;
    return List.of(
        Figure.of(
            "job with one changed file, " + name + ", N = " + Figure.count(large.size()),
            jobs.secondsText(),
            "N = " + Figure.count(small.size()) + ": " + base.secondsText(),
            jobs.median() / base.median(),
            Target.atMost(LIMIT)),
        Figure.extra(
            "(the first job, " + large.kind().datums(large.size()) + " datums)",
            Figure.seconds(first)));
  }
}
