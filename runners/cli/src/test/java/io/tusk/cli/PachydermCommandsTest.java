/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of commands for those who come from Pachyderm say what there is. */
final class PachydermCommandsTest {
  private static final Path PAGE = Path.of("../../docs/coming-from-pachyderm.md");
  private static final Pattern ROW =
      Pattern.compile("\\| (?<commands>`[^|]*`) \\| (?<verdict>same|other|none) \\| [^|]*.*\\|");
  private static final Pattern OWN_ROW = Pattern.compile("\\| (?<commands>`[^|]*`) \\| [^|]+ \\|");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  /** Only code that runs can give it. */
  private static final Set<String> WITHIN_DATUMS = Set.of("next datum");

  private static List<String> section(String title, String end) throws IOException {
    String page = Files.readString(PAGE);
    String begin = "\n" + title + "\n";
    assertThat(page).contains(begin).contains(end);
    int from = page.indexOf(begin) + begin.length();
    return page.substring(from, page.indexOf(end, from)).lines().toList();
  }

  private static Map<String, String> verdicts() throws IOException {
    Map<String, String> verdicts = new TreeMap<>();
    for (String line : section("## Command by command", "\n### Flags that are refused\n")) {
      Matcher row = ROW.matcher(line);
      if (line.startsWith("| `")) {
        assertThat(row.matches()).as("a row of commands: %s", line).isTrue();
        for (String command : quoted(row.group("commands"))) {
          assertThat(verdicts.put(command, row.group("verdict"))).as(command).isNull();
        }
      }
    }
    return verdicts;
  }

  private static Set<String> own() throws IOException {
    Set<String> own = new TreeSet<>();
    for (String line : section("### Tusk's own", "\n## ")) {
      Matcher row = OWN_ROW.matcher(line);
      if (row.matches()) {
        own.addAll(quoted(row.group("commands")));
      }
    }
    return own;
  }

  private static List<String> quoted(String cell) {
    return QUOTED.matcher(cell).results().map(found -> found.group(1)).toList();
  }

  private static Set<String> commands() {
    return Vocabulary.VERBS.stream()
        .flatMap(
            verb ->
                Stream.concat(
                    verb instanceof Verb.Alone ? Stream.of(verb.name()) : Stream.of(),
                    verb.commands().keySet().stream()
                        .map(noun -> verb.name() + " " + noun.singular())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> told(String verdict) throws IOException {
    return verdicts().entrySet().stream()
        .filter(entry -> entry.getValue().equals(verdict))
        .map(Map.Entry::getKey)
        .filter(command -> !WITHIN_DATUMS.contains(command))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyCommandIsNamedOnce() throws IOException {
    Set<String> named = own();
    for (String verdict : List.of("same", "other")) {
      for (String command : told(verdict)) {
        assertThat(named.add(command)).as("%s is named once", command).isTrue();
      }
    }
    assertThat(named).as("commands that %s says are there", PAGE).isEqualTo(commands());
  }

  @Test
  void whatIsNotThereIsRefusedByName() throws IOException {
    Set<String> absent = new TreeSet<>(Absent.commands());
    absent.removeAll(WITHIN_DATUMS);
    assertThat(told("none")).as("commands that %s says are not there", PAGE).isEqualTo(absent);
  }

  @Test
  void flagsThatAreRefusedAreNamed() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String line : section("### Flags that are refused", "\n### ")) {
      if (line.startsWith("| `")) {
        named.addAll(quoted(line.substring(0, line.indexOf(" | "))));
      }
    }
    assertThat(named)
        .containsAll(Absent.options().stream().map(o -> o.replaceFirst("^.* ", "")).toList());
  }
}
