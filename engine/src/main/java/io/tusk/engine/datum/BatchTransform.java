/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import io.tusk.datum.DatumStats;
import io.tusk.datum.PlanItem;
import io.tusk.engine.command.BatchCommand;
import io.tusk.engine.command.CommandEnd;
import io.tusk.engine.command.CommandOutcome;
import io.tusk.engine.command.CommandRequest;
import io.tusk.engine.command.LogLimits;
import io.tusk.engine.log.DatumLog;
import io.tusk.engine.transform.Transform;
import io.tusk.engine.transform.TryControl;
import io.tusk.engine.view.DatumView;
import io.tusk.host.Host;
import io.tusk.host.Stopwatch;
import io.tusk.pieces.PackWriter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * User code as a command that handles the datums of a set one after another. It lives from the
 * first datum of a set to the last, or until a try fails by its end or its time limit; the next try
 * then starts it again. Its view stays, and what {@code /pfs} holds changes from datum to datum.
 */
public final class BatchTransform implements Transform {
  private static final Duration TICK = Duration.ofMillis(50);
  private static final int MOST_HELD_BACK = 1_000;

  private final CommandSite site;
  private final TryControl control;
  private final Host host;
  private Optional<Batch> batch = Optional.empty();

  public BatchTransform(CommandSite site, TryControl control, Host host) {
    this.site = site;
    this.control = control;
    this.host = host;
  }

  /** A command that runs, with the directory that it sees. */
  private static final class Batch {
    final Path directory;
    final DatumView view;
    final Output output;
    final BatchCommand command;

    /** Whether it waits for a datum. */
    boolean asks;

    Batch(Path directory, DatumView view, Output output, BatchCommand command) {
      this.directory = directory;
      this.view = view;
      this.output = output;
      this.command = command;
    }
  }

  /** Gives what the command prints to the datum that is open, or to the next one. */
  private static final class Output {
    private final List<String> early = new ArrayList<>();
    private DatumLog open;

    synchronized void line(String line) {
      if (open != null) {
        open.user(line);
      } else if (early.size() < MOST_HELD_BACK) {
        early.add(line);
      }
    }

    synchronized void open(DatumLog log) {
      open = log;
      early.forEach(log::user);
      early.clear();
    }

    synchronized void close() {
      open = null;
    }
  }

  @Override
  public Try run(PlanItem.Run datum, DatumLog log, PackWriter out) {
    try (TryControl.Running running = control.open()) {
      Batch current = batch.isPresent() ? batch.get() : start();
      current.output.open(log);
      try {
        return run(current, datum, log, out, running.ended());
      } catch (StoppedException e) {
        end(current);
        return new Try(new Outcome.Stopped(), DatumStats.NONE);
      } finally {
        current.output.close();
        if (batch.isEmpty()) {
          Scratch.delete(current.directory);
        }
      }
    } catch (IOException e) {
      endSet();
      throw site.noPlace(datum, e);
    }
  }

  private Try run(
      Batch current, PlanItem.Run datum, DatumLog log, PackWriter out, AtomicBoolean stop)
      throws IOException {
    Optional<Outcome> failure =
        current.asks ? Optional.empty() : await(current, log, stop, "asked for a datum");
    if (failure.isPresent() && failure.get() instanceof Outcome.Stopped) {
      return new Try(failure.get(), DatumStats.NONE);
    }
    clear(current.directory.resolve("pfs"));
    try (CommandTry step = new CommandTry(site, datum, current.directory, log, out, stop)) {
      try {
        step.assemble(current.view);
      } catch (UnfitPathException e) {
        return step.unfit(e);
      }
      if (failure.isEmpty()) {
        current.asks = false;
        current.command.answer();
        failure = await(current, log, stop, "asked for the next datum");
      }
      return step.finish(failure);
    }
  }

  private Batch start() throws IOException {
    Path directory = site.newDirectory();
    Files.createDirectories(directory.resolve("pfs/out"));
    DatumView view = site.view(directory);
    site.handOver(directory);
    Output output = new Output();
    CommandRequest request =
        site.request(view, site.spec().cmd(), site.environment().ofJob(), new AtomicBoolean())
            .withStdin(site.spec().stdin())
            .withLog(output::line, LogLimits.DEFAULT);
    BatchCommand command = BatchCommand.start(site.runner(), request, host.randomId());
    Batch started = new Batch(directory, view, output, command);
    batch = Optional.of(started);
    return started;
  }

  /** Nothing when the command asks; else it is ended, and what became of the try is returned. */
  private Optional<Outcome> await(Batch current, DatumLog log, AtomicBoolean stop, String what)
      throws IOException {
    Stopwatch watch = Stopwatch.start();
    while (true) {
      Optional<BatchCommand.Event> event = next(current);
      if (event.isPresent() && event.get() instanceof BatchCommand.Event.Asked asked) {
        current.asks = true;
        asked.error().ifPresent(message -> log.tusk("the code reports an error: " + message));
        return asked.error().map(message -> new Outcome.Failed());
      }
      Optional<Duration> late =
          site.timeLimit().filter(limit -> watch.elapsed().compareTo(limit) > 0);
      if (event.isPresent() && event.get() instanceof BatchCommand.Event.Ended ended) {
        CommandOutcome outcome = ended.outcome();
        boolean early = outcome.end() instanceof CommandEnd.Exited;
        log.tusk(outcome.summary() + (early ? " before it " + what : ""));
      } else if (stop.get() || Thread.currentThread().isInterrupted()) {
        end(current);
        return Optional.of(new Outcome.Stopped());
      } else if (late.isPresent()) {
        CommandEnd end = new CommandEnd.TimedOut(late.get());
        log.tusk(CommandOutcome.of(site.spec().cmd().get(0), end).summary());
      } else {
        continue;
      }
      end(current);
      return Optional.of(new Outcome.Failed());
    }
  }

  private static Optional<BatchCommand.Event> next(Batch current) throws IOException {
    try {
      return current.command.await(TICK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Ends the command; its directory is left. */
  private void end(Batch current) {
    current.command.close();
    batch = Optional.empty();
  }

  /** The directory itself stays: the command's view is bound to it. */
  private static void clear(Path pfs) throws IOException {
    if (!Files.isDirectory(pfs)) {
      return;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(pfs)) {
      for (Path child : children) {
        Scratch.delete(child);
        if (Files.exists(child, LinkOption.NOFOLLOW_LINKS)) {
          throw new IOException(child + " cannot be removed");
        }
      }
    }
  }

  @Override
  public void endSet() {
    batch.ifPresent(
        current -> {
          end(current);
          Scratch.delete(current.directory);
        });
  }

  @Override
  public void close() {
    endSet();
    site.close();
  }
}
