/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import java.util.Map;

/**
 * How a job ended.
 *
 * @param datums what became of each datum; of a killed job's, those that it ran
 * @param output what readers of the output branch see afterwards: path to content
 */
public record Outcome(End end, Map<String, State> datums, Map<String, String> output) {
  /** How the job ended. */
  public enum End {
    SUCCESS,
    DATUM_FAILED,
    COLLISION,
    KILLED
  }

  /** What a job did about a datum. */
  public enum State {
    PROCESSED,
    SKIPPED,
    RECOVERED,
    FAILED
  }

  /** How many datums are in such a state. */
  public long count(State state) {
    return datums.values().stream().filter(state::equals).count();
  }
}
