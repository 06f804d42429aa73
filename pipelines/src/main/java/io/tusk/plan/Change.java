/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.sort.SpilledList;
import java.util.ArrayList;
import java.util.List;

/**
 * How the inputs changed since the base. The sections of the leaf tree are brought up to date one
 * after another, inner ones first; until then {@link #after} lacks the rest.
 */
final class Change {
  private final InputState before;
  private final PlanScratch scratch;
  private final List<SpilledList> sections = new ArrayList<>();
  private InputState after;

  Change(InputState before, InputState after, PlanScratch scratch) {
    this.before = before;
    this.after = after;
    this.scratch = scratch;
  }

  InputState before() {
    return before;
  }

  InputState after() {
    return after;
  }

  PlanScratch scratch() {
    return scratch;
  }

  /** The touched paths of a section, by value, as {@link TouchedPath#encode} has them. */
  SpilledList touched(int section) {
    return sections.get(section);
  }

  /** Adds the next section. */
  void add(SpilledList touched, InputState newAfter) {
    sections.add(touched);
    after = newAfter;
  }
}
