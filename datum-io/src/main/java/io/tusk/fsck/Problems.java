/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.fsck;

import io.tusk.error.TuskException;
import java.util.function.Consumer;

/** Counts problems and passes them on. */
final class Problems {
  private static final String REMEDY = "; run 'tusk fsck'";

  private final Consumer<Problem> told;
  private long found;
  private long damage;

  Problems(Consumer<Problem> told) {
    this.told = told;
  }

  /** Something is missing or altered. */
  void report(String subject, String fact) {
    damage++;
    reportHarmless(subject, fact);
  }

  /** Something is there that should not be, and hides nothing. */
  void reportHarmless(String subject, String fact) {
    found++;
    told.accept(new Problem(subject, fact));
  }

  long found() {
    return found;
  }

  boolean anyDamage() {
    return damage > 0;
  }

  /** The message without the advice to do what is being done. */
  static String fact(TuskException e) {
    int remedy = e.getMessage().indexOf(REMEDY);
    return remedy < 0 ? e.getMessage() : e.getMessage().substring(0, remedy);
  }
}
