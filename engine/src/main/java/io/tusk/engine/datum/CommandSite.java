/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import io.tusk.datum.PlanItem;
import io.tusk.engine.command.CommandRequest;
import io.tusk.engine.command.CommandRunner;
import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.engine.command.LogLimits;
import io.tusk.engine.host.HostCredentials;
import io.tusk.engine.host.HostUser;
import io.tusk.engine.input.InputCache;
import io.tusk.engine.limits.CommandLimits;
import io.tusk.engine.limits.ResourceLimits;
import io.tusk.engine.secret.JobSecrets;
import io.tusk.engine.transform.ShownFiles;
import io.tusk.engine.view.DatumView;
import io.tusk.engine.view.ViewMount;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSets;
import io.tusk.host.TemporaryDirectory;
import io.tusk.location.StoreLocation;
import io.tusk.repo.TuskStore;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.Transform;
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

/** Where one lane runs the commands of a pipeline, and what they are given. */
public final class CommandSite implements AutoCloseable {
  /** Of a command whose memory is limited, but not its processes. */
  private static final long DEFAULT_PROCESSES = 4_096;

  private final FileSets fileSets;
  private final InputCache inputs;
  private final ShownFiles shown;
  private final Transform spec;
  private final Optional<Duration> timeLimit;
  private final DatumEnvironment environment;
  private final JobSecrets secrets;
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
  public CommandSite(
      TuskStore store,
      FileSets fileSets,
      InputCache inputs,
      PipelineSpec pipeline,
      Isolation isolation,
      Optional<Path> secretDirectory,
      DatumEnvironment environment,
      JobSecrets secrets) {
    this.fileSets = fileSets;
    this.inputs = inputs;
    this.shown = ShownFiles.of(pipeline);
    this.spec = pipeline.transform();
    this.timeLimit = pipeline.datumTimeout();
    this.environment = environment;
    this.secrets = secrets;
    this.user = spec.user().isEmpty() ? Optional.empty() : HostUser.parse(spec.user());
    this.scratch =
        Scratch.create(spec.memoryVolume() ? Scratch.Medium.MEMORY : Scratch.Medium.DISK);
    this.hidden = hidden(store, secretDirectory);
    try {
      this.mounts = secretFiles();
      this.runner = CommandRunner.create(isolation, IsolationProbe.detect(), store.host());
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

  private List<Path> hidden(TuskStore store, Optional<Path> secretDirectory) {
    List<Path> all = new ArrayList<>(HostCredentials.ofThisProcess());
    if (StoreLocation.parse(store.objects().location()) instanceof StoreLocation.Local local) {
      all.add(local.path());
    }
    all.addAll(scratch.hidden());
    secretDirectory.ifPresent(all::add);
    return List.copyOf(all);
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

  FileSets fileSets() {
    return fileSets;
  }

  InputCache inputs() {
    return inputs;
  }

  ShownFiles shownFiles() {
    return shown;
  }

  /** For one try of the datum in that directory. */
  LazyFiles lazyFiles(Path directory) {
    return new LazyFiles(inputs, runner.namedPipes(), directory);
  }

  Transform spec() {
    return spec;
  }

  Optional<HostUser> user() {
    return user;
  }

  Optional<Duration> timeLimit() {
    return timeLimit;
  }

  DatumEnvironment environment() {
    return environment;
  }

  CommandRunner runner() {
    return runner;
  }

  /** For one datum after the other; holds {@code pfs} once they are assembled. */
  Path newDirectory() throws IOException {
    return scratch.newDatum();
  }

  TuskException noPlace(PlanItem.Run datum, IOException e) {
    return new TuskException(
        ErrorCode.HOST,
        "datum "
            + datum.key()
            + " cannot be worked on in "
            + scratch.place()
            + ": "
            + TemporaryDirectory.reason(e)
            + "; mend that, or set TMPDIR to another directory",
        e);
  }

  /** What is seen of a directory that holds {@code pfs}. */
  DatumView view(Path directory) {
    return runner.view(directory, hidden, mounts);
  }

  /** Gives what is in the directory to the user that commands run as. */
  void handOver(Path directory) throws IOException {
    if (user.isPresent()) {
      user.get().own(directory.resolve("pfs"));
      user.get().own(directory.resolve("tmp"));
      if (runner.isolation() == Isolation.NONE) {
        Scratch.letThrough(scratch.all());
        Scratch.letThrough(scratch.root());
        Scratch.letThrough(directory);
      }
    }
  }

  /** What a command of the specification is to be run with; without a time limit. */
  CommandRequest request(
      DatumView view, List<String> arguments, Map<String, String> variables, AtomicBoolean stop) {
    Set<Integer> accepted =
        spec.acceptReturnCode().stream().map(Long::intValue).collect(Collectors.toSet());
    return new CommandRequest(
        view,
        arguments,
        List.of(),
        variables,
        Optional.of(spec.workingDir()).filter(text -> !text.isEmpty()),
        accepted,
        line -> {},
        LogLimits.DEFAULT,
        stop,
        Optional.empty(),
        user,
        secrets.variables(),
        limits);
  }

  @Override
  public void close() {
    runner.close();
    limits.ifPresent(CommandLimits::close);
    scratch.close();
  }
}
