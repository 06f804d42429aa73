/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.text;

import io.tusk.error.Quote;
import io.tusk.spec.text.SpecNode.Broken;
import io.tusk.spec.text.SpecNode.Flag;
import io.tusk.spec.text.SpecNode.Nothing;
import io.tusk.spec.text.SpecNode.Numeral;
import io.tusk.spec.text.SpecNode.Text;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The core schema of YAML 1.2 (section 10.3) for one scalar. Numbers that JSON cannot write the
 * same way (leading zero, plus sign, hexadecimal, octal, binary, underscore) are refused: what
 * another reader makes of them is anybody's guess.
 */
record YamlScalars(Problems problems, Position position, String pointer) {
  static final String STRING = "tag:yaml.org,2002:str";

  private static final String PREFIX = "tag:yaml.org,2002:";
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUES = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSES = Set.of("false", "False", "FALSE");
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]*");
  private static final Pattern OTHER_INTEGER =
      Pattern.compile(
          "[-+]?[0-9][0-9_]*|[-+]?0[xX][0-9a-fA-F_]+|[-+]?0[oO][0-7_]+|[-+]?0[bB][01_]+");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  /** The value of {@code text} under {@code tag}; the empty tag stands for an unquoted scalar. */
  SpecNode resolve(String tag, String text) {
    if (tag.isEmpty()) {
      return plain(text);
    }
    if (tag.equals("!") || tag.equals(STRING)) {
      return new Text(position, pointer, text);
    }
    if (!tag.startsWith(PREFIX)) {
      return refuse(tagProblem(tag));
    }
    Optional<Boolean> fits =
        switch (tag.substring(PREFIX.length())) {
          case "null" -> Optional.of(NULLS.contains(text));
          case "bool" -> Optional.of(TRUES.contains(text) || FALSES.contains(text));
          case "int" -> Optional.of(INTEGER.matcher(text).matches());
          case "float" -> Optional.of(FLOAT.matcher(text).matches());
          default -> Optional.empty();
        };
    if (fits.isEmpty()) {
      return refuse(tagProblem(tag));
    }
    return fits.get()
        ? plain(text)
        : refuse("\"" + Quote.shortened(text) + "\" is no value of the YAML tag " + shortTag(tag));
  }

  private SpecNode plain(String text) {
    if (NULLS.contains(text)) {
      return new Nothing(position, pointer);
    }
    if (TRUES.contains(text) || FALSES.contains(text)) {
      return new Flag(position, pointer, TRUES.contains(text));
    }
    if (!INTEGER.matcher(text).matches() && OTHER_INTEGER.matcher(text).matches()) {
      return refuse(
          "the number "
              + Quote.shortened(text)
              + " is not in plain decimal form; write it without leading zeros, signs, prefixes "
              + "and underscores, or put it in quotes if it is a string");
    }
    if (FLOAT.matcher(text).matches()) {
      Optional<String> literal = NodeRules.numeral(text);
      return literal.isPresent()
          ? new Numeral(position, pointer, literal.get())
          : refuse(NodeRules.numeralProblem(text));
    }
    if (NOT_FINITE.matcher(text).matches()) {
      return refuse("the number " + text + " is not finite; give a finite number");
    }
    return new Text(position, pointer, text);
  }

  private SpecNode refuse(String message) {
    problems.error(position, pointer, message);
    return new Broken(position, pointer);
  }

  static String tagProblem(String tag) {
    return "the YAML tag "
        + shortTag(tag)
        + " is not supported; remove it, or use one of !!str, !!int, !!float, !!bool, !!null";
  }

  private static String shortTag(String tag) {
    return Quote.shortened(tag.startsWith(PREFIX) ? "!!" + tag.substring(PREFIX.length()) : tag);
  }
}
