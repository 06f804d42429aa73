/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How temporary files and directories are called: {@code tusk-KIND-PLACE-PID-TICKS-RANDOM}, so that
 * another process can tell that the one that made them is gone, and remove them.
 */
public final class TemporaryName {
  private static final Pattern PATTERN =
      Pattern.compile("tusk-[a-z]+-([0-9a-f]{8})-([0-9]{1,18})-([0-9]{1,18})-.*");

  /** Finds all of them, in the form of {@link java.nio.file.Files#newDirectoryStream}. */
  public static final String GLOB = "tusk-*";

  private TemporaryName() {}

  /**
   * What a name of this process begins with.
   *
   * @param kind lower-case letters
   */
  public static String prefix(String kind) {
    long self = ProcessHandle.current().pid();
    return prefix(kind, self, HostProcesses.started(self).orElse(0L));
  }

  static String prefix(String kind, long pid, long ticks) {
    return "tusk-" + kind + "-" + place() + "-" + pid + "-" + ticks + "-";
  }

  /**
   * Whether the process that made it is known to be gone. Never for one of another container or
   * boot, which share the directory perhaps, but not the process ids.
   */
  public static boolean isAbandoned(Path path) {
    Matcher name = PATTERN.matcher(path.getFileName().toString());
    return !HostProcesses.place().isEmpty()
        && name.matches()
        && name.group(1).equals(place())
        && !HostProcesses.started(Long.parseLong(name.group(2)))
            .equals(Optional.of(Long.parseLong(name.group(3))));
  }

  private static String place() {
    return String.format("%08x", HostProcesses.place().hashCode());
  }
}
