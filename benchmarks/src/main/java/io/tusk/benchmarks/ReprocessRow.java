/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.engine.run.EngineListener;
import io.tusk.engine.run.EngineOptions;
import io.tusk.engine.run.RunReport;
import io.tusk.objects.ObjectStore;
import io.tusk.pieces.PackPiece;
import io.tusk.pieces.PackVerifier;
import io.tusk.pieces.PieceKind;
import io.tusk.pipeline.JobId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** All datums of the first of several pipelines run again, and come out as they were. */
final class ReprocessRow implements BenchmarkRow {
  private static final int PIPELINES = 5;
  private static final int DATUMS = 10_000;
  private static final int FILE_BYTES = 1_024;

  @Override
  public int number() {
    return 17;
  }

  @Override
  public String metric() {
    return "--reprocess of the first of 5 pipelines, output identical";
  }

  /**
   * What following one run took.
   *
   * @param later datums that jobs of the later pipelines ran
   * @param plans jobs of the later pipelines whose datums were planned
   * @param contentBytes of files, in packs that were not there before
   */
  private record Again(double seconds, long later, long plans, int runners, long contentBytes) {}

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    int datums = context.scaled(DATUMS);
    context.say("a chain of " + PIPELINES + " pipelines over " + datums + " files");
    try (BenchStore store = BenchStore.in(context.fresh("reprocess"))) {
      store.fill("p0", datums, i -> Contents.random(i, 0, FILE_BYTES));
      for (int i = 1; i <= PIPELINES; i++) {
        store.createPipeline("p" + i, "p" + (i - 1));
      }
      double first = Samples.time(() -> store.run((long) PIPELINES * datums));
      context.say("the first of them again");
      List<Again> all = new ArrayList<>();
      for (int i = 0; i < context.runs(); i++) {
        all.add(again(store, datums));
      }
      return figures(datums, first, all);
    }
  }

  private static Again again(BenchStore store, int datums)
      throws IOException, InterruptedException {
    Set<String> before = packs(store.store.objects());
    Set<JobId> planned = ConcurrentHashMap.newKeySet();
    EngineListener listener =
        new EngineListener() {
          @Override
          public void planned(JobId job, Outlook outlook) {
            planned.add(job);
          }
        };
    store.reprocess("p1");
    List<RunReport> reports = new ArrayList<>();
    double seconds =
        Samples.time(() -> reports.add(store.run(datums, EngineOptions.direct("none"), listener)));
    RunReport report = reports.get(0);
    if (report.ended().size() != PIPELINES) {
      throw new IllegalStateException("not every pipeline had a job: " + report.ended());
    }
    long later =
        report.ended().stream()
            .filter(job -> isLater(job.id()))
            .mapToLong(job -> job.counts().processed())
            .sum();
    long plans = planned.stream().filter(ReprocessRow::isLater).count();
    Set<String> added = packs(store.store.objects());
    added.removeAll(before);
    return new Again(
        seconds, later, plans, report.runnersStarted(), contentBytes(store.store.objects(), added));
  }

  private static boolean isLater(JobId job) {
    return !job.pipeline().name().equals("p1");
  }

  private static Set<String> packs(ObjectStore objects) {
    return new TreeSet<>(objects.list("packs/", "", Integer.MAX_VALUE));
  }

  private static long contentBytes(ObjectStore objects, Set<String> packs) {
    PackVerifier verifier = new PackVerifier(objects);
    return packs.stream()
        .flatMap(key -> verifier.verify(key).pieces().stream())
        .filter(piece -> piece.kind() == PieceKind.CHUNK)
        .mapToLong(PackPiece::length)
        .sum();
  }

  private static List<Figure> figures(int datums, double first, List<Again> all) {
    String name = "--reprocess of 1 of " + PIPELINES + " x " + Figure.count(datums) + ": ";
    Samples seconds = new Samples(all.stream().map(Again::seconds).toList());
    return List.of(
        count(name + "datums that later pipelines ran", most(all, Again::later), 0),
        count(name + "later jobs that looked at datums", most(all, Again::plans), 0),
        count(name + "pipelines of Beam started", most(all, Again::runners), 1),
        count(name + "new bytes of files", most(all, Again::contentBytes), 0),
        Figure.extra("(all five jobs)", seconds.secondsText()),
        Figure.extra("(the first run of the chain)", Figure.seconds(first)));
  }

  private static long most(List<Again> all, ToLongFunction<Again> count) {
    return all.stream().mapToLong(count).max().orElseThrow();
  }

  private static Figure count(String what, long count, int limit) {
    return Figure.of(what, Long.toString(count), "", (double) count, Target.atMost(limit));
  }
}
