/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.datum.DatumStats;
import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.engine.command.ChangeTimeCheck;
import io.tusk.engine.command.CommandEnd;
import io.tusk.engine.command.CommandLimits;
import io.tusk.engine.command.CommandOutcome;
import io.tusk.engine.command.CommandRequest;
import io.tusk.engine.command.CommandRunner;
import io.tusk.engine.command.DatumProblem;
import io.tusk.engine.command.DatumView;
import io.tusk.engine.command.HostUser;
import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.engine.command.LogLimits;
import io.tusk.engine.command.OutputCollector;
import io.tusk.engine.command.ResourceLimits;
import io.tusk.engine.command.ViewMount;
import io.tusk.engine.host.TemporaryDirectory;
import io.tusk.engine.log.DatumLog;
import io.tusk.engine.secret.JobSecrets;
import io.tusk.engine.transform.Transform;
import io.tusk.engine.transform.TryControl;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSets;
import io.tusk.host.Stopwatch;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.TuskStore;
import io.tusk.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** User code as a command: each datum in a private view of its own. */
final class CommandTransform implements Transform {
  /** Of a command whose memory is limited, but not its processes. */
  private static final long DEFAULT_PROCESSES = 4_096;

  private final FileSets fileSets;
  private final io.tusk.spec.Transform spec;
  private final Optional<Duration> timeLimit;
  private final DatumEnvironment environment;
  private final JobSecrets secrets;
  private final TryControl control;
  private final Optional<HostUser> user;
  private final List<Path> hidden;
  private final CommandRunner runner;
  private final Scratch scratch;
  private final List<ViewMount> mounts;
  private final Optional<CommandLimits> limits;

