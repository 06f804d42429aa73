/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Drops what a failure does not need. */
public final class Shrinker {
  private Shrinker() {}

  /** The items that are left once none of them can go. */
  public static <T> List<T> shrink(List<T> items, Predicate<List<T>> fails) {
    List<T> needed = new ArrayList<>(items);
    for (int size = Math.max(1, needed.size() / 2); size > 0; size /= 2) {
      boolean smaller = true;
      while (smaller) {
        smaller = false;
        for (int from = 0; from < needed.size(); ) {
          List<T> fewer = new ArrayList<>(needed.subList(0, from));
          fewer.addAll(needed.subList(Math.min(from + size, needed.size()), needed.size()));
          if (fails.test(fewer)) {
            needed = fewer;
            smaller = true;
          } else {
            from += size;
          }
        }
      }
    }
    return needed;
  }
}
