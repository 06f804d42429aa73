/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A control group (version 2) below this process's own one, which must have been delegated to it
 * with the controllers enabled for its children; see the kernel's {@code cgroup-v2}.
 */
public final class ControlGroup {
  private static final AtomicLong MADE = new AtomicLong();
  private static final String ENTER = "echo 0 > \"$1/cgroup.procs\" && shift && exec \"$@\"";

  private final Path directory;
  private final ResourceLimits limits;
  private final Map<String, Long> seen = new HashMap<>();

  private ControlGroup(Path directory, ResourceLimits limits) {
    this.directory = directory;
    this.limits = limits;
  }

  /** Where groups can be made, if anywhere. */
  public static Optional<Path> parent() {
    try {
      return parent(
          Files.readString(Path.of("/proc/self/mountinfo")),
          Files.readString(Path.of("/proc/self/cgroup")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public static Optional<Path> parent(String mounts, String groups) throws IOException {
    Optional<String> mounted =
        mounts
            .lines()
            .filter(line -> line.contains(" - cgroup2 "))
            .map(line -> line.split(" ", -1)[4])
            .findFirst();
    Optional<String> own =
        groups
            .lines()
            .filter(line -> line.startsWith("0::/"))
            .map(line -> line.substring("0::/".length()))
            .findFirst();
    if (mounted.isEmpty() || own.isEmpty() || own.get().startsWith("..")) {
      return Optional.empty();
    }
    Path directory = Path.of(mounted.get()).resolve(own.get());
    Path enabled = directory.resolve("cgroup.subtree_control");
    if (!Files.isWritable(directory) || !Files.isReadable(enabled)) {
      return Optional.empty();
    }
    List<String> controllers = Arrays.asList(Files.readString(enabled).trim().split(" ", -1));
    return controllers.containsAll(List.of("memory", "pids"))
        ? Optional.of(directory)
        : Optional.empty();
  }

  /** Nothing when the host does not let it be made after all. */
  static Optional<ControlGroup> create(Path parent, ResourceLimits limits) {
    String name = "tusk-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet();
    Path directory = parent.resolve(name);
    try {
      Files.createDirectory(directory);
      ControlGroup group = new ControlGroup(directory, limits);
      if (limits.memory().isPresent()) {
        group.write("memory.max", limits.memory().getAsLong());
        group.write("memory.oom.group", 1);
        if (Files.exists(directory.resolve("memory.swap.max"))) {
          group.write("memory.swap.max", 0);
        }
      }
      group.write("pids.max", limits.processes());
      return Optional.of(group);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void write(String file, long value) throws IOException {
    Files.writeString(directory.resolve(file), value + "\n");
  }

  List<String> enter() {
    return List.of("/bin/sh", "-c", ENTER, "sh", directory.toString());
  }

  Optional<String> reached() {
    boolean memory = happened("memory.events", "oom_kill");
    boolean processes = happened("pids.events", "max");
    if (memory) {
      return Optional.of(limits.memoryText());
    }
    return processes ? Optional.of(limits.processesText()) : Optional.empty();
  }

  /** Whether a counter has risen since it was last looked at. */
  private boolean happened(String file, String counter) {
    try {
      for (String line : Files.readAllLines(directory.resolve(file))) {
        String[] fields = line.split(" ", -1);
        if (fields[0].equals(counter)) {
          long now = Long.parseLong(fields[1]);
          Long before = seen.put(file, now);
          return now > (before == null ? 0 : before);
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  void close() {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      // It goes with the group above it.
      return;
    }
  }
}
