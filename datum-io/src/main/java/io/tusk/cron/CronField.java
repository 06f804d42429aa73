/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cron;

import java.util.List;
import java.util.Locale;

/**
 * The values that one of the five fields names.
 *
 * @param bits bit <i>n</i> for the value <i>n</i>
 * @param isAny whether it is written with {@code *} or {@code ?}, steps or not
 */
record CronField(long bits, boolean isAny) {
  boolean has(int value) {
    return (bits >>> value & 1) != 0;
  }

  /**
   * One of the five.
   *
   * @param alias another value that means {@code min}; -1 where there is none
   * @param names of the values from {@code min} on
   */
  record Kind(String name, int min, int max, int alias, List<String> names) {
    private static final int LONGEST_NUMBER = 4;

    CronField parse(String text) throws CronParser.Problem {
      long bits = 0;
      boolean any = false;
      for (String part : text.split(",", -1)) {
        String[] steps = part.split("/", -1);
        boolean star = steps[0].equals("*") || steps[0].equals("?");
        long values = steps.length > 2 ? 0 : star ? all(steps) : some(steps);
        if (values == 0) {
          throw new CronParser.Problem(problem(text));
        }
        bits |= values;
        any |= star;
      }
      return new CronField(bits, any);
    }

    private String problem(String text) {
      return "has the "
          + name
          + " \""
          + text
          + "\"; give numbers from "
          + min
          + " to "
          + max
          + (names.isEmpty() ? "" : " or names such as " + names.get(0))
          + ", ranges, steps or *";
    }

    /** No value where the text is no part of a field; so in the others. */
    private long all(String[] steps) {
      return values(min, max, step(steps));
    }

    private long some(String[] steps) {
      String[] range = steps[0].split("-", -1);
      int low = value(range[0]);
      if (range.length > 2 || low < 0) {
        return 0;
      }
      if (range.length == 2) {
        return values(low, value(range[1]), step(steps));
      }
      // A step after a single value goes on to the end.
      return values(low, steps.length == 2 && low <= max ? max : low, step(steps));
    }

    private long values(int low, int high, int step) {
      long bits = 0;
      for (int value = low; step > 0 && value <= high; value += step) {
        bits |= 1L << (value == alias ? min : value);
      }
      return bits;
    }

    private static int step(String[] steps) {
      return steps.length == 1 ? 1 : number(steps[1]);
    }

    /** The value, or -1 when it is none. */
    private int value(String text) {
      int index = names.indexOf(text.toLowerCase(Locale.ROOT));
      int value = index >= 0 ? index + min : number(text);
      return value >= min && value <= Math.max(max, alias) ? value : -1;
    }

    private static int number(String text) {
      boolean digits =
          !text.isEmpty()
              && text.length() <= LONGEST_NUMBER
              && text.chars().allMatch(c -> c >= '0' && c <= '9');
      return digits ? Integer.parseInt(text) : -1;
    }
  }
}
