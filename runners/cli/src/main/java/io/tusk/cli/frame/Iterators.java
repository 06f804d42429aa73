/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Iterators over iterators, which read no further than they are asked to. */
public final class Iterators {
  private Iterators() {}

  /** {@code next} until it is empty; the values are not null. */
  private static <T> Iterator<T> of(Supplier<Optional<T>> next) {
    return new Iterator<>() {
      private Optional<T> ahead = Optional.empty();

      @Override
      public boolean hasNext() {
        if (ahead.isEmpty()) {
          ahead = next.get();
        }
        return ahead.isPresent();
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        T result = ahead.orElseThrow();
        ahead = Optional.empty();
        return result;
      }
    };
  }

  private static <T> Optional<T> read(Iterator<? extends T> items) {
    return items.hasNext() ? Optional.of(items.next()) : Optional.empty();
  }

  public static <I, T> Iterator<T> map(
      Iterator<? extends I> items, Function<? super I, ? extends T> function) {
    return of(() -> read(items).map(function));
  }

  public static <T> Iterator<T> filter(
      Iterator<? extends T> items, Predicate<? super T> predicate) {
    return of(
        () -> {
          while (items.hasNext()) {
            T item = items.next();
            if (predicate.test(item)) {
              return Optional.of(item);
            }
          }
          return Optional.empty();
        });
  }

  /** Groups of neighbours with equal keys, none of them empty; one group is in memory at a time. */
  public static <T> Iterator<List<T>> group(
      Iterator<? extends T> items, Function<? super T, ?> key) {
    List<T> next = new ArrayList<>();
    return of(
        () -> {
          List<T> group = new ArrayList<>(next);
          next.clear();
          while (next.isEmpty() && items.hasNext()) {
            T item = items.next();
            boolean fits = group.isEmpty() || key.apply(item).equals(key.apply(group.get(0)));
            (fits ? group : next).add(item);
          }
          return group.isEmpty() ? Optional.empty() : Optional.of(group);
        });
  }
}
