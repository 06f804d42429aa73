/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.host.HostProcesses;
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

  private static final Set<String> ENGINES = ConcurrentHashMap.newKeySet();

  private final String host;
  private final String boot;

  private ProcessIdentity(String host, String boot) {
    this.host = host;
    this.boot = boot;
  }

  static ProcessIdentity ofThisHost() {
    return new ProcessIdentity(text(HOST_NAME), HostProcesses.place());
  }

  JobOwner owner(String nonce) {
    long self = ProcessHandle.current().pid();
    return new JobOwner(host, boot, self, HostProcesses.started(self).orElse(0L), nonce);
  }

  /** Of a job that outlives the process: no process is looked up, and its progress is watched. */
  static JobOwner ofNone(String nonce) {
    return new JobOwner("", "", 0, 0, nonce);
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
    if (!HostProcesses.started(owner.pid()).equals(Optional.of(owner.started()))) {
      return false;
    }
    return owner.pid() != ProcessHandle.current().pid() || ENGINES.contains(owner.nonce());
  }

  private static String text(Path path) {
    try {
      return Files.readString(path).trim();
    } catch (IOException e) {
      return "";
    }
  }
}
