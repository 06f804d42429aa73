/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.limits;

import java.util.Locale;
import java.util.OptionalLong;

/** What all processes of a command together may use; memory is bytes. */
public record ResourceLimits(OptionalLong memory, long processes) {
  public ResourceLimits {
    if (processes < 1 || memory.orElse(1) < 1) {
      throw new IllegalArgumentException("a limit of nothing");
    }
  }

  /** {@code its memory limit of 64.0 MiB}. */
  String memoryText() {
    return String.format(
        Locale.ROOT, "its memory limit of %.1f MiB", memory.orElseThrow() / (1024.0 * 1024.0));
  }

  String processesText() {
    return "its limit of " + processes + " processes";
  }
}
