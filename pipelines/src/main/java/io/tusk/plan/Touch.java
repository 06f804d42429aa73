/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

/**
 * A datum that a change of the inputs may concern. Of those that are there after the change, all
 * that are new or whose content changed are told; of the others, all that were there before.
 */
record Touch(Tuple tuple, Side side) {
  /** When the datum is there. */
  enum Side {
    /** It was there before; if it is there still, that is told as well. */
    BEFORE,
    AFTER
  }

  static Touch before(Tuple tuple) {
    return new Touch(tuple, Side.BEFORE);
  }

  static Touch after(Tuple tuple) {
    return new Touch(tuple, Side.AFTER);
  }

  boolean isAfter() {
    return side == Side.AFTER;
  }
}
