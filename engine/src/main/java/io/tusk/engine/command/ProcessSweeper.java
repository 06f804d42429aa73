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
import java.util.Set;
import java.util.TreeSet;
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
    boolean ended =
        until(
            MAX_ROUNDS,
            () -> {
              List<Long> found = find(marker, first, scope);
              for (long pid : found) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
              }
              killed.addAll(found);
              killed.removeIf(ProcessSweeper::isGone);
              return found.isEmpty() && killed.isEmpty();
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
    return find(marker, first, Scope.ALL);
  }

  private static List<Long> find(String marker, long first, Scope scope) {
    if (!Files.isDirectory(PROC)) {
      return ProcessHandle.of(first).stream()
          .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
          .map(ProcessHandle::pid)
          .toList();
    }
    long above = scope == Scope.YOUNGER && newestPid() >= first ? first : 0;
    byte[] variable = (Launcher.MARKER + "=" + marker).getBytes(UTF_8);
    String[] names = new File("/proc").list();
    List<Long> found = new ArrayList<>();
    for (String name : names == null ? new String[0] : names) {
      if (!Character.isDigit(name.charAt(0))) {
        continue;
      }
      long pid = Long.parseLong(name);
      if (pid >= above && (isOfSession(pid, first) || carries(pid, variable))) {
        found.add(pid);
      }
    }
    return found;
  }

  private static long newestPid() {
    try {
      String[] fields = Files.readString(PROC.resolve("loadavg")).trim().split(" ", -1);
      return Long.parseLong(fields[4]);
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean carries(long pid, byte[] variable) {
    byte[] environment;
    try {
      environment = Files.readAllBytes(PROC.resolve(pid + "/environ"));
    } catch (IOException e) {
      return false;
    }
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

  private static boolean isOfSession(long pid, long session) {
    String[] fields = stat(pid);
    return fields.length > 3 && !isDead(fields[0]) && Long.parseLong(fields[3]) == session;
  }

  private static boolean isGone(long pid) {
    if (!Files.isDirectory(PROC)) {
      return ProcessHandle.of(pid).isEmpty();
    }
    String[] fields = stat(pid);
    return fields.length == 0 || isDead(fields[0]);
  }

  private static boolean isDead(String state) {
    return state.equals("Z") || state.equals("X");
  }

  /** The fields after the program's name: state, parent, group, session; empty if it is gone. */
  private static String[] stat(long pid) {
    try {
      String line = new String(Files.readAllBytes(PROC.resolve(pid + "/stat")), UTF_8);
      return line.substring(line.lastIndexOf(')') + 2).split(" ", 5);
    } catch (IOException | IndexOutOfBoundsException e) {
      return new String[0];
    }
  }
}
