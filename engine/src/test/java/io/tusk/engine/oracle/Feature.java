/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

/** What random histories may hold, as far as a subject can do it. */
public enum Feature {
  /** Crosses, unions, joins and groups. */
  NESTED,
  /** Inputs that count by their paths alone. */
  REFERENCE,
  /** Inputs that tick by the clock. */
  CRON,
  /** Inputs whose branches move when conditions hold. */
  TRIGGERS,
  /** Inputs that start from a commit. */
  FROM,
  /** Datums whose error command succeeds. */
  RECOVERED,
  /** Jobs that are killed half-way. */
  KILLED,
  /** Jobs that run everything. */
  EVERY_JOB
}
