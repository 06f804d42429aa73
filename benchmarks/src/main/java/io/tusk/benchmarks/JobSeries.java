/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.benchmarks.BenchStore.Input;
import io.tusk.engine.run.EngineOptions;
import io.tusk.host.FileTree;
import io.tusk.transform.DatumTransform;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The same first job again and again, each over a store of its own, on one runner and in a process
 * of its own: the runners of clusters cannot be on one class path. Prints the seconds of each job,
 * and at last {@link #HEAP} and the most bytes of the heap that were taken during a job.
 */
final class JobSeries {
  static final String HEAP = "heap ";

  private static final String JOINED = ",\"join_on\":\"$1/$2\"";

  /** What the datums do. */
  enum Work {
    /** Files of 1 KiB in upper case. */
    SMALL(UpperCase.class, 1_024),
    BUSY(BusyWork.class, 16),
    /** Short files of two repositories, each with its partner. */
    JOIN(Together.class, 16) {
      @Override
      Input input(BenchStore store, int datums) throws IOException {
        store.fill("a", datums, index -> Contents.text(index, 0));
        store.fill("b", datums, index -> Contents.text(index, 1));
        return Input.of(
            "join",
            BenchStore.pfs("a", "/(*)/(*)", JOINED),
            BenchStore.pfs("b", "/(*)/(*)", JOINED));
      }
    };

    private final Class<? extends DatumTransform> code;
    private final int fileBytes;

    Work(Class<? extends DatumTransform> code, int fileBytes) {
      this.code = code;
      this.fileBytes = fileBytes;
    }

    /** Fills what is read. */
    Input input(BenchStore store, int datums) throws IOException {
      store.fill("in", datums, index -> Contents.random(index, 0, fileBytes));
      return BenchStore.pfs("in", "/*/*", "");
    }
  }

  private JobSeries() {}

  /** Arguments: scratch directory, how many jobs, work, datums, lanes, options of Beam. */
  public static void main(String[] args) throws IOException, InterruptedException {
    run(List.of(args), System.out);
    System.exit(0);
  }

  static void run(List<String> args, PrintStream out) throws IOException, InterruptedException {
    Path place = Path.of(args.get(0)).resolve("series");
    int jobs = Integer.parseInt(args.get(1));
    Work work = Work.valueOf(args.get(2));
    int datums = Integer.parseInt(args.get(3));
    String parallelism = ",\"parallelism_spec\":{\"constant\":" + args.get(4) + "}";
    EngineOptions options = EngineOptions.of(args.subList(5, args.size()), "none");
    long heap = 0;
    for (int i = 0; i < jobs; i++) {
      FileTree.delete(place);
      try (BenchStore store = BenchStore.in(place)) {
        store.createPipeline("p", work.input(store, datums), work.code, parallelism);
        heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
        out.println(Samples.time(() -> store.run(datums, options)));
        heap = Math.max(heap, heapPools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum());
      }
      FileTree.delete(place);
    }
    out.println(HEAP + heap);
  }

  /** The peaks of the pools need not be of one moment: their sum is the most that it can be. */
  private static Stream<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP);
  }
}
