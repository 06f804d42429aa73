/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.spec.text.Position;
import io.tusk.spec.text.Problems;

/** What the sections of one specification share while it is read. */
record Reading(Problems problems, Positions positions) {
  static Reading of(Problems problems, Position root) {
    return new Reading(problems, new Positions(root));
  }
}
