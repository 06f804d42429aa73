/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.cron.CronExpression;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import java.time.Instant;
import java.util.Optional;

/**
 * When a branch moves to what another one of its repository shows.
 *
 * @param source the other one
 * @param since when the trigger was set or the branch moved last; of a timed one also when the
 *     other branch went on from where this one is, since times before that move nothing
 */
public record Trigger(BranchName source, Conditions conditions, Instant since) {
  /** How many of the conditions must hold. */
  public enum Match {
    ANY,
    ALL
  }

  /**
   * What is asked of the commit that the other branch shows, compared to the one that this branch
   * does.
   *
   * @param rateLimit a time that this names has come since the one was finished
   * @param size it has so many bytes more
   * @param commits it is so many commits further; 0 when that does not matter
   * @param cron the branch moves when this says, and the other conditions do not count
   */
  public record Conditions(
      Match match,
      Optional<CronExpression> rateLimit,
      Optional<DecimalSize> size,
      long commits,
      Optional<CronExpression> cron) {
    /**
     * @throws TuskException INVALID for a negative number of commits, and where there is no
     *     condition
     */
    public Conditions {
      if (commits < 0) {
        throw new TuskException(
            ErrorCode.INVALID, "a trigger cannot wait for " + commits + " commits; give 1 or more");
      }
      if (rateLimit.isEmpty() && size.isEmpty() && commits == 0 && cron.isEmpty()) {
        throw new TuskException(
            ErrorCode.INVALID,
            "a trigger needs a condition: a size, a number of commits, a rate limit or a cron"
                + " expression; 1 commit moves the branch with each commit");
      }
    }
  }

  /** Whether time moves the branch, and no commit. */
  public boolean isTimed() {
    return conditions.cron().isPresent();
  }

  Trigger since(Instant time) {
    return new Trigger(source, conditions, time);
  }
}
