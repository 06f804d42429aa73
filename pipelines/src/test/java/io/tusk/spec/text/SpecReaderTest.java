/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecNode.Sequence;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SpecReaderTest {
  private static String show(SpecNode node) {
    String at = node.position().line() + ":" + node.position().column() + " ";
    if (node instanceof Mapping mapping) {
      return at
          + mapping.members().stream()
              .map(
                  m ->
                      m.position().line()
                          + ":"
                          + m.position().column()
                          + " "
                          + m.name()
                          + "="
                          + show(m.value()))
              .collect(Collectors.joining(", ", "{", "}"));
    }
    if (node instanceof Sequence list) {
      return at
          + list.items().stream()
              .map(SpecReaderTest::show)
              .collect(Collectors.joining(", ", "[", "]"));
    }
    return at + node.kind();
  }

  private static List<String> shown(String text) {
    Problems problems = new Problems();
    List<Mapping> specs = SpecReader.read(new SpecText("f", text), problems);
    assertThat(problems.list()).as(text).isEmpty();
    return specs.stream().map(SpecReaderTest::show).toList();
  }

  private static List<String> problems(String text) {
    Problems problems = new Problems();
    SpecReader.read(new SpecText("f", text), problems);
    return problems.list().stream().map(SpecProblem::toString).toList();
  }

  @Test
  void jsonValuesHaveTheirPlaces() {
    assertThat(shown("{\"a\": 1,\n \"b\" : [true, null, \"x\"],\r\n\"\uD83D\uDE00\": 1.50}"))
        .containsExactly(
            "1:1 {1:2 a=1:7 the number 1, 2:2 b=2:8 [2:9 true, 2:15 null, 2:21 the string \"x\"], "
                + "3:1 \uD83D\uDE00=3:6 the number 1.50}");
  }

  @Test
  void yamlValuesHaveTheirPlaces() {
    assertThat(shown("# c\na: 1\nb:\n- True\n- ~\n- 'x'\n\uD83D\uDE00: .5\n"))
        .containsExactly(
            "2:1 {2:1 a=2:4 the number 1, 3:1 b=4:1 [4:3 true, 5:3 null, 6:3 the string \"x\"], "
                + "7:1 \uD83D\uDE00=7:4 the number 0.5}");
  }

  @Test
  void pointersAreEscaped() {
    List<Mapping> specs =
        SpecReader.read(new SpecText("f", "[{}, {\"a/b\": {\"c~\": [0, 1]}}]"), new Problems());
    Mapping inner = (Mapping) specs.get(1).members().get(0).value();
    Sequence list = (Sequence) inner.members().get(0).value();
    assertThat(list.items().get(1).pointer()).isEqualTo("/1/a~1b/c~0/1");
  }

  @ParameterizedTest
  @MethodSource
  void severalSpecificationsInOneText(String text, int count) {
    assertThat(shown(text)).as(text).hasSize(count);
  }

  static Stream<Arguments> severalSpecificationsInOneText() {
    return Stream.of(
        Arguments.of("", 0),
        Arguments.of(" \n\t", 0),
        Arguments.of("# nothing\n", 0),
        Arguments.of("---\n---\n", 0),
        Arguments.of("{}", 1),
        Arguments.of("{}{}\n{}", 3),
        Arguments.of("[{},{}]\n{}[{}]", 4),
        Arguments.of("{\"a\":1}\n---\n{\"b\":2}\n", 2),
        Arguments.of("a: 1\n---\nb: 2\n...\n---\n- c: 3\n- d: 4\n", 4),
        Arguments.of("{a: 1}", 1),
        Arguments.of("{\"a\": 1,}", 1),
        Arguments.of("{\"a\": 1} # comment", 1),
        Arguments.of("{'a': b}", 1));
  }

  @ParameterizedTest
  @MethodSource({"shapes", "yamlFaults", "jsonFaults"})
  void faultsAreReportedWhereTheyAre(String text, String problem) {
    assertThat(problems(text)).as(text).containsExactly(problem);
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of("[]", "f:1:1: the list of specifications is empty; give at least one"),
        Arguments.of(
            "a: 1\n---\n[]", "f:3:1: the list of specifications is empty; give at least one"),
        Arguments.of(
            "5", "f:1:1: a specification must be an object or a list of objects, not the number 5"),
        Arguments.of(
            "null x",
            "f:1:1: a specification must be an object or a list of objects, not the string \"null x\""),
        Arguments.of("[{}, 7]", "f:1:6: a specification must be an object, not the number 7"),
        Arguments.of("[[{}]]", "f:1:2: a specification must be an object, not a list"),
        Arguments.of(
            "{\"a\":1,\n \"a\":2}",
            "f:2:2: the field \"a\" is given twice, first in line 1; remove one"),
        Arguments.of(
            "a: 1\nb: 2\na: 3",
            "f:3:1: the field \"a\" is given twice, first in line 1; remove one"));
  }

  static Stream<Arguments> yamlFaults() {
    String tag = "remove it, or use one of !!str, !!int, !!float, !!bool, !!null";
    String form =
        "is not in plain decimal form; write it without leading zeros, signs, prefixes and "
            + "underscores, or put it in quotes if it is a string";
    return Stream.of(
        Arguments.of(
            "a: &x 1\nb: *x", "f:2:4: the YAML alias *x is not supported; write the value out"),
        Arguments.of("a: !foo 1", "f:1:4: the YAML tag !foo is not supported; " + tag),
        Arguments.of("a: !!binary aGk=", "f:1:4: the YAML tag !!binary is not supported; " + tag),
        Arguments.of("a: !!set {}", "f:1:4: the YAML tag !!set is not supported; " + tag),
        Arguments.of("a: !!int x", "f:1:4: \"x\" is no value of the YAML tag !!int"),
        Arguments.of("a: 02", "f:1:4: the number 02 " + form),
        Arguments.of("{\"a\": 02}", "f:1:7: the number 02 " + form),
        Arguments.of("a: 0x1F", "f:1:4: the number 0x1F " + form),
        Arguments.of("a: 0o17", "f:1:4: the number 0o17 " + form),
        Arguments.of("a: 0b11", "f:1:4: the number 0b11 " + form),
        Arguments.of("a: 1_000", "f:1:4: the number 1_000 " + form),
        Arguments.of("a: +5", "f:1:4: the number +5 " + form),
        Arguments.of("a: .inf", "f:1:4: the number .inf is not finite; give a finite number"),
        Arguments.of(
            "5: a", "f:1:1: a key must be a string, not the number 5; put the key in quotes"),
        Arguments.of("true: a", "f:1:1: a key must be a string, not true; put the key in quotes"),
        Arguments.of(
            "? [a]\n: 1", "f:1:3: a key must be a string, not a list; put the key in quotes"),
        Arguments.of(
            "<<: {}", "f:1:1: the YAML merge key << is not supported; write the fields out"),
        Arguments.of("a:\n\tb: 1", "f:2:1: a tab cannot indent or separate YAML; use spaces"),
        Arguments.of(
            "a: b: c",
            "f:1:5: the text is no valid YAML here: mapping values are not allowed here; correct it"),
        Arguments.of(
            "a: 1\nb: \u0001",
            "f:2:4: the character U+0001 is not allowed in YAML; remove it or write it as an escape "
                + "in double quotes"));
  }

  static Stream<Arguments> jsonFaults() {
    String early =
        "the JSON text ends too early; close what is still open (string, list or object)";
    return Stream.of(
        Arguments.of(
            "{\"a\":1 \"b\":2}",
            "f:1:8: the text is no valid JSON here: expected comma to separate Object entries; "
                + "correct it"),
        Arguments.of(
            "{\"a\":1,\n\"b\" 2}",
            "f:2:5: the text is no valid JSON here: expected a colon to separate field name and "
                + "value; correct it"),
        Arguments.of("{\"a\":1", "f:1:7: " + early),
        Arguments.of(
            "{\"a\":[\"x\n",
            "f:1:9: a JSON string cannot hold a line end or another control "
                + "character; close the string, or write an escape such as \\n"),
        Arguments.of("{\"a\":[1,\n", "f:2:1: " + early),
        Arguments.of(
            "{\"a\":1}}",
            "f:1:8: this bracket closes nothing; remove it, or open what it should close"),
        Arguments.of(
            "{\"a\":1}\n{\"b\":\"c\", \"d\": x}{",
            "f:2:16: \"x\" is not a JSON value; put it in double quotes, or write a number, true, "
                + "false or null"),
        Arguments.of(
            "{\"a\":\"\\ud800\"}",
            "f:1:6: a string holds half a surrogate pair (U+D800); write the whole character"),
        Arguments.of(
            "{\"a\":\"\\u0000\"}", "f:1:6: a string holds the character U+0000; remove it"),
        Arguments.of(
            "{\"a\":1e99999999999}",
            "f:1:6: the number 1e99999999999 is too long or too large; shorten it"));
  }

  @Test
  void yesAndDatesAreStrings() {
    assertThat(shown("a: yes\nb: on\nc: 2020-01-01\nd: !!str 5\ne: 5m\n"))
        .containsExactly(
            "1:1 {1:1 a=1:4 the string \"yes\", 2:1 b=2:4 the string \"on\", "
                + "3:1 c=3:4 the string \"2020-01-01\", 4:1 d=4:4 the string \"5\", "
                + "5:1 e=5:4 the string \"5m\"}");
  }

  @Test
  void deepNestingIsRefusedBeforeTheStackEnds() {
    String message = ": values are nested more than 256 levels deep; flatten them";
    assertThat(problems("[".repeat(100_000))).containsExactly("f:1:258" + message);
    assertThat(problems("{\"a\":".repeat(100_000))).hasSize(1).first().asString().endsWith(message);
    assertThat(problems("a: " + "[".repeat(100_000))).containsExactly("f:1:260" + message);
    assertThat(problems("- ".repeat(1000) + "x")).hasSize(1).first().asString().endsWith(message);
  }

  @Test
  void problemsAreBounded() {
    String text = "a: *x\n" + "b: *x\n".repeat(3000);
    List<String> problems = problems(text);
    assertThat(problems).hasSize(1001);
    assertThat(problems.get(1000)).endsWith(": more than 1000 problems; the rest is not listed");
  }
}
