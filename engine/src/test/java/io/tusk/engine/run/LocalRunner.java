/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

/** A runner whose jobs are this process's, and end with it. */
@FunctionalInterface
interface LocalRunner extends Runner {
  @Override
  default boolean isDetached() {
    return false;
  }

  @Override
  default boolean outlivesProcess() {
    return false;
  }

  @Override
  default int slots() {
    return 2;
  }

  @Override
  default void close() {}
}
