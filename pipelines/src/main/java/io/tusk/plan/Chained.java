/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** What a function makes of each item of an iterator, one after another; asks as late as it can. */
final class Chained<A, B> implements Iterator<B> {
  private final Iterator<? extends A> items;
  private final Function<? super A, Iterator<B>> function;
  private Iterator<B> current = Collections.emptyIterator();

  Chained(Iterator<? extends A> items, Function<? super A, Iterator<B>> function) {
    this.items = items;
    this.function = function;
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext()) {
      if (!items.hasNext()) {
        return false;
      }
      current = function.apply(items.next());
    }
    return true;
  }

  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }
}
