/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The processes that this one can look up. */
public final class HostProcesses {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");
  private static final Set<String> DEAD = Set.of("Z", "X", "x");

  /** Where the start stands in a process's stat, counted from the state, which is field 3. */
  private static final int START_TICKS = 22 - 3;

  private HostProcesses() {}

  /**
   * Names the boot and the namespace that the process ids seen here belong to; those of another say
   * nothing here. Blank where the host does not tell.
   */
  public static String place() {
    return (text(BOOT_ID) + " " + target(PID_NAMESPACE)).trim();
  }

  /**
   * In clock ticks since boot, which stay when the host's clock is set; none for a process that is
   * gone, or dead and not yet reaped.
   */
  public static Optional<Long> started(long pid) {
    return startTicks(text(Path.of("/proc/" + pid + "/stat")));
  }

  static Optional<Long> startTicks(String stat) {
    // The second field, the command's name in parentheses, may hold blanks and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
    if (fields.length <= START_TICKS || DEAD.contains(fields[0])) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(fields[START_TICKS]));
  }

  private static String text(Path path) {
    try {
      // A command's name may be any bytes.
      return Files.readString(path, ISO_8859_1).trim();
    } catch (IOException e) {
      return "";
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
