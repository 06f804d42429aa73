/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Finds and kills the processes of one command: those that carry its marker in the environment that
 * they were started with, and those of its session. Where there is no {@code /proc}, those that
 * descend from its first process.
 */
final class ProcessSweeper {
  private static final Path PROC = Path.of("/proc");
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final int MAX_ROUNDS = 10_000;
  private static final int MAX_ROUNDS_OF_VIEW = 2_000;

  /** After so many rounds, what could be read of an environment counts as all of it. */
  private static final int MAX_ROUNDS_UNSETTLED = 1_000;

  /** Not every kernel that has the files of Linux's has all that is in them. */
  private static final boolean TELLS_LENGTHS = tellsLengths(ProcessHandle.current().pid());

  private final Host host;

  ProcessSweeper(Host host) {
    this.host = host;
  }

  /** Which processes are looked at. */
  enum Scope {
    ALL,
    /** Only those whose number is above the first process's, unless numbers have started anew. */
    YOUNGER
  }

  /**
   * Ends a view, and returns when {@code first} is gone, the process that built it. That one is
   * left to end by itself: it waits for process 1 of the view, which the kernel lets go only when
   * all others in it are gone. Killed itself, it would tell nobody when that is.
   *
   * @throws TuskException with {@code HOST} when a process survives
   */
  void endView(Process first, String marker) {
    boolean ended =
        until(
            MAX_ROUNDS_OF_VIEW,
            () -> {
              first.toHandle().children().forEach(ProcessHandle::destroyForcibly);
              return !first.isAlive();
            });
    if (!ended) {
      // It is stuck before it has made process 1, or behind it.
      endAll(first.toHandle(), marker);
    }
  }

  /** Ends {@code first} and what descends from it, and sweeps. */
  void endAll(ProcessHandle first, String marker) {
    List<Long> all =
        Stream.concat(Stream.of(first), first.descendants()).map(ProcessHandle::pid).toList();
    // Not by the process itself, which would close the streams under the reader.
    first.destroyForcibly();
    sweep(marker, first.pid(), Scope.ALL, all);
  }

  /**
   * Kills until nothing is left, and returns when all are gone.
   *
   * @param first the number of the command's first process
   * @throws TuskException with {@code HOST} when a process survives
   */
  void sweep(String marker, long first, Scope scope) {
    sweep(marker, first, scope, List.of());
  }

  /** Waits for the processes {@code known} too, which are dying and may not show their marker. */
  private void sweep(String marker, long first, Scope scope, Collection<Long> known) {
    Set<Long> killed = new TreeSet<>(known);
    AtomicInteger unsettled = new AtomicInteger();
    boolean ended =
        until(
            MAX_ROUNDS,
            () -> {
              Found found = look(marker, first, scope);
              for (long pid : found.pids()) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
              }
              killed.addAll(found.pids());
              killed.removeIf(ProcessSweeper::isGone);
              return found.pids().isEmpty()
                  && killed.isEmpty()
                  && (!found.unsettled() || unsettled.incrementAndGet() > MAX_ROUNDS_UNSETTLED);
            });
    if (!ended) {
      throw new TuskException(
          ErrorCode.HOST,
          "processes "
              + killed
              + " that a command left behind could not be killed; kill them and look why");
    }
  }

  /** Whether {@code step} came true within so many rounds; an interrupt waits until then. */
  private boolean until(int rounds, BooleanSupplier step) {
    boolean interrupted = Thread.interrupted();
    try {
      for (int round = 0; round < rounds; round++) {
        if (step.getAsBoolean()) {
          return true;
        }
        try {
          host.sleeper().sleep(PAUSE);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The processes of a command without a view. */
  List<Long> find(String marker, long first) {
    return look(marker, first, Scope.ALL).pids();
  }

  /**
   * What one look showed.
   *
   * @param unsettled whether there is a process whose environment could not be told
   */
  private record Found(List<Long> pids, boolean unsettled) {}

  private static Found look(String marker, long first, Scope scope) {
    if (!Files.isDirectory(PROC)) {
      List<Long> descendants =
          ProcessHandle.of(first).stream()
              .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
              .map(ProcessHandle::pid)
              .toList();
      return new Found(descendants, false);
    }
    long above = scope == Scope.YOUNGER && newestPid() >= first ? first : 0;
    byte[] variable = (Launcher.MARKER + "=" + marker).getBytes(UTF_8);
    String[] names = new File("/proc").list();
    List<Long> found = new ArrayList<>();
    boolean unsettled = false;
    for (String name : names == null ? new String[0] : names) {
      if (!Character.isDigit(name.charAt(0))) {
        continue;
      }
      long pid = Long.parseLong(name);
      if (pid < above) {
        continue;
      }
      if (ProcessStat.of(pid).isOfSession(first)) {
        found.add(pid);
        continue;
      }
      Optional<byte[]> environment = environment(pid);
      if (environment.isPresent() && carries(environment.get(), variable)) {
        found.add(pid);
      } else if (environment.isPresent() && TELLS_LENGTHS) {
        unsettled |= !ProcessStat.of(pid).hasEnvironmentOf(environment.get().length);
      }
    }
    return new Found(found, unsettled);
  }

  private static long newestPid() {
    try {
      String[] fields = Files.readString(PROC.resolve("loadavg")).trim().split(" ", -1);
      return Long.parseLong(fields[4]);
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean tellsLengths(long self) {
    ProcessStat stat = ProcessStat.of(self);
    return environment(self).filter(own -> stat.hasEnvironmentOf(own.length)).isPresent();
  }

  /** As it was when the process took on its program; nothing for one that is gone or another's. */
  private static Optional<byte[]> environment(long pid) {
    try {
      return Optional.of(Files.readAllBytes(PROC.resolve(pid + "/environ")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean carries(byte[] environment, byte[] variable) {
    int start = 0;
    for (int i = 0; i <= environment.length; i++) {
      if (i == environment.length || environment[i] == 0) {
        if (Arrays.equals(environment, start, i, variable, 0, variable.length)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  private static boolean isGone(long pid) {
    return Files.isDirectory(PROC) ? ProcessStat.of(pid).isDead() : ProcessHandle.of(pid).isEmpty();
  }
}
