/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** What an option or argument takes, for one that was given something else. */
final class WrongValue {
  private WrongValue() {}

  /** {@code --limit takes a whole number, not "x"}; empty where something else is wrong. */
  static Optional<String> message(ParameterException e) {
    ArgSpec argument = e.getArgSpec();
    if (argument == null || !(e.getCause() instanceof TypeConversionException)) {
      return Optional.empty();
    }
    Class<?> type = argument.isMultiValue() ? argument.auxiliaryTypes()[0] : argument.type();
    return taken(type, e.getValue())
        .map(taken -> name(argument) + " takes " + taken + ", not \"" + e.getValue() + "\"");
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName()
        : "argument " + argument.paramLabel();
  }

  private static Optional<String> taken(Class<?> type, String value) {
    if (type.isEnum()) {
      return Optional.of(oneOf(Arrays.stream(type.getEnumConstants()).map(Object::toString)));
    }
    if (type == boolean.class || type == Boolean.class) {
      return Optional.of("true or false");
    }
    if (type == long.class || type == Long.class) {
      return Optional.of(number(value, Long.MIN_VALUE, Long.MAX_VALUE));
    }
    if (type == int.class || type == Integer.class) {
      return Optional.of(number(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    return Optional.empty();
  }

  private static String oneOf(Stream<String> words) {
    List<String> all = new ArrayList<>(words.toList());
    String last = all.remove(all.size() - 1);
    return all.isEmpty() ? last : String.join(", ", all) + " or " + last;
  }

  /** A number that was not taken is none, or too large. */
  private static String number(String value, long least, long most) {
    if (!value.matches("[+-]?[0-9]+")) {
      return "a whole number";
    }
    return new BigInteger(value).signum() < 0
        ? String.format(Locale.ROOT, "a whole number of at least %d", least)
        : String.format(Locale.ROOT, "a whole number of at most %d", most);
  }
}
