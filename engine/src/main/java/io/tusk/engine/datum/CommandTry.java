/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import io.tusk.datum.DatumStats;
import io.tusk.datum.PlanItem;
import io.tusk.engine.command.CommandEnd;
import io.tusk.engine.command.CommandOutcome;
import io.tusk.engine.command.CommandRequest;
import io.tusk.engine.command.LogLimits;
import io.tusk.engine.log.DatumLog;
import io.tusk.engine.transform.Transform.Outcome;
import io.tusk.engine.transform.Transform.Try;
import io.tusk.engine.view.ChangeTimeCheck;
import io.tusk.engine.view.DatumProblem;
import io.tusk.engine.view.DatumView;
import io.tusk.engine.view.InputCheck;
import io.tusk.engine.view.OutputCollector;
import io.tusk.host.Stopwatch;
import io.tusk.pieces.PackWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The steps of one try of one datum, and how long they take. */
final class CommandTry implements AutoCloseable {
  private final CommandSite site;
  private final PlanItem.Run datum;
  private final Path directory;
  private final DatumLog log;
  private final PackWriter out;
  private final AtomicBoolean stop;
  private final LazyFiles lazy;
  private final Stopwatch watch = Stopwatch.start();
  private DatumView view;
  private InputCheck inputs;
  private long copied;
  private Duration assembled = Duration.ZERO;
  private Duration ran = Duration.ZERO;

  CommandTry(
      CommandSite site,
      PlanItem.Run datum,
      Path directory,
      DatumLog log,
      PackWriter out,
      AtomicBoolean stop) {
    this.site = site;
    this.datum = datum;
    this.directory = directory;
    this.log = log;
    this.out = out;
    this.stop = stop;
    this.lazy = site.lazyFiles(directory);
  }

  /** The user's code in the try's own view, from beginning to end. */
  Try run() throws IOException {
    try {
      assembleFiles();
    } catch (UnfitPathException e) {
      return unfit(e);
    }
    prepare(site.view(directory));
    CommandOutcome command = site.runner().run(request(site.spec().cmd(), site.spec().stdin()));
    return finish(
        command.accepted()
            ? Optional.empty()
            : Optional.of(failed(command.end(), command.summary())));
  }

  /** Instead of {@link #finish}, where the files could not be put in place. */
  Try unfit(UnfitPathException problem) {
    log.tusk(problem.getMessage());
    return new Try(
        new Outcome.Failed(),
        new DatumStats(watch.elapsed(), Duration.ZERO, Duration.ZERO, copied, 0));
  }

  /** Puts the datum's files where the user's code sees them. */
  void assemble(DatumView seen) throws IOException {
    assembleFiles();
    prepare(seen);
  }

  private void assembleFiles() throws IOException {
    copied =
        new DatumDirectory(
                site.fileSets(), site.inputs(), site.shownFiles(), datum, directory, lazy, stop)
            .assemble();
  }

  private void prepare(DatumView seen) throws IOException {
    view = seen;
    DatumDirectory.writeEnvironment(directory, site.environment().of(datum, view.pfsRoot()));
    site.handOver(directory);
    // A link to an empty file has to be known for what it is, as the content is nowhere else.
    inputs =
        lazy.check(
            site.shownFiles().hasNames(datum)
                ? ChangeTimeCheck.afterATick(view)
                : new ChangeTimeCheck(view));
    assembled = watch.elapsed();
  }

  /** After the user's code: {@code known} is absent when it succeeded. */
  Try finish(Optional<Outcome> known) throws IOException {
    ran = watch.elapsed().minus(assembled);
    // What the code made of files that it did not get whole is no output.
    lazy.failure().ifPresent(log::tusk);
    Outcome outcome =
        known.isPresent()
            ? known.get()
            : lazy.failure().isPresent() ? new Outcome.Failed() : collect();
    if (outcome instanceof Outcome.Failed && !site.spec().errCmd().isEmpty()) {
      Duration before = watch.elapsed();
      outcome = recover();
      ran = ran.plus(watch.elapsed().minus(before));
    }
    lazy.close();
    long read = copied + lazy.bytes();
    long wrote = outcome instanceof Outcome.Processed done ? done.outputs().bytes() : 0;
    Duration upload = watch.elapsed().minus(assembled).minus(ran);
    return new Try(outcome, new DatumStats(assembled, ran, upload, read, wrote));
  }

  private Outcome collect() throws IOException {
    DatumOutput output = new DatumOutput(site.fileSets(), datum, out, stop);
    Optional<DatumProblem> problem = OutputCollector.collect(view, inputs, output, site.user());
    problem.ifPresent(found -> log.tusk(found.message()));
    return problem.isPresent() ? new Outcome.Failed() : new Outcome.Processed(output.finish());
  }

  Outcome failed(CommandEnd end, String summary) {
    if (end instanceof CommandEnd.Stopped) {
      return new Outcome.Stopped();
    }
    log.tusk(summary);
    return new Outcome.Failed();
  }

  private Outcome recover() {
    CommandOutcome command =
        site.runner().run(request(site.spec().errCmd(), site.spec().errStdin()));
    if (command.accepted()) {
      log.tusk("the error command succeeded; the datum is recovered, without output");
      return new Outcome.Recovered();
    }
    return failed(command.end(), "error " + command.summary());
  }

  private CommandRequest request(List<String> arguments, List<String> stdin) {
    CommandRequest request =
        site.request(view, arguments, site.environment().of(datum, view.pfsRoot()), stop)
            .withStdin(stdin)
            .withLog(log::user, LogLimits.DEFAULT);
    return site.timeLimit().map(request::withTimeLimit).orElse(request);
  }

  /** Nothing waits for readers any more. */
  @Override
  public void close() throws IOException {
    lazy.close();
  }
}
