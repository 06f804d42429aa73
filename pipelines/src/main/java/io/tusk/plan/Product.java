/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.Mapped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** All combinations of one tuple of each of several factors; the first factor turns slowest. */
final class Product {
  private Product() {}

  /** Each factor but the first may be read many times. */
  static Iterator<Tuple> of(List<? extends Iterable<Tuple>> factors) {
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

  /**
   * How many combinations there are; {@link Long#MAX_VALUE} stands for more than can be counted.
   */
  static long count(List<? extends Iterable<Tuple>> factors) {
    long count = 1;
    for (Iterable<Tuple> factor : factors) {
      count = times(count, size(factor));
    }
    return count;
  }

  private static long size(Iterable<Tuple> tuples) {
    if (tuples instanceof PlanScratch.Tuples kept) {
      return kept.size();
    }
    long size = 0;
    for (Iterator<Tuple> all = tuples.iterator(); all.hasNext(); all.next()) {
      size++;
    }
    return size;
  }

  /** {@link Long#MAX_VALUE} where it is more than that. */
  static long times(long left, long right) {
    long high = Math.multiplyHigh(left, right);
    return high != 0 || left * right < 0 ? Long.MAX_VALUE : left * right;
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
   *
   * @param counted is told how many combinations are gained or touched, before the first one comes
   */
  static Iterator<Touch> changes(List<? extends Factor> factors, LongConsumer counted) {
    counted.accept(touched(factors));
    return new Chained<>(
        IntStream.range(0, factors.size()).iterator(),
        changed ->
            new Chained<>(
                List.of(Touch.Side.AFTER, Touch.Side.BEFORE).iterator(),
                side -> changes(factors, changed, side)));
  }

  /** How many combinations have something that is touched. */
  private static long touched(List<? extends Factor> factors) {
    long count = 0;
    for (int changed = 0; changed < factors.size(); changed++) {
      long combinations = size(factors.get(changed).touched());
      for (int i = 0; i < factors.size() && combinations > 0; i++) {
        if (i != changed) {
          // Those with an earlier factor's are counted already.
          long earlier = i < changed ? size(factors.get(i).touched()) : 0;
          // One that is touched may be told twice.
          long left = Math.max(0, size(factors.get(i).after()) - earlier);
          combinations = times(combinations, left);
        }
      }
      count = combinations > Long.MAX_VALUE - count ? Long.MAX_VALUE : count + combinations;
    }
    return count;
  }

  private static Iterator<Touch> changes(
      List<? extends Factor> factors, int changed, Touch.Side side) {
    Factor factor = factors.get(changed);
    Iterator<Tuple> own = (side == Touch.Side.AFTER ? factor.touched() : factor.gone()).iterator();
    if (!own.hasNext()) {
      return Collections.emptyIterator();
    }
    List<Iterable<Tuple>> others = new ArrayList<>();
    for (int i = 0; i < factors.size(); i++) {
      Factor other = factors.get(i);
      if (i == changed) {
        others.add(List.of(Tuple.EMPTY));
      } else {
        others.add(side == Touch.Side.AFTER ? other.after() : other.before());
      }
    }
    // What changed turns slowest: it may be a few of many that are passed over.
    return new Chained<>(
        own,
        tuple -> {
          List<Iterable<Tuple>> all = new ArrayList<>(others);
          all.set(changed, List.of(tuple));
          return new Mapped<>(of(all), found -> Optional.of(new Touch(found, side)));
        });
  }
}
