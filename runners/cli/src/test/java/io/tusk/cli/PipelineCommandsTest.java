/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tusk.objects.EveryStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EveryStore
final class PipelineCommandsTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private List<String> pipelines() {
    return cli.ok("list", "pipeline")
        .lines()
        .skip(1)
        .map(line -> line.replaceFirst("^\\S+ +(\\S+) +(\\S+) .*", "$1 $2"))
        .toList();
  }

  @Test
  void createUpdateInspectDelete() {
    cli.file("specs/upper.json", Specs.upper("upper", "images"));
    cli.silent("create", "pipeline", "-f", "specs/upper.json");
    assertThat(pipelines()).containsExactly("upper 1");
    cli.silent("update-pipeline", "-f", "specs/upper.json", "--reprocess");
    assertThat(pipelines()).containsExactly("upper 2");
    assertThat(cli.ok("list", "pipelines", "upper", "--history", "all").lines()).hasSize(3);
    assertThat(cli.ok("inspect", "pipeline", "upper"))
        .contains("Version: 2\n", "Input: default/images:/*\n");
    cli.silent("delete", "pipeline", "upper");
    assertThat(pipelines()).isEmpty();
    assertThat(cli.ok("list", "repo")).doesNotContain("upper");
  }

  @Test
  void severalInOneFileWhateverTheirOrder() {
    cli.file("two.json", Specs.upper("second", "first") + "\n" + Specs.upper("first", "images"));
    cli.silent("create", "pipeline", "-f", "two.json");
    cli.file(
        "yaml.yml",
        "pipeline: {name: third}\ninput: {pfs: {repo: second, glob: /*}}\n"
            + "transform: {java: {class: "
            + UpperCase.class.getName()
            + "}}\n---\n"
            + Specs.upper("fourth", "third"));
    cli.silent("create", "pipeline", "-f", "yaml.yml");
    assertThat(pipelines()).containsExactly("first 1", "fourth 1", "second 1", "third 1");
    cli.put("images@master:/a", "x");
    Cli.Result run = cli.run("run", "--runner=DirectRunner", "--targetParallelism=1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().filter(line -> line.endsWith(": 1 processed, 0 skipped")))
        .hasSize(4);
    assertThat(cli.ok("get", "file", "fourth@master:/a")).isEqualTo("X");
    cli.silent("delete", "pipeline", "--all");
    assertThat(pipelines()).isEmpty();
  }

  @Test
  void repositoriesThatAreNotThereAreNamedAtOnceAndNothingIsCreated() {
    cli.file(
        "two.json",
        Specs.upper("good", "images") + Specs.upper("bad", "nope") + Specs.upper("worse", "none"));
    cli.fails(
        4,
        "pipeline bad reads repo nope, which does not exist; 'tusk create repo nope' makes it\n"
            + "pipeline worse reads repo none, which does not exist; 'tusk create repo none' makes"
            + " it",
        "create",
        "pipeline",
        "-f",
        "two.json");
    assertThat(pipelines()).isEmpty();
  }

  @Test
  void allErrorsAtOnceWithPositions() {
    cli.file(
        "bad.json",
        """
        {"pipeline": {"name": "bad"},
         "inptu": {},
         "datum_tries": "many",
         "transform": {"cmd": ["a"], "imagge": 1}}
        """);
    Cli.Result result = cli.run("create", "pipeline", "-f", "bad.json");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().replace(directory.toString(), "DIR"))
        .contains("bad.json:2:2", "did you mean \"input\"?", "bad.json:3:", "bad.json:4:")
        .contains("\"imagge\"");
    assertThat(pipelines()).isEmpty();
    cli.file("good.json", Specs.upper("good", "nope"));
    cli.silent("validate", "pipeline", "-f", "good.json");
    Cli.Result validated = cli.run("validate", "pipeline", "-f", "bad.json");
    assertThat(validated.err()).isEqualTo(result.err());
    assertThat(validated.code()).isEqualTo(1);
  }

  @Test
  void textsThatAreNoSpecification() {
    for (String text :
        new String[] {"", "{", "[1, 2", "hello", "[]", "\u0000", "{\"a\":1,\"a\":2}"}) {
      Cli.Result result = cli.input(text).run("create", "pipeline", "-f", "-");
      assertThat(result.code()).as(text).isEqualTo(1);
      assertThat(result.out()).as(text).isEmpty();
      assertThat(result.err()).as(text).contains("<stdin>").doesNotContain("\tat ");
    }
    Cli.Result latin = cli.input(new byte[] {'{', (byte) 0xE9}).run("create", "pipeline");
    assertThat(latin.err())
        .isEqualTo(
            "tusk: the specification <stdin> is not UTF-8: byte 2 belongs to no character; save it"
                + " as UTF-8\n");
    assertThat(pipelines()).isEmpty();
  }

  @Test
  void anUpdateKeepsTheSaltAndSaysSo() {
    String salted = Specs.upper("upper", "images", "/*", ",\"salt\":\"first\"");
    cli.input(salted).silent("create", "pipeline");
    cli.input(salted).silent("update", "pipeline");
    cli.input(Specs.upper("upper", "images")).silent("update", "pipeline");
    String other = Specs.upper("upper", "images", "/*", ",\"salt\":\"second\"");
    Cli.Result kept = cli.input(other).run("update", "pipeline");
    assertThat(kept.code()).isZero();
    assertThat(kept.out()).isEmpty();
    assertThat(kept.err())
        .isEqualTo(
            "warning: pipeline upper keeps its salt \"first\", and the salt \"second\" of the"
                + " specification is ignored; --reprocess runs everything again\n");
    assertThat(salt()).isEqualTo("first");
    cli.input(other).silent("update", "pipeline", "--reprocess");
    assertThat(salt()).isNotEqualTo("first");
    assertThat(pipelines()).containsExactly("upper 5");
  }

  private String salt() {
    return Cli.first(cli.ok("inspect", "pipeline", "upper", "--raw"), " *\"salt\"")
        .replaceFirst(".*: \"(.*)\".*", "$1");
  }

  @Test
  void dryRunPrintsAndChangesNothing() {
    cli.input(Specs.upper("upper", "images"));
    assertThat(cli.ok("create", "pipeline", "--dry-run"))
        .contains("\"name\" : \"upper\"", "\"datum_tries\" : 1", "\"output_branch\" : \"master\"");
    cli.input(Specs.upper("upper", "images"));
    assertThat(cli.ok("update", "pipeline", "--dry-run", "-o", "yaml")).startsWith("---\n");
    assertThat(pipelines()).isEmpty();
    cli.input(Specs.upper("upper", "images")).silent("validate", "pipeline");
  }

  @Test
  void aDryRunInASpecificationHoldsForThatOneAlone() {
    String dry = Specs.upper("dry", "images", "/*", ",\"dryRun\":true");
    String shown = cli.input(dry + Specs.upper("wet", "images")).ok("create", "pipeline");
    assertThat(shown).contains("\"name\" : \"dry\"").doesNotContain("wet", "dry_run", "dryRun");
    assertThat(pipelines()).containsExactly("wet 1");
    String wet = Specs.upper("other", "images", "/*", ",\"dry_run\":false");
    assertThat(cli.input(wet).ok("create", "pipeline", "--dry-run")).contains("\"other\"");
    assertThat(pipelines()).as("the flag wins").containsExactly("wet 1");
  }

  @Test
  void takenNames() {
    cli.input(Specs.upper("upper", "images")).silent("create", "pipeline");
    cli.input(Specs.upper("upper", "images"));
    cli.fails(
        5,
        "pipeline upper exists already; 'tusk update pipeline' changes it",
        "create",
        "pipeline");
    cli.withRepoSilently("taken");
    cli.input(Specs.upper("taken", "images"))
        .fails(
            5,
            "pipeline taken cannot be created: its output needs repo taken, which exists already;"
                + " choose another name or delete the repo",
            "create",
            "pipeline");
    String x = Specs.upper("x", "images");
    cli.input(x + x)
        .fails(
            1,
            "<stdin>:1:"
                + (x.length() + 1)
                + ": the pipeline x is specified twice, first at <stdin>:1:1; remove one",
            "create",
            "pipeline");
    assertThat(pipelines()).containsExactly("upper 1");
  }

  @Test
  void cycles() {
    String self = Specs.upper("a", "a");
    cli.input(self)
        .fails(
            1,
            "<stdin>:1:"
                + (self.indexOf("\"repo\":\"a\"") + "\"repo\":".length() + 1)
                + ": input.pfs.repo is the pipeline's own output; a pipeline cannot read what it"
                + " writes",
            "create",
            "pipeline");
    cli.input(Specs.upper("a", "b") + Specs.upper("b", "a"))
        .fails(
            1,
            "<stdin>:1:1: the pipelines depend on each other in a cycle: a reads b, b reads a; let"
                + " one of them read another repository",
            "create",
            "pipeline");
    assertThat(pipelines()).isEmpty();
    cli.input(Specs.upper("a", "images") + Specs.upper("b", "a")).silent("create", "pipeline");
    cli.input(Specs.upper("a", "b"))
        .fails(
            5,
            "branch a@master cannot follow branch b@master: that one follows a@master already,"
                + " directly or through others",
            "update",
            "pipeline");
    assertThat(pipelines()).containsExactly("a 1", "b 1");
  }

  @Test
  void fromAUrl() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean there = exchange.getRequestURI().getPath().equals("/upper.json");
          byte[] body = (there ? Specs.upper("upper", "images") : "not here").getBytes(UTF_8);
          exchange.sendResponseHeaders(there ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      cli.silent("create", "pipeline", "-f", url + "/upper.json");
      cli.silent("update", "pipeline", "-f", url + "/upper.json");
      assertThat(pipelines()).containsExactly("upper 2");
      cli.fails(
          1,
          "the specification "
              + url
              + "/none.json cannot be fetched: the server answered with status 404; check the URL."
              + " Nothing was changed",
          "update",
          "pipeline",
          "-f",
          url + "/none.json");
    } finally {
      server.stop(0);
    }
    Cli.Result gone = cli.run("update", "pipeline", "-f", url + "/upper.json");
    assertThat(gone.code()).isEqualTo(1);
    assertThat(gone.err()).startsWith("tusk: the specification " + url).hasLineCount(1);
    assertThat(pipelines()).containsExactly("upper 2");
  }

  @Test
  void missingOnes() {
    String none = "pipeline nope does not exist; 'tusk list pipeline' shows those that do";
    cli.fails(4, none, "inspect", "pipeline", "nope");
    cli.fails(4, none, "list", "pipeline", "nope");
    cli.fails(4, none, "delete", "pipeline", "nope");
    cli.fails(4, none, "list", "job", "-p", "nope");
    String file = directory + "/none.json";
    cli.fails(
        4,
        "the specification " + file + " does not exist; check the path",
        "create",
        "pipeline",
        "-f",
        "none.json");
    cli.misused(
        "tusk delete pipeline",
        "either a pipeline name or --all needs to be given",
        "delete",
        "pipeline");
    cli.misused(
        "tusk list pipeline",
        "--history takes none, all or a number, not \"some\"",
        "list",
        "pipeline",
        "--history",
        "some");
    cli.fails(4, none, "list", "pipeline", "nope", "--state", "paused", "--history", "all");
    cli.misused(
        "tusk list pipeline",
        "--raw and --spec exclude each other; give one of them",
        "list",
        "pipeline",
        "--raw",
        "--spec");
  }

  @Test
  void pendingJobsAreToldToAPerson() {
    cli.input(Specs.upper("upper", "images")).silent("create", "pipeline");
    cli.onTerminal();
    Cli.Result put = cli.input("x").run("put", "file", "images@master:/a");
    assertThat(put.err()).matches("[12] jobs? pending: tusk run\n");
    assertThat(put.out()).isEmpty();
    Cli.Result run = cli.run("run");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("upper 0/1")
        .endsWith(" 0 not successful; Beam was started 1 time\n");
    assertThat(cli.run("run").err()).isEqualTo("no job is pending\n");
    cli.misused(
        "tusk create pipeline",
        "a specification is needed: -f FILE, -f URL, or -f -",
        "create",
        "pipeline");
  }
}
