/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One file through a chain of pipelines, whose other datums did not change. */
final class ChainRow implements BenchmarkRow {
  private static final int PIPELINES = 5;
  private static final int DATUMS = 10_000;
  private static final int WARM_UPS = 3;
  private static final double LIMIT_SECONDS = 2;

  private int version;

  @Override
  public int number() {
    return 3;
  }

  @Override
  public String metric() {
    return "chain of 5 pipelines x 10,000 datums, one file committed";
  }

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    int datums = context.scaled(DATUMS);
    Path directory = context.fresh("chain");
    context.say("a chain of " + PIPELINES + " pipelines over " + datums + " files");
    try (BenchStore store = BenchStore.in(directory)) {
      store.fill("p0", datums, i -> Contents.text(i, 0));
      for (int i = 1; i <= PIPELINES; i++) {
        store.createPipeline("p" + i, "p" + (i - 1));
      }
      double first = Samples.time(() -> store.run((long) PIPELINES * datums));
      context.say("one file through the chain");
      Samples chain =
          Samples.take(
              context.warmUps(WARM_UPS),
              context.runs(),
              () -> {
                change(store, datums);
                return Samples.time(() -> store.run(PIPELINES));
              });
      Tool tusk = Tool.tusk(context.scratch(), "-XX:+UseParallelGC");
      Samples process =
          Samples.take(
              0,
              context.runs(),
              () -> {
                change(store, datums);
                return tusk.run("run", "--isolation=none", "--store", directory).seconds();
              });
      // The user's work, five short files in upper case, is some microseconds: nothing to subtract.
      return List.of(
          Figure.of(
              "chain of " + PIPELINES + " x " + Figure.count(datums) + ", one file, s",
              chain.secondsText(),
              "",
              chain.median(),
              Target.atMost(LIMIT_SECONDS)),
          Figure.extra("(the whole process of `tusk run`)", process.secondsText()),
          Figure.extra("(the first run of the chain)", Figure.seconds(first)));
    }
  }

  private void change(BenchStore store, int datums) throws IOException {
    version++;
    int index = (int) (version * 7_919L % datums);
    store.change("p0", index, Contents.text(index, version));
  }
}
