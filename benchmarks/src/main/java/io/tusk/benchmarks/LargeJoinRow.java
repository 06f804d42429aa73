/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.benchmarks.BeamRunners.Series;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A first job that joins two large repositories, which must end at all. */
final class LargeJoinRow implements BenchmarkRow {
  private static final int FILES = 1_000_000;

  @Override
  public int number() {
    return 21;
  }

  @Override
  public String metric() {
    return "first job that joins two repositories of 1,000,000 files, 2 GiB of heap";
  }

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    int files = context.scaled(FILES);
    BeamRunners runner = BeamRunners.FLINK;
    context.say("commits of twice " + files + " files and a first job on " + runner.label());
    int lanes = Runtime.getRuntime().availableProcessors();
    Optional<Series> series = runner.series(context, 1, JobSeries.Work.JOIN, files, lanes);
    String what =
        "datums of a first job that joins 2 x "
            + Figure.count(files)
            + " files, 2 GiB of heap, "
            + runner.label();
    if (series.isEmpty()) {
      return List.of(Figure.withoutAnchor(what, "", "the runner", Target.atLeast(files)));
    }
    // A job that does not end, or misses a datum, throws.
    return List.of(
        Figure.of(
            what,
            Figure.seconds(series.get().seconds().get(0)),
            "",
            (double) files,
            Target.atLeast(files)),
        Figure.extra("(the most of the heap, with garbage)", size(series.get().heapBytes())),
        Figure.extra(
            "(peak memory of the process, commits included)", size(series.get().residentBytes())));
  }

  private static String size(long bytes) {
    return Figure.bytes((double) bytes);
  }
}
