/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where a pipeline stands; the meanings are Pachyderm's. A pipeline here is {@link #RUNNING} or
 * {@link #PAUSED}; it has no workers of its own that could be in the other states.
 */
public enum PipelineState {
  STARTING,
  RUNNING,
  RESTARTING,
  FAILURE,
  /** Stopped by a user: it follows no input, and makes no jobs. */
  PAUSED,
  STANDBY,
  CRASHING;

  /** As {@code --raw} prints it: {@code PIPELINE_RUNNING}. */
  public String rawName() {
    return "PIPELINE_" + name();
  }

  /** As tables print it, and as filters take it: {@code running}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The state that a filter names, in any case.
   *
   * @throws TuskException USAGE
   */
  public static PipelineState parse(String text) {
    for (PipelineState state : values()) {
      if (state.label().equals(text.toLowerCase(Locale.ROOT))) {
        return state;
      }
    }
    throw new TuskException(
        ErrorCode.USAGE,
        "\""
            + text
            + "\" is no state of a pipeline; give one of "
            + Arrays.stream(values()).map(PipelineState::label).collect(Collectors.joining(", ")));
  }
}
