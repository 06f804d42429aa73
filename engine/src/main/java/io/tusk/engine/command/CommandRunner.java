/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.engine.host.HostFacts;
import io.tusk.engine.host.NamedPipes;
import io.tusk.engine.limits.CommandLimits;
import io.tusk.engine.view.DatumView;
import io.tusk.engine.view.ViewMount;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.host.Stopwatch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Runs commands, each in the view of one datum. Safe for use by several threads; one for a process
 * is enough. The thread that calls {@link #run} is the parent of what it starts and waits for it,
 * so no command dies because another thread ended. When this process dies, so do its commands.
 *
 * <p>When a command has ended, nothing that it started is left, in whatever session or environment.
 * {@link Isolation#NONE} cannot promise as much: there a process escapes that has left the session
 * and carries none of the environment that the command was given, and one that merely cleared its
 * environment when this process is killed in the very moment of starting it.
 */
public final class CommandRunner implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration METERED = Duration.ofMillis(250);
  private static final Duration SHOWN = Duration.ofSeconds(1);

  /** So short a time that process numbers were not all used in it. */
  private static final Duration BRIEF = Duration.ofSeconds(2);

  private static final int PIPED_STDIN_BYTES = 4096;

  private final Launcher launcher;
  private final HostFacts facts;
  private final Host host;
  private final Preflight preflight;
  private final ProcessSweeper sweeper;
  private final EngineGuard guard;
  private final ScheduledThreadPoolExecutor watch;
  private final String id;
  private final AtomicLong commands = new AtomicLong();
  private final String whyNone;
  private final Optional<Path> setsid;

  /**
   * @throws TuskException with {@code HOST} when this process cannot name files in UTF-8, or when
   *     the host does not allow the {@code wanted} isolation
   */
  public static CommandRunner create(Isolation wanted, IsolationSupport support, Host host) {
    return new CommandRunner(
        support.launcher(wanted), support.facts(), host, support.whyNone(wanted));
  }

  CommandRunner(Launcher launcher, HostFacts facts, Host host, String whyNone) {
    String encoding = System.getProperty("sun.jnu.encoding", "unknown");
    if (!encoding.equals("UTF-8")) {
      throw new TuskException(
          ErrorCode.HOST,
          "this process names files in "
              + encoding
              + ", not in UTF-8; start it with LC_ALL=C.UTF-8");
    }
    this.launcher = launcher;
    this.facts = facts;
    this.host = host;
    this.whyNone = whyNone;
    this.setsid = facts.tool("setsid");
    this.preflight = new Preflight(facts);
    this.sweeper = new ProcessSweeper(host);
    this.id = host.randomId();
    this.guard = new EngineGuard(facts, id + ".");
    this.watch =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "command-watch");
              thread.setDaemon(true);
              return thread;
            });
    watch.setRemoveOnCancelPolicy(true);
  }

  HostFacts facts() {
    return facts;
  }

  Host host() {
    return host;
  }

  /** What makes named pipes on this host. */
  public NamedPipes namedPipes() {
    return new NamedPipes(facts);
  }

  /** What is in force; never {@code AUTO}. */
  public Isolation isolation() {
    return launcher.isolation();
  }

  /**
   * The view of one datum.
   *
   * @param datumDirectory holds {@code pfs} with the inputs as directories and {@code pfs/out}
   * @param hidden paths of the host that the command must not see, such as the store, its
   *     credentials and the directories of other datums; those that do not exist are ignored.
   *     Without isolation they are only kept out of what the command links to. What would run
   *     programs for it outside of its view is among them in any case
   */
  public DatumView view(Path datumDirectory, Collection<Path> hidden) {
    return view(datumDirectory, hidden, List.of());
  }

  /**
   * As {@link #view(Path, Collection)}, and it sees {@code mounts}.
   *
   * @throws TuskException with {@code INVALID} for mounts where there is no isolation, or where
   *     nothing can be mounted
   */
  public DatumView view(Path datumDirectory, Collection<Path> hidden, List<ViewMount> mounts) {
    boolean isolated = isolation() != Isolation.NONE;
    if (!isolated && !mounts.isEmpty()) {
      throw new TuskException(
          ErrorCode.INVALID,
          "mount_path "
              + mounts.get(0).target()
              + " cannot be shown to commands that run without isolation; use env_var, or"
              + " --isolation=auto");
    }
    List<Path> unseen = new ArrayList<>(facts.controls());
    unseen.addAll(hidden);
    return DatumView.of(datumDirectory, unseen, mounts, isolated, facts);
  }

  /**
   * Runs a command to its end and ends what it left running. An interrupt counts as a stop and
   * stays set.
   *
   * @throws TuskException with {@code HOST} when the host fails, {@code INVALID} when the command
   *     relies on {@code /pfs} and isolation was declined
   */
  public CommandOutcome run(CommandRequest request) {
    return run(request, mark -> {});
  }

  /**
   * As {@link #run(CommandRequest)}.
   *
   * @param started is told, once the command is started, how a line can be put into its output
   */
  CommandOutcome run(CommandRequest request, Consumer<OutputMark> started) {
    if (request.view().isolated() != (isolation() != Isolation.NONE)) {
      throw new IllegalArgumentException("the view is of a runner with another isolation");
    }
    Stopwatch wall = Stopwatch.start();
    LogSink sink = request.log();
    CommandLog log =
        new CommandLog(
            line -> {
              if (!line.equals(UnshareLauncher.COMPLAINT) || isolation() != Isolation.UNSHARE) {
                sink.line(line);
              }
            },
            request.logLimits());
    try {
      CommandEnd end = end(request, log, started);
      return outcome(request, end, log, wall.elapsed());
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "command \"" + request.arguments().get(0) + "\" cannot be run: " + e.getMessage(),
          e);
    }
  }

  private CommandEnd end(CommandRequest request, CommandLog log, Consumer<OutputMark> started)
      throws IOException {
    if (request.stop().get() || Thread.currentThread().isInterrupted()) {
      return new CommandEnd.Stopped();
    }
    Optional<CommandEnd.NotStarted> refusal = preflight.check(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (isolation() == Isolation.NONE) {
      refuseMention(request);
    }
    String marker = id + "." + commands.incrementAndGet();
    Launch launch = launcher.launch(request, marker);
    byte[] stdin = stdin(request.stdin());
    Path stdinFile = request.view().directory().resolve("stdin");
    boolean piped = stdin.length > 0 && stdin.length <= PIPED_STDIN_BYTES;
    List<String> program = new ArrayList<>();
    // What builds a view must not end with an interrupt of the terminal, which is this process's.
    setsid.ifPresent(path -> program.addAll(List.of(path.toString(), "--")));
    request.limits().ifPresent(limits -> program.addAll(limits.outer()));
    program.addAll(launch.command());
    ProcessBuilder builder = new ProcessBuilder(program);
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    builder.directory(launch.directory().toFile());
    builder.redirectErrorStream(true);
    if (stdin.length == 0) {
      builder.redirectInput(new File("/dev/null"));
    } else if (!piped) {
      Files.write(stdinFile, stdin);
      builder.redirectInput(stdinFile.toFile());
    }
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return startFailed(request, e);
    }
    RunningCommand command = new RunningCommand(process, marker, launch.announced(), sweeper);
    if (piped) {
      command.feed(stdin);
    }
    started.accept(OutputMark.of(process.pid()));
    return watched(request, command, log, !launch.announced());
  }

  private CommandEnd watched(
      CommandRequest request, RunningCommand command, CommandLog log, boolean plain)
      throws IOException {
    long pid = command.process().pid();
    Thread runner = Thread.currentThread();
    List<ScheduledFuture<?>> timers = new ArrayList<>();
    Runnable stopper =
        () -> {
          if (request.stop().get() || runner.isInterrupted()) {
            command.kill(new CommandEnd.Stopped());
          }
        };
    timers.add(every(TICK, stopper));
    timers.add(every(SHOWN, log::handOn));
    request
        .timeLimit()
        .ifPresent(
            time ->
                timers.add(
                    watch.schedule(
                        () -> command.kill(new CommandEnd.TimedOut(time)),
                        time.toNanos(),
                        TimeUnit.NANOSECONDS)));
    request
        .limits()
        .filter(CommandLimits::isMeasured)
        .ifPresent(limits -> timers.add(every(METERED, () -> command.keepWithin(limits.limits()))));
    // Without a view, what is left may hold the output open, which ends when they do.
    Stopwatch age = Stopwatch.start();
    CompletableFuture<Void> swept =
        plain
            ? command.process().onExit().thenAccept(process -> command.sweep(scope(age)))
            : CompletableFuture.completedFuture(null);
    boolean done = false;
    try {
      if (plain) {
        guard.enter(pid);
      }
      command.read(log);
      int code = command.process().waitFor();
      done = true;
      log.finish();
      return command.killed().orElseGet(() -> new CommandEnd.Exited(code));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CommandEnd.Stopped();
    } finally {
      timers.forEach(timer -> timer.cancel(false));
      if (!done) {
        command.kill(new CommandEnd.Stopped());
      }
      command.awaitKilled();
      if (plain) {
        join(swept);
        guard.leave(pid);
      }
    }
  }

  private ScheduledFuture<?> every(Duration period, Runnable task) {
    return watch.scheduleWithFixedDelay(
        task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static ProcessSweeper.Scope scope(Stopwatch age) {
    boolean brief = age.elapsed().compareTo(BRIEF) < 0;
    return brief ? ProcessSweeper.Scope.YOUNGER : ProcessSweeper.Scope.ALL;
  }

  private static void join(CompletableFuture<Void> future) {
    try {
      future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof TuskException known ? known : e;
    }
  }

  private void refuseMention(CommandRequest request) throws IOException {
    Optional<String> mention = PfsMention.find(request);
    if (mention.isEmpty()) {
      return;
    }
    String message =
        "command \""
            + request.arguments().get(0)
            + "\" names /pfs in "
            + mention.get()
            + ", which is not there without isolation; ";
    if (whyNone.isEmpty()) {
      throw new TuskException(
          ErrorCode.INVALID, message + "use $PFS_ROOT there, or --isolation=auto");
    }
    throw new TuskException(
        ErrorCode.HOST, message + "use $PFS_ROOT there, or make isolation possible: " + whyNone);
  }

  private static CommandEnd startFailed(CommandRequest request, IOException e) throws IOException {
    String message = String.valueOf(e.getMessage());
    if (message.contains("error=7,")) {
      return new CommandEnd.NotStarted(
          126,
          "command \""
              + request.arguments().get(0)
              + "\" has arguments and variables that are too long for this host;"
              + " pass them in a file or on standard input");
    }
    throw e;
  }

  private static byte[] stdin(List<String> lines) {
    return lines.isEmpty() ? new byte[0] : (String.join("\n", lines) + "\n").getBytes(UTF_8);
  }

  private CommandOutcome outcome(
      CommandRequest request, CommandEnd end, CommandLog log, Duration wall) {
    Set<Integer> accepted = request.acceptedExitCodes();
    boolean success =
        end instanceof CommandEnd.Exited exited
            && (exited.code() == 0 || accepted.contains(exited.code()));
    Optional<String> reached = request.limits().flatMap(CommandLimits::reached);
    return new CommandOutcome(
        request.arguments().get(0),
        success || reached.isEmpty() ? end : new CommandEnd.OverLimit(reached.get()),
        success,
        log.lastLines(),
        log.bytes(),
        wall);
  }

  /** Ends the helper process; no command may be running. */
  @Override
  public void close() {
    watch.shutdownNow();
    guard.close();
  }
}
