/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import java.util.function.LongConsumer;

/**
 * Passes on how many datums a cross or join makes where that may well be a mistake, and after that
 * only where it is many times as many: a join may have a count for each of its values.
 */
final class LargeCrosses implements LongConsumer {
  private static final long FIRST = 1_000_000;
  private static final long MORE = 10;

  private final LongConsumer listener;
  private long told;

  LargeCrosses(LongConsumer listener) {
    this.listener = listener;
  }

  @Override
  public void accept(long datums) {
    if (datums >= FIRST && datums / MORE >= told) {
      told = datums;
      listener.accept(datums);
    }
  }
}
