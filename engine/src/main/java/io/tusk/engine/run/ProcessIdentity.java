/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.pipeline.JobOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who this process is, and whether the process of another owner on the same host still lives. */
final class ProcessIdentity {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

  private static final Set<String> ENGINES = ConcurrentHashMap.newKeySet();
  private static final Set<String> DEAD = Set.of("Z", "X", "x");

  /** Where the start stands in a process's stat, counted from the state, which is field 3. */
  private static final int START_TICKS = 22 - 3;

  private final String host;
  private final String boot;

  private ProcessIdentity(String host, String boot) {
    this.host = host;
    this.boot = boot;
  }

  static ProcessIdentity ofThisHost() {
    // Process ids of another boot, or of another pid namespace, say nothing here.
    return new ProcessIdentity(text(HOST_NAME), text(BOOT_ID) + " " + target(PID_NAMESPACE));
  }

  JobOwner owner(String nonce) {
    long self = ProcessHandle.current().pid();
    return new JobOwner(host, boot, self, started(self).orElse(0L), nonce);
  }

  /** Says that the engine with that nonce runs in this process, until it has {@link #ended}. */
  static void started(String nonce) {
    ENGINES.add(nonce);
  }

  static void ended(String nonce) {
    ENGINES.remove(nonce);
  }

  /** Whether the owner's process can be looked up here at all. */
  boolean isOfThisHost(JobOwner owner) {
    return !boot.isBlank() && owner.host().equals(host) && owner.boot().equals(boot);
  }

  /**
   * Whether the engine lives; only for an owner of this host. One of this very process lives until
   * it has returned, any other as long as its process.
   */
  boolean lives(JobOwner owner) {
    if (!started(owner.pid()).equals(Optional.of(owner.started()))) {
      return false;
    }
    return owner.pid() != ProcessHandle.current().pid() || ENGINES.contains(owner.nonce());
  }

  /** In clock ticks since boot; none for a process that is gone, or dead and not yet reaped. */
  private static Optional<Long> started(long pid) {
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
      return Files.readString(path).trim();
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