  /**
   * @throws TuskException INVALID when the specification asks for what this host has not; HOST when
   *     commands cannot be run here
   */
  CommandTransform(
      TuskStore store,
      FileSets fileSets,
      PipelineSpec pipeline,
      LaneConfig config,
      DatumEnvironment environment,
      JobSecrets secrets,
      TryControl control) {
    this.fileSets = fileSets;
    this.spec = pipeline.transform();
    this.timeLimit = pipeline.datumTimeout();
    this.environment = environment;
    this.secrets = secrets;
    this.control = control;
    this.user = spec.user().isEmpty() ? Optional.empty() : HostUser.parse(spec.user());
    this.scratch =
        Scratch.create(spec.memoryVolume() ? Scratch.Medium.MEMORY : Scratch.Medium.DISK);
    this.hidden = new ArrayList<>(List.of(Path.of(store.objects().location()), scratch.root()));
    config.secretDirectory().ifPresent(hidden::add);
    try {
      this.mounts = secretFiles();
      this.runner =
          CommandRunner.create(
              Isolation.parse(config.isolation()), IsolationProbe.detect(), store.host());
      this.limits = limits(pipeline);
    } catch (IOException e) {
      scratch.close();
      throw new TuskException(
          ErrorCode.HOST, "secrets cannot be put on the host's disk: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  private static Optional<CommandLimits> limits(PipelineSpec pipeline) {
    return pipeline
        .kubernetes()
        .resourceLimits()
        .filter(asked -> asked.memoryBytes().isPresent() || asked.processes() > 0)
        .map(
            asked ->
                new ResourceLimits(
                    asked.memoryBytes(),
                    asked.processes() > 0 ? asked.processes() : DEFAULT_PROCESSES))
        .map(CommandLimits::open);
  }

  /** Copies for the user that the command runs as; they go with the scratch directory. */
  private List<ViewMount> secretFiles() throws IOException {
    List<ViewMount> made = new ArrayList<>();
    for (Map.Entry<String, Map<String, byte[]>> place : secrets.files().entrySet()) {
      Path directory = scratch.newPrivate("secret");
      for (Map.Entry<String, byte[]> file : place.getValue().entrySet()) {
        Path path = directory.resolve(file.getKey());
        Files.write(path, file.getValue());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--------"));
      }
      if (user.isPresent()) {
        user.get().own(directory);
      }
      made.add(new ViewMount(directory, Path.of(place.getKey())));
    }
    return made;
  }

  @Override
  public Try run(PlanItem.Run datum, DatumLog log, PackWriter out) {
    try (TryControl.Running running = control.open()) {
      Path directory = scratch.newDatum();
      try {
        return new CommandTry(datum, directory, log, out, running.ended()).run();
      } catch (StoppedException e) {
        return new Try(new Outcome.Stopped(), DatumStats.NONE);
      } finally {
        Scratch.delete(directory);
      }
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "datum "
              + datum.key()
              + " cannot be worked on in "
              + scratch.root().getParent()
              + ": "
              + TemporaryDirectory.reason(e)
              + "; mend that, or set TMPDIR to another directory",
          e);
    }
  }

  /** One try of one datum. */
  private final class CommandTry {
    private final PlanItem.Run datum;
    private final Path directory;
    private final DatumLog log;
    private final PackWriter out;
    private final AtomicBoolean stop;

    CommandTry(
        PlanItem.Run datum, Path directory, DatumLog log, PackWriter out, AtomicBoolean stop) {
      this.datum = datum;
      this.directory = directory;
      this.log = log;
      this.out = out;
      this.stop = stop;
    }

    Try run() throws IOException {
      Stopwatch watch = Stopwatch.start();
      DatumDirectory files = new DatumDirectory(fileSets, datum, directory, stop);
      files.assemble();
      DatumView view = runner.view(directory, hidden, mounts);
      files.writeEnvironment(environment.of(datum, view.pfsRoot()));
      handOver();
      ChangeTimeCheck inputs = new ChangeTimeCheck(view);
      Duration assembled = watch.elapsed();

      CommandOutcome command = runner.run(request(view, spec.cmd(), spec.stdin()));
      Duration ran = watch.elapsed();
      Outcome outcome =
          command.accepted() ? collect(view, inputs) : failed(command.end(), command.summary());
      if (outcome instanceof Outcome.Failed && !spec.errCmd().isEmpty()) {
        Duration before = watch.elapsed();
        outcome = recover(view);
        ran = ran.plus(watch.elapsed().minus(before));
      }
      long read = datum.paths().stream().map(InputPath::entry).mapToLong(e -> e.bytes()).sum();
      long wrote = outcome instanceof Outcome.Processed done ? done.outputs().bytes() : 0;
      Duration upload = watch.elapsed().minus(ran);
      return new Try(outcome, new DatumStats(assembled, ran.minus(assembled), upload, read, wrote));
    }

    /** To the user that the command runs as. */
    private void handOver() throws IOException {
      if (user.isPresent()) {
        user.get().own(directory.resolve("pfs"));
        user.get().own(directory.resolve("tmp"));
        if (runner.isolation() == Isolation.NONE) {
          Scratch.letThrough(scratch.root());
          Scratch.letThrough(directory);
        }
      }
    }

    private Outcome collect(DatumView view, ChangeTimeCheck inputs) throws IOException {
      DatumOutput output = new DatumOutput(fileSets, datum, out, stop);
      Optional<DatumProblem> problem = OutputCollector.collect(view, inputs, output);
      problem.ifPresent(found -> log.tusk(found.message()));
      return problem.isPresent() ? new Outcome.Failed() : new Outcome.Processed(output.finish());
    }

    private Outcome failed(CommandEnd end, String summary) {
      if (end instanceof CommandEnd.Stopped) {
        return new Outcome.Stopped();
      }
      log.tusk(summary);
      return new Outcome.Failed();
    }

    private Outcome recover(DatumView view) {
      CommandOutcome command = runner.run(request(view, spec.errCmd(), spec.errStdin()));
      if (command.accepted()) {
        log.tusk("the error command succeeded; the datum is recovered, without output");
        return new Outcome.Recovered();
      }
      return failed(command.end(), "error " + command.summary());
    }

    private CommandRequest request(DatumView view, List<String> arguments, List<String> stdin) {
      Set<Integer> accepted =
          spec.acceptReturnCode().stream().map(Long::intValue).collect(Collectors.toSet());
      return new CommandRequest(
          view,
          arguments,
          stdin,
          environment.of(datum, view.pfsRoot()),
          Optional.of(spec.workingDir()).filter(text -> !text.isEmpty()),
          accepted,
          log::user,
          LogLimits.DEFAULT,
          stop,
          timeLimit,
          user,
          secrets.variables(),
          limits);
    }
  }

  @Override
  public void close() {
    runner.close();
    limits.ifPresent(CommandLimits::close);
    scratch.close();
  }
}
