/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines with cron inputs, by commands. */
final class CronCommandsTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void open() {
    cli = new Cli(directory).withRepo("in").timeStands();
  }

  @AfterEach
  void sound() {
    cli.assertSound();
  }

  private void create(String name, String cron) {
    cli.file(
        name + ".json",
        "{\"pipeline\":{\"name\":\""
            + name
            + "\"},\"input\":{\"cron\":{\"name\":\"tick\","
            + cron.replace('\'', '"')
            + "}},\"transform\":{\"java\":{\"class\":\""
            + UpperCase.class.getName()
            + "\"}}}");
    cli.silent("create", "pipeline", "-f", name + ".json");
  }

  @Test
  void runMakesWhatIsDueAndRunsIt() {
    create("p", "'spec':'* * * * *'");
    assertThat(cli.column(2, "list", "pipeline")).containsExactly("1");
    assertThat(cli.ok("list", "pipeline")).contains("tick:* * * * *");
    cli.later(Duration.ofMinutes(2));
    Cli.Result run = cli.run("run");
    assertThat(run.code()).isZero();
    assertThat(run.err())
        .startsWith(
            """
            pipeline p: ticked for 2026-01-02T03:06:00Z
            pipeline p: ticked for 2026-01-02T03:07:00Z
            """)
        .contains("3 jobs, 0 not successful");
    assertThat(cli.files("p@master"))
        .containsExactly("/2026-01-02T03:06:00Z", "/2026-01-02T03:07:00Z");
    assertThat(cli.run("run").err()).isEqualTo("no job is pending\n");
    cli.silent("delete", "pipeline", "p");
    assertThat(cli.column(1, "list", "repo")).containsExactly("in");
  }

  @Test
  void runCronTicksNow() {
    create("p", "'spec':'@never','overwrite':true,'repo':'clock'");
    cli.silent("run", "cron", "p");
    cli.later(Duration.ofMinutes(1));
    cli.silent("run-cron", "p");
    assertThat(cli.files("clock@master")).containsExactly("/2026-01-02T03:06:05Z");
    assertThat(cli.ok("run", "cron", "--help")).startsWith("Usage: tusk run cron ");
    Cli.Result run = cli.run("run");
    assertThat(run.err()).contains("3 jobs, 0 not successful");
    assertThat(cli.files("p@master")).containsExactly("/2026-01-02T03:06:05Z");
  }

  @Test
  void runCronNeedsACronInput() {
    cli.fails(
        4,
        "pipeline p does not exist; 'tusk list pipeline' shows those that do",
        "run",
        "cron",
        "p");
    cli.file("q.json", Specs.upper("q", "in"));
    cli.silent("create", "pipeline", "-f", "q.json");
    cli.fails(
        1,
        "pipeline q has no cron input, so nothing of it ticks; 'tusk inspect pipeline q' shows what"
            + " it reads",
        "run",
        "cron",
        "q");
  }

  @Test
  void aPipelineThatCannotTickIsSaidAtTheEnd() {
    create("p", "'spec':'* * * * *'");
    String commit = cli.ok("start", "commit", "p_tick@master").strip();
    cli.later(Duration.ofMinutes(1));
    Cli.Result run = cli.run("run");
    assertThat(run.err())
        .startsWith(
            "pipeline p cannot tick: branch p_tick@master has the open commit "
                + commit
                + "; 'tusk finish commit p_tick@master' finishes it\n");
    assertThat(run.code()).isEqualTo(5);
    cli.silent("finish", "commit", "p_tick@master");
    assertThat(cli.run("run").code()).isZero();
  }

  @Test
  void datumsOfTicksAreNotKnownBefore() {
    cli.file(
        "p.json",
        "{\"pipeline\":{\"name\":\"p\"},\"input\":{\"cron\":{\"name\":\"tick\",\"spec\":\"@daily\"}},"
            + "\"transform\":{\"cmd\":[\"sh\"]}}");
    cli.fails(
        1,
        "the datums of pipeline p cannot be listed before it is created: it has a cron input, whose"
            + " ticks begin when the pipeline is there; create it, run it and list those of its"
            + " job",
        "list",
        "datum",
        "-f",
        "p.json");
  }
}
