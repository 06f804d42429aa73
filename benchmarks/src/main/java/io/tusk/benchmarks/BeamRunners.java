/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Beam's runners, each in this one machine. */
enum BeamRunners {
  DIRECT("DirectRunner", "", "--runner=DirectRunner"),
  FLINK("Flink", "flink", "--runner=FlinkRunner --flinkMaster=[local]"),
  SPARK("Spark", "spark", "--runner=SparkRunner --sparkMaster=local[2]");

  private static final String LAUNCHER = "tusk.launcher";

  /** What Spark and Flink reach into. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private final String label;
  private final String module;
  private final String options;

  /**
   * @param module whose jar has the runner; empty for what this process has
   * @param options Beam's, with blanks between them
   */
  BeamRunners(String label, String module, String options) {
    this.label = label;
    this.module = module;
    this.options = options;
  }

  String label() {
    return label;
  }

  /**
   * What some first jobs took.
   *
   * @param heapBytes the most that a job had of the heap, garbage included
   * @param residentBytes the most memory that the process had
   */
  record Series(List<Double> seconds, long heapBytes, long residentBytes) {}

  /**
   * The seconds of some first jobs on this runner, the first {@code warmUps} of them left out.
   *
   * @return nothing where the runner is not built
   */
  Optional<Samples> jobs(Context context, int warmUps, JobSeries.Work work, int datums, int lanes)
      throws IOException, InterruptedException {
    return series(context, warmUps + context.runs(), work, datums, lanes)
        .map(series -> new Samples(series.seconds().subList(warmUps, series.seconds().size())));
  }

  /**
   * That many first jobs on this runner, in a process with a heap of 2 GiB.
   *
   * @return nothing where the runner is not built
   */
  Optional<Series> series(Context context, int jobs, JobSeries.Work work, int datums, int lanes)
      throws IOException, InterruptedException {
    Optional<String> classPath = classPath();
    if (classPath.isEmpty()) {
      return Optional.empty();
    }
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-Xmx2g", "-XX:+UseParallelGC"));
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classPath.get(), JobSeries.class.getName()));
    command.add(context.scratch().toString());
    command.add(Integer.toString(jobs));
    command.addAll(List.of(work.name(), Integer.toString(datums), Integer.toString(lanes)));
    command.addAll(List.of(options.split(" ", -1)));
    Tool.Run run = Tool.java(context.scratch()).run(command.toArray());
    List<Double> seconds =
        run.output()
            .lines()
            .filter(line -> line.matches("[0-9.E-]+"))
            .map(Double::valueOf)
            .toList();
    long heap =
        run.output()
            .lines()
            .filter(line -> line.startsWith(JobSeries.HEAP))
            .mapToLong(line -> Long.parseLong(line.substring(JobSeries.HEAP.length())))
            .findFirst()
            .orElseThrow();
    return Optional.of(new Series(seconds, heap, run.peakBytes()));
  }

  private Optional<String> classPath() {
    String own = System.getProperty("java.class.path");
    if (module.isEmpty()) {
      return Optional.of(own);
    }
    // The first is the one of the benchmarks; what the others bring, the runner's brings as well.
    String first = own.split(File.pathSeparator, -1)[0];
    return Optional.ofNullable(System.getProperty(LAUNCHER))
        .map(
            launcher ->
                Path.of(launcher)
                    .resolveSibling("runners/" + module + "/target/launch/tusk-" + module + ".jar"))
        .filter(Files::isRegularFile)
        .map(jar -> first + File.pathSeparator + jar);
  }
}
