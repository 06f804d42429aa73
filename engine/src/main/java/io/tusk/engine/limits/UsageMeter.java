/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.limits;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/** Measures what processes use, by {@code /proc}. */
public final class UsageMeter {
  private static final Path PROC = Path.of("/proc");
  private static final long KIB = 1024;

  private UsageMeter() {}

  /** Which limit the processes exceed together, as a clause. */
  public static Optional<String> exceeded(ResourceLimits limits, Collection<Long> processes) {
    if (processes.size() > limits.processes()) {
      return Optional.of(limits.processesText());
    }
    if (limits.memory().isEmpty()) {
      return Optional.empty();
    }
    long most = limits.memory().getAsLong();
    // What processes share counts for each of them here; looking closer takes the kernel longer.
    boolean seemsOver = sum(processes, "status", "VmRSS:") > most;
    return seemsOver && sum(processes, "smaps_rollup", "Pss:") > most
        ? Optional.of(limits.memoryText())
        : Optional.empty();
  }

  private static long sum(Collection<Long> processes, String file, String field) {
    return processes.stream().mapToLong(pid -> bytes(pid, file, field)).sum();
  }

  private static long bytes(long pid, String file, String field) {
    try {
      // The process's name is among them, which may be any bytes.
      for (String line : Files.readAllLines(PROC.resolve(pid + "/" + file), ISO_8859_1)) {
        if (line.startsWith(field)) {
          String[] words = line.trim().split("\\s+", -1);
          return Long.parseLong(words[1]) * KIB;
        }
      }
      return 0;
    } catch (IOException e) {
      // It has ended, or may not be looked at.
      return 0;
    }
  }
}
