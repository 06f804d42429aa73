/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A set of code points; a slash is in none. The named sets are those of POSIX, over ASCII. */
final class CharacterClass {
  private static final Map<String, int[]> NAMED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("alnum", ranges("09AZaz")),
              Map.entry("alpha", ranges("AZaz")),
              Map.entry("ascii", new int[] {0, 0x7F}),
              Map.entry("blank", ranges("\t\t  ")),
              Map.entry("cntrl", new int[] {0, 0x1F, 0x7F, 0x7F}),
              Map.entry("digit", ranges("09")),
              Map.entry("graph", ranges("!~")),
              Map.entry("lower", ranges("az")),
              Map.entry("print", ranges(" ~")),
              Map.entry("punct", ranges("!/:@[`{~")),
              Map.entry("space", ranges("\t\r  ")),
              Map.entry("upper", ranges("AZ")),
              Map.entry("word", ranges("09AZ__az")),
              Map.entry("xdigit", ranges("09AFaf"))));

  /** What a class is gathered in. */
  static final class Builder {
    private final List<int[]> ranges = new ArrayList<>();

    boolean isEmpty() {
      return ranges.isEmpty();
    }

    void add(int low, int high) {
      ranges.add(new int[] {low, high});
    }

    void addAll(int[] pairs) {
      for (int i = 0; i < pairs.length; i += 2) {
        add(pairs[i], pairs[i + 1]);
      }
    }

    /** Adds all that is not in {@code pairs}, which ascend. */
    void addOthers(int[] pairs) {
      int low = 0;
      for (int i = 0; i < pairs.length; i += 2) {
        if (pairs[i] > low) {
          add(low, pairs[i] - 1);
        }
        low = pairs[i + 1] + 1;
      }
      add(low, Character.MAX_CODE_POINT);
    }

    CharacterClass build(boolean negated) {
      return new CharacterClass(ranges.stream().flatMapToInt(Arrays::stream).toArray(), negated);
    }
  }

  private final int[] pairs;
  private final boolean negated;

  private CharacterClass(int[] pairs, boolean negated) {
    this.pairs = pairs;
    this.negated = negated;
  }

  boolean contains(int codePoint) {
    if (codePoint == '/') {
      return false;
    }
    for (int i = 0; i < pairs.length; i += 2) {
      if (codePoint >= pairs[i] && codePoint <= pairs[i + 1]) {
        return !negated;
      }
    }
    return negated;
  }

  /** The ranges of a POSIX name, as pairs that ascend. */
  static Optional<int[]> named(String name) {
    return Optional.ofNullable(NAMED.get(name));
  }

  static String names() {
    return String.join(", ", NAMED.keySet());
  }

  private static int[] ranges(String pairs) {
    return pairs.chars().toArray();
  }
}
