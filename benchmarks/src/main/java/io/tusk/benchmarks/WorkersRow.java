/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a second worker brings where processors are all that counts. */
final class WorkersRow implements BenchmarkRow {
  private static final int DATUMS = 400;
  private static final double LEAST = 1.8;

  @Override
  public int number() {
    return 19;
  }

  @Override
  public String metric() {
    return "two workers against one, datums that only compute, on each runner";
  }

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    int datums = context.scaled(DATUMS);
    List<Figure> figures = new ArrayList<>();
    for (BeamRunners runner : BeamRunners.values()) {
      context.say(datums + " datums that compute, by one and by two workers, on " + runner.label());
      Optional<Samples> one = jobs(context, runner, datums, 1);
      Optional<Samples> two = jobs(context, runner, datums, 2);
      String what = "two workers, times as fast as one, " + runner.label();
      figures.add(
          one.isPresent() && two.isPresent()
              ? Figure.of(
                  what,
                  two.get().secondsText(),
                  "one " + one.get().secondsText(),
                  one.get().median() / two.get().median(),
                  Target.atLeast(LEAST))
              : Figure.withoutAnchor(what, "", "the runner", Target.atLeast(LEAST)));
    }
    return figures;
  }

  private static Optional<Samples> jobs(Context context, BeamRunners runner, int datums, int lanes)
      throws IOException, InterruptedException {
    return runner.jobs(context, context.warmUps(1), JobSeries.Work.BUSY, datums, lanes);
  }
}
