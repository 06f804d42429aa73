/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.spec.parse.SupportedFeatures;
import io.tusk.spec.parse.SupportedFeatures.Finding;
import io.tusk.spec.schema.Field;
import io.tusk.spec.schema.FieldType;
import io.tusk.spec.schema.ObjectType;
import io.tusk.spec.schema.SpecFields;
import io.tusk.spec.text.SpecProblem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of fields for those who come from Pachyderm say what becomes of each. */
final class PachydermFieldsTest {
  private static final Path PAGE = Path.of("../docs/coming-from-pachyderm.md");
  private static final String TOP = "At the top";
  private static final Pattern TITLE = Pattern.compile("### (?:`(?<path>[a-z.]+)`|(?<words>.+))");
  private static final Pattern ROW =
      Pattern.compile("\\| (?<fields>`[^|]*) \\| (?<verdict>same|no effect|refused) \\| .*\\|");
  private static final Pattern TOKEN = Pattern.compile("`([^`]+)`|[()]");

  private static List<String> section(String title) throws IOException {
    String page = Files.readString(PAGE, UTF_8);
    String begin = "\n" + title + "\n";
    assertThat(page).contains(begin);
    int from = page.indexOf(begin) + begin.length();
    int end = page.indexOf("\n" + title.replaceFirst(" .*", "") + " ", from);
    return page.substring(from, end < 0 ? page.length() : end).lines().toList();
  }

  /** What the page says, by the dotted name. */
  private static Map<String, String> said() throws IOException {
    Map<String, String> said = new TreeMap<>();
    String prefix = "";
    for (String line : section("## Field by field")) {
      Matcher title = TITLE.matcher(line);
      if (title.matches()) {
        prefix = TOP.equals(title.group("words")) ? "" : title.group("path");
      }
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        for (String field : fields(prefix, row.group("fields"))) {
          said.merge(
              field,
              row.group("verdict"),
              (before, now) -> {
                throw new AssertionError(field + " is " + before + " and " + now);
              });
        }
      }
    }
    return said;
  }

  /** In parentheses are fields of the one before them. */
  private static List<String> fields(String prefix, String cell) {
    Deque<String> around = new ArrayDeque<>(List.of(prefix));
    List<String> fields = new ArrayList<>();
    String last = prefix;
    Matcher token = TOKEN.matcher(cell);
    while (token.find()) {
      if (token.group().equals("(")) {
        around.push(last);
      } else if (token.group().equals(")")) {
        around.pop();
      } else {
        String outer = around.element();
        last = outer.isEmpty() ? token.group(1) : outer + "." + token.group(1);
        fields.add(last);
      }
    }
    return fields;
  }

  /** What is so, of every field where its kind of object is met first. */
  private static Map<String, String> real() {
    Map<String, Finding> findings = SupportedFeatures.fields();
    Map<String, String> real = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    Deque<Map.Entry<ObjectType, String>> places = new ArrayDeque<>();
    places.add(Map.entry(SpecFields.SPECIFICATION, ""));
    while (!places.isEmpty()) {
      Map.Entry<ObjectType, String> place = places.remove();
      for (Field field : place.getKey().fields()) {
        String pointer = place.getValue() + "/" + field.name();
        real.put(pointer.substring(1).replace('/', '.'), verdict(findings, pointer));
        inner(field.type())
            .filter(type -> seen.add(type.name()))
            .ifPresent(type -> places.add(Map.entry(type, pointer)));
      }
    }
    return real;
  }

  private static Optional<ObjectType> inner(FieldType type) {
    if (type instanceof FieldType.One one) {
      return Optional.of(one.type().get());
    }
    return type instanceof FieldType.Many many ? Optional.of(many.type().get()) : Optional.empty();
  }

  private static String verdict(Map<String, Finding> findings, String pointer) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      Finding finding = findings.get(at);
      if (finding != null) {
        return finding.severity() == Severity.ERROR ? "refused" : "no effect";
      }
    }
    return "same";
  }

  @Test
  void everyFieldIsNamedWithWhatBecomesOfIt() throws IOException {
    Map<String, String> said = said();
    Map<String, String> real = real();
    Set<String> fields = new TreeSet<>(said.keySet());
    fields.addAll(real.keySet());
    assertThat(fields)
        .filteredOn(field -> !Objects.equals(said.get(field), real.get(field)))
        .extracting(
            field -> field + ": the page says " + said.get(field) + ", it is " + real.get(field))
        .isEmpty();
  }

  @Test
  void fieldsOfPachyderm1AreKnown() throws IOException {
    for (String line : section("### Fields of Pachyderm 1")) {
      if (line.startsWith("| `")) {
        TOKEN
            .matcher(line.substring(0, line.indexOf(" | ")))
            .results()
            .map(found -> found.group(1))
            .forEach(PachydermFieldsTest::assertKnown);
      }
    }
  }

  private static void assertKnown(String dotted) {
    ObjectType type = SpecFields.SPECIFICATION;
    String[] names = dotted.split("\\.", -1);
    for (int i = 0; i < names.length - 1; i++) {
      type = inner(type.field(names[i]).orElseThrow().type()).orElseThrow();
    }
    assertThat(type.spelled(names[names.length - 1])).as(dotted).isPresent();
    assertThat(type.fields()).extracting(Field::name).doesNotContain(names[names.length - 1]);
  }
}
