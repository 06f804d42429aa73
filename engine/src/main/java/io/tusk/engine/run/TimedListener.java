/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.error.TuskException;

/** Is told what is done because it is time; by one thread. */
public interface TimedListener {
  /** A sentence that says what was done. */
  default void did(String what) {}

  /** A sentence that says what is not done, and why. */
  default void warned(String what) {}

  /**
   * Something could not be done; it is tried again.
   *
   * @param subject what it was about
   */
  default void failed(String subject, TuskException why) {}
}
