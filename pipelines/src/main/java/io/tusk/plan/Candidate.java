/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A datum that a plan decides about.
 *
 * @param before what the base has of it
 * @param now what it is made of, if it is there
 */
record Candidate(DatumKey key, Optional<DatumRecord> before, Optional<Tuple> now) {
  /**
   * Two ascending streams as one. Of equal keys one candidate is made, with the first one's {@code
   * before} and the second one's {@code now}.
   */
  static Iterator<Candidate> merged(Iterator<Candidate> before, Iterator<Candidate> now) {
    return new Merged(before, now);
  }

  private static final class Merged implements Iterator<Candidate> {
    private final Iterator<Candidate> before;
    private final Iterator<Candidate> now;
    private Candidate nextBefore;
    private Candidate nextNow;

    Merged(Iterator<Candidate> before, Iterator<Candidate> now) {
      this.before = before;
      this.now = now;
      nextBefore = before.hasNext() ? before.next() : null;
      nextNow = now.hasNext() ? now.next() : null;
    }

    @Override
    public boolean hasNext() {
      return nextBefore != null || nextNow != null;
    }

    @Override
    public Candidate next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int order =
          nextBefore == null ? 1 : nextNow == null ? -1 : nextBefore.key().compareTo(nextNow.key());
      Candidate left = nextBefore;
      Candidate right = nextNow;
      if (order <= 0) {
        nextBefore = before.hasNext() ? before.next() : null;
      }
      if (order >= 0) {
        nextNow = now.hasNext() ? now.next() : null;
      }
      if (order == 0) {
        return new Candidate(left.key(), left.before(), right.now());
      }
      return order < 0 ? left : right;
    }
  }
}
