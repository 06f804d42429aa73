/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.spec.PipelineSpec;
import io.tusk.spec.RawJson;
import io.tusk.spec.text.Position;

/** A specification without errors, with the places of its values in the text. */
public final class ParsedSpec {
  private final PipelineSpec spec;
  private final RawJson written;
  private final Switches switches;
  private final Positions positions;

  ParsedSpec(PipelineSpec spec, RawJson written, Switches switches, Positions positions) {
    this.spec = spec;
    this.written = written;
    this.switches = switches;
    this.positions = positions;
  }

  public PipelineSpec spec() {
    return spec;
  }

  /** What the author gave, without defaults and in the author's spelling, as JSON. */
  public RawJson written() {
    return written;
  }

  public Switches switches() {
    return switches;
  }

  /**
   * Where a value stands, or the nearest value around it that was written down.
   *
   * @param pointer a JSON pointer within {@link SpecJson}'s form of the specification
   */
  public Position position(String pointer) {
    return positions.find(pointer);
  }

  @Override
  public String toString() {
    return spec.name() + " at " + position("");
  }
}
