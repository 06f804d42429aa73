/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.BitSet;
import java.util.List;

/** Who has which run of shards in an attempt. */
final class Claims {
  private final JobWork work;
  private final JobObjects keys;
  private final long attempt;

  Claims(JobWork work, JobObjects keys, long attempt) {
    this.work = work;
    this.keys = keys;
    this.attempt = attempt;
  }

  /** What came of a claim. */
  enum Claimed {
    /** The lane has the run, and nobody had it in this attempt before. */
    NEW,
    /** The lane claimed it before: the runner has started the lane again. */
    AGAIN,
    BY_ANOTHER
  }

  Claimed claim(int number, JobWork.Claim claim) {
    String key = keys.claim(attempt, number);
    if (work.create(key, (claim.lane() + " " + claim.run()).getBytes(UTF_8))) {
      return Claimed.NEW;
    }
    return isOf(claim.lane(), key) ? Claimed.AGAIN : Claimed.BY_ANOTHER;
  }

  private boolean isOf(int lane, String key) {
    return work.read(key)
        .filter(bytes -> new String(bytes, UTF_8).startsWith(lane + " "))
        .isPresent();
  }

  /** The numbers of all claims so far. */
  BitSet all() {
    BitSet numbers = new BitSet();
    work.list(keys.claimsOf(attempt))
        .forEachRemaining(key -> numbers.set(JobObjects.numberOf(key)));
    return numbers;
  }

  /** Those of the claims that are the lane's. */
  BitSet ofLane(int lane, BitSet claims) {
    List<Integer> own =
        Requests.sideBySide(
            claims.stream().mapToObj(number -> keys.claim(attempt, number)).iterator(),
            key -> isOf(lane, key) ? JobObjects.numberOf(key) : -1);
    BitSet numbers = new BitSet();
    own.stream().filter(number -> number >= 0).forEach(numbers::set);
    return numbers;
  }

  /** Whether the lane says for the first time that it began. */
  boolean begin(JobWork.Claim claim) {
    return work.create(keys.lane(attempt, claim.lane()), claim.run().getBytes(UTF_8));
  }
}
