/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import io.tusk.engine.work.Claims.Claimed;
import java.util.BitSet;
import java.util.function.BooleanSupplier;

/**
 * How a lane comes by its work: it claims its own number first, then the first of those that nobody
 * has, again and again. One that was started before goes on with all that it had.
 */
final class Claiming {
  private final Claims claims;
  private final int count;
  private final int lanes;
  private final JobWork.Claim claim;
  private final BooleanSupplier stopped;

  /** What others have or this run of the lane has dealt with. */
  private final BitSet settled = new BitSet();

  /** Does the work. */
  interface Worker {
    /** {@code claimed}: {@code NEW} or {@code AGAIN}. */
    void run(int number, Claimed claimed);
  }

  /**
   * @param count how many numbers there are, 1 at least
   * @param lanes of the attempt
   */
  Claiming(Claims claims, int count, int lanes, JobWork.Claim claim, BooleanSupplier stopped) {
    this.claims = claims;
    this.count = count;
    this.lanes = lanes;
    this.claim = claim;
    this.stopped = stopped;
  }

  /** Until nothing is left that nobody has, or it is stopped. */
  void run(Worker worker) {
    int first = claim.lane() % count;
    Claimed claimed = claims.claim(first, claim);
    boolean again = isAgain(claimed);
    settle(first, claimed, worker);
    while (settled.cardinality() < count && !stopped.getAsBoolean()) {
      if (lanes > 1 || again) {
        learn(again, worker);
      }
      int next = settled.nextClearBit(0);
      if (next < count && !stopped.getAsBoolean()) {
        settle(next, claims.claim(next, claim), worker);
      }
    }
  }

  /** A lane asks for its own number first, and where another has that, says that it began. */
  private boolean isAgain(Claimed first) {
    return switch (first) {
      case NEW -> false;
      case AGAIN -> true;
      case BY_ANOTHER -> !claims.begin(claim);
    };
  }

  private void settle(int number, Claimed claimed, Worker worker) {
    settled.set(number);
    if (claimed != Claimed.BY_ANOTHER) {
      worker.run(number, claimed);
    }
  }

  /**
   * Asks what is claimed by now. Among it may be what an earlier run of this lane has, even what it
   * claims only while this one runs.
   */
  private void learn(boolean again, Worker worker) {
    BitSet claimed = claims.all();
    claimed.andNot(settled);
    BitSet own = again ? claims.ofLane(claim.lane(), claimed) : new BitSet();
    settled.or(claimed);
    own.stream()
        .takeWhile(number -> !stopped.getAsBoolean())
        .forEach(number -> worker.run(number, Claimed.AGAIN));
  }
}
