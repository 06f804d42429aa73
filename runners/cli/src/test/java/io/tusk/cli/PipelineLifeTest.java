/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done about a pipeline between its creation and its deletion. */
final class PipelineLifeTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    cli.file("upper.json", Specs.upper("upper", "images"));
    cli.silent("create", "pipeline", "-f", "upper.json");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private void runJobs() {
    Cli.Result run = cli.run("run");
    assertThat(run.code()).as(run.err()).isZero();
  }

  private String state() {
    return Cli.first(cli.ok("inspect", "pipeline", "upper"), "State: ");
  }

  @Test
  void stopAndStart() {
    runJobs();
    cli.silent("stop", "pipeline", "upper");
    assertThat(state()).isEqualTo("State: paused");
    cli.put("images@master:/a", "x");
    assertThat(cli.ok("list", "job", "-p", "upper").lines()).hasSize(2);
    assertThat(cli.ok("list", "pipeline")).contains("paused / success");
    assertThat(cli.ok("list", "pipeline", "--raw"))
        .contains("\"stopped\" : true", "\"state\" : \"PIPELINE_PAUSED\"");
    assertThat(cli.ok("list", "pipeline", "--state", "running").lines()).hasSize(1);
    assertThat(cli.ok("list", "pipeline", "--state", "paused,crashing").lines()).hasSize(2);

    cli.silent("stop-pipeline", "upper");
    cli.silent("start", "pipeline", "upper");
    assertThat(state()).isEqualTo("State: running");
    runJobs();
    assertThat(cli.ok("get", "file", "upper@master:/a")).isEqualTo("X");
    for (String verb : List.of("stop", "start", "rerun", "edit")) {
      cli.fails(
          4,
          "pipeline gone does not exist; 'tusk list pipeline' shows those that do",
          verb,
          "pipeline",
          "gone");
    }
  }

  @Test
  void aRunSaysWhichOpenCommitsItsJobsWaitFor() {
    cli.file("next.json", Specs.upper("next", "upper"));
    cli.silent("create", "pipeline", "-f", "next.json");
    runJobs();
    String open = cli.ok("start", "commit", "images@master").strip();

    Cli.Result waiting = cli.run("run");

    assertThat(waiting.code()).isZero();
    assertThat(waiting.out()).isEmpty();
    assertThat(waiting.err())
        .isEqualTo(
            "job upper@"
                + open
                + " waits for commit images@"
                + open
                + ", which is open; 'tusk finish commit images@master' finishes it\n");
    cli.silent("finish", "commit", "images@master");
    assertThat(cli.run("run").err()).startsWith("2 jobs, 0 not successful;");
    assertThat(cli.run("run").err()).isEqualTo("no job is pending\n");
  }

  @Test
  void rerun() {
    cli.put("images@master:/a", "x");
    runJobs();
    cli.silent("rerun", "pipeline", "upper");
    assertThat(cli.run("run").out()).contains("0 processed, 1 skipped");
    cli.silent("rerun", "pipeline", "upper", "--reprocess");
    assertThat(cli.run("run").out()).contains("1 processed, 0 skipped");
    assertThat(cli.ok("inspect", "pipeline", "upper")).contains("Version: 3\n");
  }

  @Test
  void edit() throws IOException {
    assertThat(cli.ok("edit", "pipeline", "upper", "--editor", "true"))
        .isEqualTo("Pipeline unchanged, no update will be performed.\n");
    assertThat(cli.ok("edit", "pipeline", "upper", "--editor", "sed -i s/datum_tries/datumTries/"))
        .isEmpty();
    cli.environment.put("EDITOR", "sed -i 's/datumTries: 1/datumTries: 7/'");
    assertThat(cli.ok("edit", "pipeline", "upper", "-o", "yaml", "--reprocess")).isEmpty();
    assertThat(cli.ok("list", "pipeline", "upper", "-s")).contains("\"datum_tries\" : 7");
    assertThat(cli.ok("list", "pipeline", "upper", "--raw")).contains("\\\"datumTries\\\":7");
    assertThat(cli.ok("inspect", "pipeline", "upper")).contains("Version: 3\n");

    Cli.Result other =
        cli.run("edit", "pipeline", "upper", "--editor", "sed -i 's/\"upper\"/\"other\"/'");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err())
        .startsWith(
            "tusk: pipeline upper cannot become [other] by editing: keep its name and project;"
                + " 'tusk create pipeline' makes another one\n");
    assertThat(kept(other)).contains("\"other\"");
    cli.fails(
        1,
        "the editor \"false\" ended with exit code 1; nothing was changed. --editor or EDITOR names"
            + " another",
        "edit",
        "pipeline",
        "upper",
        "--editor",
        "false");
    Cli.Result broken = cli.run("edit", "pipeline", "upper", "--editor", "sed -i s/repo/rope/");
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err()).contains("the edited specification:", "unknown field \"rope\"");
    assertThat(kept(broken)).contains("\"rope\"");
  }

  /** What a user has written, and would not like to write again. */
  private static String kept(Cli.Result result) throws IOException {
    String said = "what you wrote is kept in ";
    Path file = Path.of(Cli.first(result.err(), said).substring(said.length()));
    String content = Files.readString(file);
    Files.delete(file);
    return content;
  }

  private void read(String name) {
    try {
      Files.readString(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anUpdateWhileAPipelineIsEditedIsNotLost() throws Exception {
    Process pipes =
        new ProcessBuilder("mkfifo", "begun", "go-on").directory(directory.toFile()).start();
    assertThat(pipes.waitFor()).isZero();
    Thread updating =
        new Thread(
            () -> {
              read("begun");
              new Cli(directory).silent("rerun", "pipeline", "upper");
              cli.file("go-on", "");
            });
    updating.start();
    Cli.Result result =
        cli.run(
            "edit",
            "pipeline",
            "upper",
            "--editor",
            "echo > begun; cat go-on; sed -i s/datum_tries/datumTries/");
    updating.join();
    assertThat(result.err())
        .startsWith(
            "tusk: pipeline upper got version 2 while version 1 was edited; edit it again\n");
    assertThat(result.code()).isEqualTo(5);
    assertThat(kept(result)).contains("datumTries");
  }

  @Test
  void versions() {
    cli.silent("update", "pipeline", "-f", "upper.json");
    cli.file("other.json", Specs.upper("upper", "images", "/*", ",\"description\":\"third\""));
    String set = cli.head("upper@master");
    cli.silent("update", "pipeline", "-f", "other.json");

    assertThat(cli.ok("inspect", "pipeline", "upper")).contains("Version: 3", "third");
    for (String older : List.of("upper^", "upper~1", "upper.2")) {
      assertThat(cli.ok("inspect", "pipeline", older)).contains("Version: 2\n");
    }
    assertThat(cli.ok("list", "pipeline", "upper", "--history", "1").lines()).hasSize(3);
    assertThat(cli.ok("list", "pipeline", "-c", set)).contains(" 2 ").doesNotContain(" 3 ");
    assertThat(cli.ok("list", "pipeline", "-c", set, "--history", "all").lines()).hasSize(3);
    cli.fails(
        4,
        "pipeline upper has 3 versions, so none is 3 before the newest; 'tusk list pipeline upper"
            + " --history all' shows them",
        "inspect",
        "pipeline",
        "upper^3");
    cli.fails(
        2,
        "\"upper^~\" names no version of a pipeline: ^ and ~ cannot be mixed",
        "inspect",
        "pipeline",
        "upper^~");
    String none = "0".repeat(31) + "1";
    cli.fails(
        4,
        "no commit has the id " + none + "; 'tusk list commit' shows those that exist",
        "list",
        "pipeline",
        "-c",
        none);
  }

  @Test
  void delete() {
    cli.file("next.json", Specs.upper("next", "upper"));
    cli.silent("create", "pipeline", "-f", "next.json");
    runJobs();
    cli.fails(
        5,
        "repo upper cannot be deleted: pipeline next reads its branch master"
            + "; give the pipeline another input by 'tusk update pipeline', or delete it first:"
            + " 'tusk delete pipeline next'",
        "delete",
        "pipeline",
        "upper");
    cli.silent("delete", "pipeline", "upper", "--force");
    assertThat(cli.ok("list", "pipeline").lines().skip(1))
        .singleElement()
        .asString()
        .contains("next", "paused");
    cli.silent("delete", "pipeline", "next", "--keep-repo");
    assertThat(cli.ok("list", "repo")).contains("next").doesNotContain("upper");
    cli.silent("create", "pipeline", "-f", "upper.json");
    cli.fails(
        5,
        "pipeline next cannot be created: its output needs repo next, which exists already; choose"
            + " another name or delete the repo",
        "create",
        "pipeline",
        "-f",
        "next.json");
    cli.silent("delete", "pipeline", "--all");
    assertThat(cli.ok("list", "pipeline").lines()).hasSize(1);
  }

  @Test
  void draw() {
    runJobs();
    String first = cli.head("upper@master");
    cli.file("next.json", Specs.upper("next", "upper"));
    cli.silent("create", "pipeline", "-f", "next.json");
    assertThat(cli.ok("draw", "pipeline", "--box-width", "8", "--edge-height", "2"))
        .isEqualTo(
            """
            +--------+
            | images |
            +--------+
                 |
                 v
            +--------+
            | upper  |
            +--------+
                 |
                 v
            +--------+
            |  next  |
            +--------+
            """);
    assertThat(cli.ok("draw", "pipeline", "-c", first).lines())
        .as("before the second pipeline")
        .hasSize(3 + 5 + 3);
    cli.fails(
        2,
        "the box width 1 cannot be drawn; give a number from 3 to 200",
        "draw",
        "pipeline",
        "--box-width",
        "1");
    cli.fails(
        2,
        "the edge height 1 cannot be drawn; give a number from 2 to 100",
        "draw",
        "pipeline",
        "--edge-height",
        "1");
    cli.fails(2, "commit id \"x\" is not 32 lower-case hex digits", "draw", "pipeline", "-c", "x");
    cli.silent("create", "project", "vision");
    assertThat(cli.ok("draw", "pipeline", "--project", "vision")).isEmpty();
    assertThat(cli.ok("draw", "pipeline", "--project", "vision", "-A"))
        .isEqualTo(cli.ok("draw", "pipeline"))
        .contains("next");
  }

  @Test
  void whatIsListedCanBeCreatedElsewhere() {
    cli.silent("stop", "pipeline", "upper");
    String exported = cli.ok("list", "pipeline", "--raw");
    String salt = Cli.first(exported, " *\"salt\"");
    cli.silent("delete", "pipeline", "upper");
    cli.input(exported).silent("create", "pipeline", "-f", "-");
    assertThat(state()).isEqualTo("State: paused");
    assertThat(cli.ok("list", "pipeline", "--raw")).contains(salt);
  }

  @Test
  void schemaOfSpecifications() {
    assertThat(cli.ok("schema"))
        .contains("\"$schema\" : \"http://json-schema.org/draft-07/schema#\"", "\"datumTries\"");
  }
}
