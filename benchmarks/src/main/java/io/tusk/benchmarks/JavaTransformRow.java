/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A first job over many small datums, against a Beam job of one's own over the same files. */
final class JavaTransformRow implements BenchmarkRow {
  private static final int DATUMS = 100_000;
  private static final int FILE_BYTES = 1_024;

  @Override
  public int number() {
    return 12;
  }

  @Override
  public String metric() {
    return "Java transform over 100,000 datums of 1 KiB, DirectRunner";
  }

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    int datums = context.scaled(DATUMS);
    context.say("jobs over " + datums + " datums of 1 KiB");
    Samples ours = Samples.take(context.warmUps(1), context.runs(), () -> job(context, datums));
    context.say("Beam jobs over the same files");
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
    Context.delete(files);
    Context.delete(context.scratch().resolve("beam-out"));
    return List.of(
        Figure.of(
            "first job over " + Figure.count(datums) + " datums of 1 KiB, warm code",
            ours.secondsText(),
            "Beam's FileIO " + beam.secondsText(),
            ours.median() / beam.median(),
            Target.atMost(1)));
  }

  private static double job(Context context, int datums) throws IOException, InterruptedException {
    try (BenchStore store = BenchStore.in(context.fresh("transform"))) {
      store.fill("in", datums, i -> Contents.random(i, 0, FILE_BYTES));
      store.createPipeline("upper", "in");
      return Samples.time(() -> store.run(datums));
    }
  }
}
