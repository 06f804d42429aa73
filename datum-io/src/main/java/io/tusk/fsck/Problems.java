/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.fsck;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.function.Consumer;

/** Counts problems and passes them on. Not safe for several threads. */
public final class Problems {
  private static final String REMEDY = "; run 'tusk fsck'";

  private final Consumer<Problem> told;
  private long found;
  private long damage;

  /** {@code told} is told each problem as it is found. */
  public Problems(Consumer<Problem> told) {
    this.told = told;
  }

  /** Something is missing or altered. */
  public void report(String subject, String fact) {
    damage++;
    reportHarmless(subject, fact);
  }

  /** Something is there that should not be, and hides nothing. */
  public void reportHarmless(String subject, String fact) {
    found++;
    told.accept(new Problem(subject, fact));
  }

  /**
   * Runs on after what is wrong with the store, which is reported; a store that cannot be read ends
   * the check.
   *
   * @return whether {@code check} ran to its end
   */
  public boolean reporting(String subject, Runnable check) {
    try {
      check.run();
      return true;
    } catch (TuskException e) {
      if (e.code() != ErrorCode.CORRUPT
          && e.code() != ErrorCode.NOT_FOUND
          && e.code() != ErrorCode.USAGE) {
        throw e;
      }
      report(subject, fact(e));
      return false;
    }
  }

  public long found() {
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
