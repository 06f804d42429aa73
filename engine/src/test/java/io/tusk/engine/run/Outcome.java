/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import java.util.Map;

/**
 * How a job ended.
 *
 * @param output what readers of the output branch see afterwards: path to content
 */
record Outcome(
    End end,
    long skipped,
    long processed,
    long recovered,
    long failed,
    Map<String, String> output) {
  enum End {
    SUCCESS,
    DATUM_FAILED,
    COLLISION
  }
}
