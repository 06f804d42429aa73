/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.Mapped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** All combinations of one tuple of each of several factors; the first factor turns slowest. */
final class Product {
  private Product() {}

  /** Each factor but the first may be read many times. */
  static Iterator<Tuple> of(List<? extends Iterable<Tuple>> factors) {
    for (Iterable<Tuple> factor : factors) {
      if (!factor.iterator().hasNext()) {
        return Collections.emptyIterator();
      }
    }
    return from(factors, 0, Tuple.EMPTY);
  }

  private static Iterator<Tuple> from(
      List<? extends Iterable<Tuple>> factors, int first, Tuple prefix) {
    if (first == factors.size()) {
      return List.of(prefix).iterator();
    }
    Iterator<Tuple> own = factors.get(first).iterator();
    return first + 1 == factors.size()
        ? new Mapped<>(own, tuple -> Optional.of(prefix.plus(tuple)))
        : new Chained<>(own, tuple -> from(factors, first + 1, prefix.plus(tuple)));
  }

  /** A factor that changes. */
  interface Factor {
    Iterable<Tuple> before();

    Iterable<Tuple> after();

    /** Of {@link #after}, what is new or holds other content. */
    Iterable<Tuple> touched();

    /** Of {@link #before}, at least what is no longer there. */
    Iterable<Tuple> gone();
  }

  /**
   * How the product changes: what one factor gained or touched with all of the others as they are
   * now, and what it lost with all of the others as they were. So the cost is that of the changed
   * factors times the others. A combination may come more than once.
   */
  static Iterator<Touch> changes(List<? extends Factor> factors) {
    return new Chained<>(
        IntStream.range(0, factors.size()).iterator(),
        changed ->
            new Chained<>(
                List.of(Touch.Side.AFTER, Touch.Side.BEFORE).iterator(),
                side -> changes(factors, changed, side)));
  }

  private static Iterator<Touch> changes(
      List<? extends Factor> factors, int changed, Touch.Side side) {
    Factor factor = factors.get(changed);
    Iterable<Tuple> own = side == Touch.Side.AFTER ? factor.touched() : factor.gone();
    if (!own.iterator().hasNext()) {
      return Collections.emptyIterator();
    }
    List<Iterable<Tuple>> all = new ArrayList<>();
    for (int i = 0; i < factors.size(); i++) {
      Factor other = factors.get(i);
      all.add(i == changed ? own : side == Touch.Side.AFTER ? other.after() : other.before());
    }
    return new Mapped<>(of(all), tuple -> Optional.of(new Touch(tuple, side)));
  }
}
