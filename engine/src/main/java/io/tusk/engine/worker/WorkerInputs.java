/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.engine.datum.Scratch;
import io.tusk.engine.input.InputCache;
import io.tusk.error.TuskException;
import io.tusk.host.CacheBound;

/** The large input files that this process keeps for the lanes of jobs. */
final class WorkerInputs {
  private static final String BYTES = "TUSK_INPUT_CACHE_BYTES";
  private static final long DEFAULT_BYTES = 10L << 30;

  private static final PerAttempt<InputCache> OPEN =
      new PerAttempt<>((config, inputs) -> inputs.close());

  private WorkerInputs() {}

  /**
   * The first to open them also removes those that killed processes have left.
   *
   * @throws TuskException USAGE when this host's environment bounds them by what is no number
   */
  static PerAttempt<InputCache>.Lease open(LaneConfig config, Assignment work) {
    return OPEN.open(config, () -> make(work));
  }

  private static InputCache make(Assignment work) {
    Scratch.sweepDisk();
    return new InputCache(work.files(), CacheBound.of(System.getenv(), BYTES, DEFAULT_BYTES));
  }
}
