/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.error.TuskException;
import io.tusk.repo.Snapshot;
import java.time.Instant;
import java.util.Optional;

/** What is done to a store because it is time, beside running jobs. For one thread. */
public interface TimedWork {
  /**
   * Does what is due at {@code now}, or some of it: no more than takes a few seconds. What others
   * have done meanwhile is not done again. What is wrong with one thing stops no other; it is told,
   * once, and tried again later.
   *
   * @param seen the newest state of the store
   * @throws TuskException STORAGE or OUTCOME_UNKNOWN, for whatever may succeed when tried again
   */
  Outcome perform(Snapshot seen, Instant now, TimedListener told);

  /**
   * What came of it.
   *
   * @param changed whether the store is another one than was seen: then more may be due
   * @param next when there is something to do again, if nothing changes before; absent: never
   */
  record Outcome(boolean changed, Optional<Instant> next) {
    public static final Outcome NOTHING = new Outcome(false, Optional.empty());

    /** What came of this and of other work. */
    Outcome and(Outcome other) {
      boolean later = next.isEmpty() || other.next().filter(next.get()::isAfter).isPresent();
      return new Outcome(changed || other.changed(), later ? other.next() : next);
    }
  }
}
