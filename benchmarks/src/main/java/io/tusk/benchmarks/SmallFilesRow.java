/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.host.FileTree;
import io.tusk.log.Operation;
import io.tusk.name.FilePath;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.repo.FileWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Many small files in, and the same files again, against restic. */
final class SmallFilesRow implements BenchmarkRow {
  private static final int FILES = 100_000;
  private static final int FILE_BYTES = 4_096;
  private static final int FILES_A_PUT = 4_000;

  @Override
  public int number() {
    return 6;
  }

  @Override
  public String metric() {
    return "100,000 files of 4 KiB in, and again (row 7)";
  }

  private record Timings(Samples first, Samples again, long peakBytes) {}

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    int count = context.scaled(FILES);
    context.say("writing " + count + " files");
    Path files = context.freshDirectory("small-files");
    Contents.writeFiles(files, count, i -> Contents.random(i, 0, FILE_BYTES));
    context.say("putting them");
    Timings tusk = tusk(context, files);
    List<ObjectStoreCounts> counts = new ArrayList<>();
    Samples inProcess =
        Samples.take(
            context.warmUps(1), context.runs(), () -> putInProcess(context, files, counts));
    long puts = counts.get(counts.size() - 1).puts();
    Optional<Tool> tool = Tool.find("restic", context.scratch());
    Optional<Timings> restic = Optional.empty();
    if (tool.isPresent()) {
      context.say("restic backup of them");
      restic = Optional.of(restic(context, tool.get(), files));
    }
    FileTree.delete(files);
    String name = Figure.count(count) + " x 4 KiB in, ";
    return List.of(
        against(name + "process, times as fast", tusk.first(), restic.map(Timings::first), 2),
        against(name + "warm code, times as fast", inProcess, restic.map(Timings::first), 4),
        Figure.of(
            name + "PUTs per N / " + FILES_A_PUT,
            puts + " PUT",
            "",
            puts * (double) FILES_A_PUT / count,
            Target.atMost(1)),
        Figure.extra(
            "(peak memory of the processes)",
            Figure.bytes((double) tusk.peakBytes()),
            restic.map(run -> "restic " + Figure.bytes((double) run.peakBytes())).orElse("")),
        against(
            "(row 7) the same files again, times as fast",
            tusk.again(),
            restic.map(Timings::again),
            6));
  }

  private static Figure against(
      String what, Samples ours, Optional<Samples> restic, double atLeast) {
    return restic
        .map(
            theirs ->
                Figure.of(
                    what,
                    ours.secondsText(),
                    "restic backup " + theirs.secondsText(),
                    theirs.median() / ours.median(),
                    Target.atLeast(atLeast)))
        .orElseGet(
            () ->
                Figure.withoutAnchor(what, ours.secondsText(), "restic", Target.atLeast(atLeast)));
  }

  private static Timings tusk(Context context, Path files)
      throws IOException, InterruptedException {
    Tool tool = Tool.launcher(context.scratch());
    return repeat(
        context,
        "small-tusk",
        directory -> {
          try (BenchStore store = BenchStore.in(directory)) {
            store.createRepo("in");
          }
          return () ->
              tool.run("put", "file", "-r", "in@master", "-f", files, "--store", directory);
        });
  }

  private static Timings restic(Context context, Tool tool, Path files)
      throws IOException, InterruptedException {
    return repeat(
        context,
        "small-restic",
        directory -> {
          Restic restic = new Restic(tool, directory);
          restic.init();
          return () -> restic.backup(files);
        });
  }

  /** Puts all files into a store. */
  private interface Put {
    Tool.Run run() throws IOException, InterruptedException;
  }

  /** Makes an empty store in a directory that does not exist. */
  private interface NewStore {
    Put in(Path directory) throws IOException, InterruptedException;
  }

  private static Timings repeat(Context context, String name, NewStore newStore)
      throws IOException, InterruptedException {
    List<Double> first = new ArrayList<>();
    List<Double> again = new ArrayList<>();
    long peak = 0;
    for (int i = 0; i < context.runs(); i++) {
      Path directory = context.fresh(name);
      Put put = newStore.in(directory);
      Tool.Run run = put.run();
      peak = Math.max(peak, run.peakBytes());
      first.add(run.seconds());
      again.add(put.run().seconds());
    }
    FileTree.delete(context.scratch().resolve(name));
    return new Timings(new Samples(first), new Samples(again), peak);
  }

  private static double putInProcess(Context context, Path files, List<ObjectStoreCounts> counts)
      throws IOException, InterruptedException {
    Path directory = context.fresh("small-warm");
    CountingObjectStore objects = new CountingObjectStore(new LocalObjectStore(directory));
    try (BenchStore store = new BenchStore(objects)) {
      store.createRepo("in");
      ObjectStoreCounts before = objects.counts();
      double seconds = Samples.time(() -> putAll(store, files));
      counts.add(objects.counts().minus(before));
      return seconds;
    }
  }

  /** What {@code put file -r} does. */
  static void putAll(BenchStore store, Path files) throws IOException {
    try (FileWrite write = FileWrite.over(store.store, BenchStore.master("in"));
        Stream<Path> walk = Files.walk(files)) {
      Iterator<FileWrite.NewFile> news =
          walk.filter(path -> !Files.isDirectory(path))
              .map(
                  path ->
                      new FileWrite.NewFile(
                          FilePath.ROOT.resolve(files.relativize(path).toString()),
                          () -> Files.newInputStream(path)))
              .iterator();
      write.putAll(news);
      write.commit(BenchStore.master("in"), new Operation("put file", "in"), "");
    }
  }
}
