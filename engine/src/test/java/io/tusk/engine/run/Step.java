/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import java.util.Map;
import java.util.Optional;

/**
 * What happens before a job, and how its code behaves.
 *
 * @param files all that the input holds then: path to content
 * @param back the number of the earlier step whose input this is again, if it is
 * @param from what the input starts from, if it does
 * @param glob the pipeline's glob
 * @param salt a number that rises with every reprocessing update
 */
record Step(
    Map<String, String> files,
    Optional<Integer> back,
    Optional<Start> from,
    String glob,
    int salt,
    Behaviour behaviour) {

  /**
   * An earlier state of the input: only what differs from it is work.
   *
   * @param step its number
   */
  record Start(int step, Map<String, String> files) {}
}
