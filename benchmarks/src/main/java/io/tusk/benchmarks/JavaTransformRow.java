/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.host.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A first job over many small datums, against a Beam job of one's own over the same files. */
final class JavaTransformRow implements BenchmarkRow {
  private static final int DATUMS = 100_000;
  private static final int FILE_BYTES = 1_024;
  private static final double MOST_OF_DIRECT = 1.3;

  @Override
  public int number() {
    return 12;
  }

  @Override
  public String metric() {
    return "Java transform over 100,000 datums of 1 KiB, on each runner";
  }

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    int datums = context.scaled(DATUMS);
    Samples beam = beam(context, datums);
    Optional<Samples> direct = Optional.empty();
    List<Figure> figures = new ArrayList<>();
    for (BeamRunners runner : BeamRunners.values()) {
      context.say("jobs over " + datums + " datums of 1 KiB on " + runner.label());
      int lanes = Runtime.getRuntime().availableProcessors();
      Optional<Samples> ours =
          runner.jobs(context, context.warmUps(1), JobSeries.Work.SMALL, datums, lanes);
      String what =
          "first job over "
              + Figure.count(datums)
              + " datums of 1 KiB, warm code, "
              + runner.label();
      if (ours.isEmpty()) {
        figures.add(Figure.withoutAnchor(what, "", "the runner", Target.atMost(1)));
        continue;
      }
      direct = direct.or(() -> ours);
      figures.add(
          Figure.of(
              what,
              ours.get().secondsText(),
              "Beam's FileIO on DirectRunner " + beam.secondsText(),
              ours.get().median() / beam.median(),
              Target.atMost(1)));
      if (runner != BeamRunners.DIRECT) {
        figures.add(
            Figure.of(
                "the same against DirectRunner's best",
                Figure.seconds(ours.get().median()),
                Figure.seconds(direct.get().least()),
                ours.get().median() / direct.get().least(),
                Target.atMost(MOST_OF_DIRECT)));
      }
    }
    return figures;
  }

  private static Samples beam(Context context, int datums)
      throws IOException, InterruptedException {
    context.say("Beam jobs over " + datums + " files of 1 KiB");
    Path files = context.freshDirectory("beam-in");
    Contents.writeFiles(files, datums, i -> Contents.random(i, 0, FILE_BYTES));
    int slots = Runtime.getRuntime().availableProcessors();
    Samples beam =
        Samples.take(
            context.warmUps(1),
            context.runs(),
            () -> {
              Path out = context.freshDirectory("beam-out");
              return Samples.time(() -> BeamFileJob.run(files, out, slots));
            });
    FileTree.delete(files);
    FileTree.delete(context.scratch().resolve("beam-out"));
    return beam;
  }
}
