/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.datum.DatumStats;
import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.engine.command.ChangeTimeCheck;
import io.tusk.engine.command.CommandOutcome;
import io.tusk.engine.command.CommandRequest;
import io.tusk.engine.command.CommandRunner;
import io.tusk.engine.command.DatumProblem;
import io.tusk.engine.command.DatumView;
import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.engine.command.LogLimits;
import io.tusk.engine.command.OutputCollector;
import io.tusk.engine.transform.DatumLog;
import io.tusk.engine.transform.Transform;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.host.Stopwatch;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** User code as a command: each datum in a private view of its own. */
final class CommandTransform implements Transform {
  private final TuskStore store;
  private final io.tusk.spec.Transform spec;
  private final DatumEnvironment environment;
  private final AtomicBoolean stop;
  private final CommandRunner runner;
  private final Scratch scratch;

  CommandTransform(
      TuskStore store,
      io.tusk.spec.Transform spec,
      String isolation,
      DatumEnvironment environment,
      AtomicBoolean stop) {
    this.store = store;
    this.spec = spec;
    this.environment = environment;
    this.stop = stop;
    this.runner =
        CommandRunner.create(Isolation.parse(isolation), IsolationProbe.detect(), store.host());
    this.scratch = Scratch.create();
  }

  @Override
  public Try run(PlanItem.Run datum, PackWriter out) {
    try {
      Path directory = scratch.newDatum();
      try {
        return run(datum, directory, out);
      } finally {
        Scratch.delete(directory);
      }
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "datum " + datum.key() + " cannot be put on the host's disk: " + e.getMessage(),
          e);
    }
  }

  private Try run(PlanItem.Run datum, Path directory, PackWriter out) throws IOException {
    Stopwatch watch = Stopwatch.start();
    DatumDirectory files = new DatumDirectory(store.files(), datum, directory);
    files.assemble();
    DatumView view = runner.view(directory, hidden());
    files.writeEnvironment(environment.of(datum, view.pfsRoot()));
    ChangeTimeCheck inputs = new ChangeTimeCheck(view);
    Duration assembled = watch.elapsed();

    DatumLog log = new DatumLog();
    CommandOutcome outcome = runner.run(request(datum, view, log));
    Duration ran = watch.elapsed();

    Optional<DirectoryEntry> outputs = Optional.empty();
    if (outcome.accepted()) {
      DatumOutput output = new DatumOutput(store.files(), datum, out);
      Optional<DatumProblem> problem = OutputCollector.collect(view, inputs, output);
      problem.ifPresent(found -> log.line("tusk: " + found.message()));
      outputs = problem.isPresent() ? Optional.empty() : Optional.of(output.finish());
    } else {
      log.line("tusk: " + outcome.summary());
    }
    long read = datum.paths().stream().map(InputPath::entry).mapToLong(e -> e.bytes()).sum();
    DatumStats stats =
        new DatumStats(
            assembled,
            ran.minus(assembled),
            watch.elapsed().minus(ran),
            read,
            outputs.map(DirectoryEntry::bytes).orElse(0L));
    return new Try(outputs, log, stats);
  }

  private CommandRequest request(PlanItem.Run datum, DatumView view, DatumLog log) {
    Set<Integer> accepted =
        spec.acceptReturnCode().stream().map(Long::intValue).collect(Collectors.toSet());
    return new CommandRequest(
        view,
        spec.cmd(),
        spec.stdin(),
        environment.of(datum, view.pfsRoot()),
        Optional.of(spec.workingDir()).filter(text -> !text.isEmpty()),
        accepted,
        log::line,
        LogLimits.DEFAULT,
        stop,
        Optional.empty());
  }

  /** The store and the files of other datums. */
  private List<Path> hidden() {
    return List.of(Path.of(store.objects().location()), scratch.root());
  }

  @Override
  public void close() {
    runner.close();
    scratch.close();
  }
}
