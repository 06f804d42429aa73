/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds the processes of a view, so that this process may work on files that they could change
 * under its hands. Signals are sent by a shell, as Java knows none of these.
 */
final class Halt implements AutoCloseable {
  private static final Path PROC = Path.of("/proc");
  private static final boolean LISTED = Files.exists(Path.of("/proc/thread-self/children"));
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final int MAX_ROUNDS = 60_000;
  private static final int HURRIED_ROUNDS = 3;

  /**
   * After so many rounds what the kernel does not disturb counts as held if a child of it is: it
   * waits for that one, and comes back to its own code as held.
   */
  private static final int PATIENT_ROUNDS = 100;

  private static final Set<String> HELD = Set.of("T", "t", "Z", "X");
  private static final String SCRIPT =
      "trap '' HUP INT QUIT TERM; while read -r signal ids; do kill -s $signal $ids 2>/dev/null; echo; done";

  private final long first;
  private final Host host;
  private final Process shell;
  private List<Long> held = List.of();

  /**
   * @param first the number of the process that builds the view, and is the parent of all in it
   */
  Halt(long first, Host host) throws IOException {
    this.first = first;
    this.host = host;
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", SCRIPT);
    builder.environment().clear();
    builder.directory(new File("/"));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    this.shell = builder.start();
  }

  /**
   * Returns when all are held.
   *
   * @throws TuskException with {@code HOST} when one does not heed it
   */
  void hold() throws IOException {
    List<Long> last = null;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      List<Long> all = below(first);
      boolean patient = round > PATIENT_ROUNDS;
      List<Long> running = all.stream().filter(pid -> !isHeld(pid, patient)).toList();
      if (!running.isEmpty()) {
        send("STOP", running);
        if (round >= HURRIED_ROUNDS) {
          pause();
        }
        last = null;
      } else if (all.equals(last)) {
        held = all;
        return;
      } else {
        // Whom one that was not held yet has started meanwhile, the next look shows.
        last = all;
      }
    }
    throw new TuskException(
        ErrorCode.HOST,
        "the processes of a command do not stop for its datum to be taken; look why, and run again");
  }

  /** Lets them go on: first those that others may wait for. */
  void release() throws IOException {
    List<Long> innermostFirst = new ArrayList<>(held);
    Collections.reverse(innermostFirst);
    send("CONT", innermostFirst);
    held = List.of();
  }

  private void send(String signal, List<Long> processes) throws IOException {
    if (processes.isEmpty()) {
      return;
    }
    String ids = processes.stream().map(pid -> " " + pid).collect(Collectors.joining());
    shell.getOutputStream().write((signal + ids + "\n").getBytes(US_ASCII));
    shell.getOutputStream().flush();
    if (shell.getInputStream().read() < 0) {
      throw new IOException("the shell that sends signals has ended");
    }
  }

  private void pause() {
    try {
      host.sleeper().sleep(PAUSE);
    } catch (InterruptedException e) {
      // It is a matter of milliseconds, and the caller looks for it then.
      Thread.currentThread().interrupt();
    }
  }

  /** Those that descend from it, parents before their children. */
  private static List<Long> below(long parent) throws IOException {
    List<Long> found = new ArrayList<>(children(parent));
    for (int i = 0; i < found.size(); i++) {
      found.addAll(children(found.get(i)));
    }
    return found;
  }

  private static List<Long> children(long pid) throws IOException {
    if (!LISTED) {
      return ProcessHandle.of(pid).stream()
          .flatMap(ProcessHandle::children)
          .map(ProcessHandle::pid)
          .toList();
    }
    List<Long> children = new ArrayList<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
      for (Path thread : threads) {
        for (String child : read(thread.resolve("children")).trim().split(" ", -1)) {
          if (!child.isEmpty()) {
            children.add(Long.valueOf(child));
          }
        }
      }
    } catch (NoSuchFileException e) {
      return children;
    }
    return children;
  }

  private static boolean isHeld(long pid, boolean patient) {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
      for (Path thread : threads) {
        String stat = read(thread.resolve("stat"));
        int name = stat.lastIndexOf(')');
        String state = name < 0 ? "X" : stat.substring(name + 2, name + 3);
        if (!HELD.contains(state) && !(patient && state.equals("D") && hasHeldChild(pid))) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean hasHeldChild(long pid) throws IOException {
    return children(pid).stream().anyMatch(child -> isHeld(child, false));
  }

  /** Empty for what is gone. */
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    shell.destroyForcibly();
  }
}
