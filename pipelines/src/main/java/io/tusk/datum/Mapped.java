/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a function makes of the items of an iterator; those of which it makes nothing are left out.
 */
public final class Mapped<A, B> implements Iterator<B> {
  private final Iterator<? extends A> items;
  private final Function<? super A, Optional<B>> function;
  private Optional<B> next = Optional.empty();

  public Mapped(Iterator<? extends A> items, Function<? super A, Optional<B>> function) {
    this.items = items;
    this.function = function;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && items.hasNext()) {
      next = function.apply(items.next());
    }
    return next.isPresent();
  }

  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    B result = next.orElseThrow();
    next = Optional.empty();
    return result;
  }
}
