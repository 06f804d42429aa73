/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.engine.run.EngineOptions;
import io.tusk.transform.DatumTransform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The same first job again and again, each over a store of its own, on one runner and in a process
 * of its own: the runners of clusters cannot be on one class path. Prints the seconds of each job.
 */
final class JobSeries {
  /** What the datums do. */
  enum Work {
    /** Files of 1 KiB in upper case. */
    SMALL(UpperCase.class, 1_024),
    BUSY(BusyWork.class, 16);

    private final Class<? extends DatumTransform> code;
    private final int fileBytes;

    Work(Class<? extends DatumTransform> code, int fileBytes) {
      this.code = code;
      this.fileBytes = fileBytes;
    }
  }

  private JobSeries() {}

  /** Arguments: scratch directory, how many jobs, work, datums, lanes, options of Beam. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path scratch = Path.of(args[0]);
    int jobs = Integer.parseInt(args[1]);
    Work work = Work.valueOf(args[2]);
    int datums = Integer.parseInt(args[3]);
    String parallelism = ",\"parallelism_spec\":{\"constant\":" + args[4] + "}";
    EngineOptions options = EngineOptions.of(List.of(args).subList(5, args.length), "none");
    for (int i = 0; i < jobs; i++) {
      Path place = scratch.resolve("series");
      Context.delete(place);
      try (BenchStore store = BenchStore.in(place)) {
        store.fill("in", datums, index -> Contents.random(index, 0, work.fileBytes));
        store.createPipeline("p", "in", work.code, parallelism);
        System.out.println(Samples.time(() -> store.run(datums, options)));
      }
      Context.delete(place);
    }
    System.exit(0);
  }
}
