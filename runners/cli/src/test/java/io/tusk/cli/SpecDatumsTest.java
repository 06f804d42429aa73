/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What {@code list datum -f} shows of each kind of input, before there is a pipeline. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SpecDatumsTest {
  private static final String STATIONS = "{'pfs':{'repo':'stations','glob':'/(*).csv'%s}}";
  private static final String READINGS = "{'pfs':{'repo':'readings','glob':'/(*)-(*).csv'%s}}";

  @TempDir static Path directory;
  private Cli cli;

  @BeforeAll
  void fill() {
    cli = new Cli(directory).withRepo("stations");
    cli.silent("create", "repo", "readings");
    cli.put("stations@master:/berlin.csv", "52.5,13.4");
    cli.put("stations@master:/oslo.csv", "59.9,10.7");
    cli.put("readings@master:/berlin-1.csv", "7.5");
    cli.put("readings@master:/berlin-2.csv", "8.0");
    cli.put("readings@master:/rome-1.csv", "18.2");
  }

  @AfterAll
  void soundStore() {
    cli.assertSound();
  }

  private static String stations(String more) {
    return STATIONS.formatted(more);
  }

  private static String readings(String more) {
    return READINGS.formatted(more);
  }

  private static String spec(String name, String input) {
    return "{'pipeline':{'name':'%s'},'transform':{'cmd':['true']},'input':%s}"
        .formatted(name, input)
        .replace('\'', '"');
  }

  private Set<Path> objects() {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void golden(String name, String input) {
    Set<Path> before = objects();
    String table = cli.input(spec("later", input)).ok("list", "datum", "-f", "-");
    Golden.assertMatches("list-datum-of-" + name, "$ tusk list datum -f " + name + "\n" + table);
    assertThat(objects()).as("nothing is written").isEqualTo(before);
  }

  @Test
  void cross() {
    golden("cross", "{'cross':[" + stations("") + "," + readings("") + "]}");
  }

  @Test
  void union() {
    golden("union", "{'union':[" + stations("") + "," + readings("") + "]}");
  }

  @Test
  void innerJoin() {
    String on = ",'join_on':'$1'";
    golden("join", "{'join':[" + stations(on) + "," + readings(on) + "]}");
  }

  @Test
  void outerJoin() {
    String on = ",'join_on':'$1','outer_join':true";
    golden("outer-join", "{'join':[" + stations(on) + "," + readings(on) + "]}");
  }

  @Test
  void group() {
    String by = ",'group_by':'$1'";
    golden("group", "{'group':[" + stations(by) + "," + readings(by) + "]}");
  }

  private static String nested() {
    String by = ",'group_by':'$2'";
    return "{'cross':[{'group':[" + readings(by) + "]},{'union':[" + stations("") + "]}]}";
  }

  @Test
  void nestedInputs() {
    golden("nested", nested());
  }

  @Test
  void theyAreThoseOfTheJobOnceThereIsOne(@TempDir Path other) {
    Cli own = new Cli(other).withRepo("stations");
    own.silent("create", "repo", "readings");
    own.put("stations@master:/berlin.csv", "x");
    own.put("readings@master:/berlin-1.csv", "x");
    own.put("readings@master:/oslo-1.csv", "x");
    own.put("readings@master:/oslo-2.csv", "x");
    String spec = spec("later", nested());
    List<String> listed = ids(own.input(spec).ok("list", "datum", "-f", "-"));
    assertThat(listed).hasSize(2);
    own.input(spec).silent("create", "pipeline");
    assertThat(own.run("run", "--isolation=none").code()).isZero();
    assertThat(ids(own.ok("list", "datum", "later@" + own.head("later@master")))).isEqualTo(listed);
    own.assertSound();
  }

  private static List<String> ids(String table) {
    return table.lines().skip(1).map(line -> line.substring(0, 64)).toList();
  }

  @Test
  void ofVeryManyFilesTheTextNamesTen(@TempDir Path other) throws IOException {
    Cli own = new Cli(other).withRepo("in");
    for (int i = 0; i < 12; i++) {
      own.file("files/" + (char) ('a' + i), "x");
    }
    own.silent("put", "file", "-r", "in@master:/", "-f", "files");
    String spec =
        spec("p", "{'group':[{'pfs':{'repo':'in','glob':'/(*)'}}]}")
            .replace("[\"true\"]", "[\"echo\",\"hello\"]");
    String rest =
        Stream.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")
                .map(name -> "in@" + own.head("in@master") + ":/" + name)
                .collect(Collectors.joining(", "))
            + ", ... and 2 more ";
    assertThat(own.input(spec).ok("list", "datum", "-f", "-")).contains(" " + rest);
    assertThat(paths(own.input(spec).ok("list", "datum", "-f", "-", "--raw"))).hasSize(12);

    own.input(spec).silent("create", "pipeline");
    assertThat(own.run("run", "--isolation=none").code()).isZero();
    String job = "p@" + own.head("p@master");
    assertThat(own.ok("list", "datum", job)).contains(" " + rest);
    assertThat(paths(own.ok("list", "datum", job, "--raw"))).hasSize(12);
    assertThat(own.ok("logs", "-j", job)).contains("in@master:/j, ... and 2 more\n");
    assertThat(own.ok("logs", "-j", job, "--raw")).contains("\"/l\"");
  }

  private static JsonNode paths(String raw) throws IOException {
    try (MappingIterator<JsonNode> found =
        new ObjectMapper().readerFor(JsonNode.class).readValues(raw)) {
      return found.next().path("data");
    }
  }

  @Test
  void whatCannotBeListedIsRefused() {
    cli.input(
            spec("later", "{'cross':[" + stations("") + "," + readings(",'from':'master'") + "]}"))
        .fails(
            1,
            "the datums of pipeline later cannot be listed before it is created: its input has"
                + " \"from\"; create it, run it and list those of its job",
            "list",
            "datum",
            "-f",
            "-");
    Cli.Result none =
        cli.input(
                spec(
                    "later",
                    "{'cross':["
                        + stations("")
                        + ","
                        + readings("").replace("'readings'", "'nowhere'")
                        + "]}"))
            .run("list", "datum", "-f", "-");
    assertThat(none.code()).isEqualTo(4);
    assertThat(none.err()).startsWith("tusk: ").contains("nowhere").hasLineCount(1);
  }

  @Test
  void oneSpecificationIsTakenAtATime() {
    String several =
        Stream.of("a", "b", "c", "d", "e", "f")
            .map(name -> spec(name, stations("")))
            .collect(Collectors.joining(","));
    cli.input("[" + several + "]")
        .fails(
            1,
            "the datums of one pipeline are listed at a time, and there are specifications of 6: a,"
                + " b, c, d, e, ...; give one of them alone",
            "list",
            "datum",
            "-f",
            "-");
    cli.file("two.json", spec("a", stations("")) + "\n" + spec("b", stations("")));
    cli.fails(
        1,
        "the datums of one pipeline are listed at a time, and there are specifications of 2: a, b;"
            + " give one of them alone",
        "list",
        "datum",
        "-f",
        "two.json");
  }

  @Test
  void aBranchThatIsNotThereHoldsNothing() {
    String none = readings(",'branch':'none'");
    String table =
        cli.input(spec("later", "{'cross':[" + stations("") + "," + none + "]}"))
            .ok("list", "datum", "-f", "-");
    assertThat(table).hasLineCount(1);
  }
}
