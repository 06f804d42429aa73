/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code --raw}, {@code -o} and {@code --full-timestamps} of every command that has them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutputOptionsTest {
  private static final String RFC_3339 =
      "\\b2\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z\\b";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir static Path directory;
  @TempDir static Path configuration;
  private Cli cli;
  private List<String> queries;

  @BeforeAll
  void fill() {
    FilledStore store = FilledStore.in(directory);
    cli = store.cli();
    cli.environment.put("XDG_CONFIG_HOME", configuration.toString());
    cli.environment.put("TUSK_SECRETS", "secrets");
    cli.input("{\"metadata\":{\"name\":\"db\"},\"stringData\":{\"pw\":\"x\"}}")
        .silent("create", "secret", "-f", "-");
    cli.input("{\"create_pipeline_request\":{\"datum_tries\":2}}")
        .silent("create", "defaults", "--cluster");
    cli.file("upper.json", Specs.upper("upper", "images"));
    cli.file("new.json", Specs.upper("new", "images"));
    cli.input(Specs.upper("idle", "texts")).silent("create", "pipeline");
    cli.silent("stop", "job", "idle@" + cli.head("idle@master"));
    cli.ok("start", "transaction");
    cli.ok("create", "repo", "waits");
    String job = "upper@" + store.goodJob();
    String datum = cli.ok("list", "datum", job).lines().toList().get(1).split(" ", -1)[0];
    queries =
        List.of(
            "list project",
            "list repo",
            "list branch images",
            "list commit",
            "list commit -x",
            "list commit images@master",
            "list commit " + store.goodJob(),
            "list file images@master",
            "list pipeline",
            "list job",
            "list job -p upper",
            "list job " + store.goodJob(),
            "list datum " + job,
            "list datum -f new.json",
            "list secret",
            "list transaction",
            "list operation",
            "inspect project vision",
            "inspect repo images",
            "inspect branch upper@master",
            "inspect commit images@master",
            "inspect file images@master:/d",
            "inspect pipeline upper",
            "inspect job " + job,
            "inspect datum " + job + " " + datum,
            "inspect secret db",
            "inspect transaction",
            "inspect defaults --cluster",
            "glob file images@master:/**",
            "find commit images@master:/a.txt",
            "wait commit images@master",
            "wait job " + job,
            "logs -j upper@" + store.failedJob(),
            "check status",
            "version",
            "create pipeline -f new.json --dry-run",
            "update pipeline -f upper.json --dry-run");
  }

  private Cli.Result run(String query, String... more) {
    Stream<String> args = Stream.concat(Stream.of(query.split(" ", -1)), Arrays.stream(more));
    Cli.Result result = cli.run(args.toArray(String[]::new));
    assertThat(result.code()).as(query + ": " + result.err()).isZero();
    return result;
  }

  private List<JsonNode> documents(String query, String... more) {
    try (MappingIterator<JsonNode> found =
        MAPPER.readerFor(JsonNode.class).readValues(run(query, more).out())) {
      return found.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<DynamicTest> each(Consumer<String> test) {
    return queries.stream().map(q -> DynamicTest.dynamicTest(q, () -> test.accept(q)));
  }

  private static String words(String query) {
    String two = query.replaceFirst("^(\\S+ \\S+).*", "$1");
    return Commands.all().stream().map(Main::words).anyMatch(two::equals)
        ? two
        : query.replaceFirst(" .*", "");
  }

  private static Set<String> having(String option) {
    Set<String> commands = new TreeSet<>();
    Commands.all().stream()
        .filter(command -> command.findOption(option) != null)
        .forEach(command -> commands.add(Main.words(command)));
    return commands;
  }

  /** One that goes on for ever, and one that opens an editor, have tests of their own. */
  @Test
  void allCommandsAreHere() {
    Set<String> here = new TreeSet<>(queries.stream().map(OutputOptionsTest::words).toList());
    here.addAll(List.of("subscribe commit", "edit pipeline"));
    assertThat(having("--raw")).isEqualTo(here);
    assertThat(here).containsAll(having("--full-timestamps"));
  }

  @TestFactory
  Stream<DynamicTest> rawIsJson() {
    return each(
        query -> {
          List<JsonNode> raw = documents(query, "--raw");
          assertThat(raw).isNotEmpty().allMatch(JsonNode::isObject);
          assertThat(documents(query, "-o", "json")).isEqualTo(raw);
          assertThat(documents(query, "--raw", "--output=JSON")).isEqualTo(raw);
          assertThat(run(query, "--raw").out()).startsWith("{").endsWith("}\n");
        });
  }

  @TestFactory
  Stream<DynamicTest> yamlSaysWhatJsonSays() {
    return each(
        query -> {
          String yaml = run(query, "-o", "yaml").out();
          Iterable<Object> loaded =
              new Load(LoadSettings.builder().build()).loadAllFromString(yaml);
          assertThat(
                  StreamSupport.stream(loaded.spliterator(), false)
                      .<JsonNode>map(MAPPER::valueToTree)
                      .toList())
              .hasToString(documents(query, "--raw").toString());
        });
  }

  @TestFactory
  Stream<DynamicTest> timesInFull() {
    return each(
        query -> {
          if (having("--full-timestamps").contains(words(query))) {
            String ages = run(query).out();
            String full = run(query, "--full-timestamps").out();
            assertThat(ages).doesNotContainPattern(RFC_3339);
            assertThat(full).doesNotContain(" ago");
            assertThat(full.split(RFC_3339, -1))
                .hasSameSizeAs(ages.split("\\d+ [a-z]+ ago|\\bnow\\b", -1));
          }
        });
  }

  @Test
  void tables() {
    for (String query :
        List.of(
            "list secret",
            "inspect secret db",
            "list transaction",
            "inspect transaction",
            "check status")) {
      Golden.assertMatches(
          words(query).replace(' ', '-'), "$ tusk " + query + "\n" + run(query).out());
    }
  }

  @Test
  void whatIsShownAloneIsAsItIsListed() {
    String[][] pairs = {
      {"inspect project vision", "list project"},
      {"inspect repo images", "list repo"},
      {"inspect branch images@old", "list branch images"},
      {"inspect commit images@master^", "list commit images"},
      {"inspect file images@master:/d/b.txt", "glob file images@master:/**"},
      {"inspect pipeline upper", "list pipeline"},
      {
        queries.stream().filter(q -> q.startsWith("inspect job")).findFirst().orElseThrow(),
        "list job -x"
      },
      {"inspect transaction", "list transaction"}
    };
    for (String[] pair : pairs) {
      assertThat(documents(pair[1], "--raw")).as(pair[0]).containsAll(documents(pair[0], "--raw"));
    }
    assertThat(parts("list commit", "commits"))
        .containsAll(documents("list commit images", "--raw"));
    assertThat(parts("list job", "jobs")).containsAll(documents("list job -x", "--raw"));
  }

  private List<JsonNode> parts(String query, String field) {
    return documents(query, "--raw").stream()
        .flatMap(set -> StreamSupport.stream(set.path(field).spliterator(), false))
        .toList();
  }

  @Test
  void specificationsInBothLanguages() {
    assertThat(documents("list pipeline", "--spec", "-o", "json"))
        .isEqualTo(documents("list pipeline", "-s"));
    assertThat(run("list pipeline", "--spec", "-o", "yaml").out())
        .startsWith("---\n")
        .contains("\n  name: upper\n", "\ndatum_tries: 1\n");
    cli.misused(
        "tusk list pipeline",
        "--raw and --spec exclude each other; give one of them",
        "list",
        "pipeline",
        "--raw",
        "-s",
        "-o",
        "yaml");
  }

  @Test
  void edited() {
    cli.file("seen.sh", "cp \"$1\" seen");
    for (String[] option : new String[][] {{"--raw"}, {"-o", "json"}, {"-o", "yaml"}}) {
      String[] more = Arrays.copyOf(option, option.length + 2);
      more[option.length] = "--editor";
      more[option.length + 1] = "sh seen.sh";
      assertThat(run("edit pipeline upper", more).out())
          .isEqualTo("Pipeline unchanged, no update will be performed.\n");
      assertThat(directory.resolve("seen"))
          .content()
          .startsWith(
              option[option.length - 1].equals("yaml") ? "---\npipeline:\n" : "{\n  \"pipeline\"");
    }
  }
}
