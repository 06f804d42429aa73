/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes named pipes, which Java cannot. */
public final class NamedPipes {
  private final HostFacts facts;

  public NamedPipes(HostFacts facts) {
    this.facts = facts;
  }

  /**
   * Makes all of them at once.
   *
   * @param mode octal, whatever the process's mask
   * @param names that are not there yet, and do not start with a dash
   * @throws io.tusk.error.TuskException HOST when the host has no program for it
   * @throws IOException when they cannot be made there, or an interrupt came
   */
  public void make(Path directory, String mode, List<String> names) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(facts.requiredTool("mkfifo").toString(), "-m", mode));
    command.addAll(names);
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    try {
      String complaint = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException("named pipes cannot be made: " + complaint);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while named pipes were made", e);
    }
  }
}
