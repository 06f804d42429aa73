/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How jobs and datums may not be asked for. */
final class JobMisuseTest {
  private static final String NO_ID = "0".repeat(32);

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

  private String newest() {
    return "p@" + cli.head("p@master");
  }

  @Test
  void whatIsAskedOfAJob() {
    cli.put("images@master:/a", "x");
    cli.input(Specs.upper("p", "images")).silent("create", "pipeline");
    String none = "job p@" + NO_ID + " does not exist; 'tusk list job' shows those that do";
    for (String verb : new String[] {"stop", "delete", "wait"}) {
      cli.fails(4, none, verb, "job", "p@" + NO_ID);
      cli.fails(
          2,
          "job \"p\" is not of the form PIPELINE@ID; 'tusk list job' shows the ids",
          verb,
          "job",
          "p");
    }
    String ofOne =
        "a job of one pipeline is meant: PIPELINE@"
            + NO_ID
            + "; 'tusk list job "
            + NO_ID
            + "' shows the jobs of that id";
    cli.fails(2, ofOne, "inspect", "job", NO_ID);
    cli.fails(2, ofOne, "delete", "job", NO_ID);
    cli.fails(2, ofOne, "list", "datum", NO_ID);
    cli.fails(2, ofOne, "logs", "-j", NO_ID);
    cli.fails(
        4,
        "no job has the id " + NO_ID + "; 'tusk list job' shows those that exist",
        "wait",
        "job",
        NO_ID);
    cli.misused(
        "tusk restart datum", "Missing required parameter: 'PATH'", "restart", "datum", newest());
    String noDatum =
        "datum \"00\" is not an id of 64 hexadecimal digits; 'tusk list datum PIPELINE@ID' shows the"
            + " ids";
    cli.fails(2, noDatum, "inspect", "datum", newest(), "00");
    cli.fails(2, noDatum, "logs", "-p", "p", "--datum", "00");
    String unknown = "0".repeat(64);
    cli.fails(
        4,
        "job "
            + newest()
            + " has no datum "
            + unknown
            + "; 'tusk list datum "
            + newest()
            + "' shows its datums",
        "logs",
        "-j",
        newest(),
        "--datum",
        unknown);
    cli.fails(
        4,
        "pipeline nope does not exist; 'tusk list pipeline' shows those that do",
        "run",
        "-p",
        "p",
        "-p",
        "nope");
    String whose = "whose lines: give either -p PIPELINE or -j PIPELINE@ID";
    cli.misused("tusk logs", whose, "logs");
    cli.misused("tusk logs", whose, "logs", "-p", "p", "-j", newest());
    cli.misused(
        "tusk logs",
        "--since takes a duration such as \"30s\", \"5m\" or \"1h30m\", not \"yesterday\"",
        "logs",
        "-p",
        "p",
        "--since",
        "yesterday");
    cli.misused(
        "tusk logs",
        "--tail is gone; --since takes how far back lines are wanted, such as 10m",
        "logs",
        "-p",
        "p",
        "--tail",
        "3");
  }

  @Test
  void jobsThatAreNot() {
    for (String job : new String[] {"zzz", "upper@master"}) {
      cli.fails(
          2,
          "job \"" + job + "\" is not of the form PIPELINE@ID; 'tusk list job' shows the ids",
          "inspect",
          "job",
          job);
    }
    cli.misused(
        "tusk list job",
        "\"zzz\" is no id of 32 digits; -p names a pipeline",
        "list",
        "job",
        "zzz");
    String none = "0".repeat(32);
    cli.fails(
        4,
        "no job has the id " + none + "; 'tusk list job' shows those that exist",
        "list",
        "job",
        none);
    for (String[] args :
        new String[][] {
          {"inspect", "job", "p@" + none},
          {"list", "datum", "p@" + none},
          {"logs", "-j", "p@" + none}
        }) {
      Cli.Result result = cli.run(args);
      assertThat(result.code()).as(result.err()).isEqualTo(4);
      assertThat(result.err()).startsWith("tusk: ").hasLineCount(1);
    }
    cli.fails(
        2,
        "runner \"Nope\" is not on the class path, where there is DirectRunner; 'tusk run' loads"
            + " DirectRunner, FlinkRunner or SparkRunner, written so",
        "run",
        "--runner=Nope");
    cli.misused(
        "tusk run",
        "--flinkMaster is for --runner=FlinkRunner, and the runner is SparkRunner",
        "run",
        "--runner=SparkRunner",
        "--flinkMaster=flink:8081");
    cli.misused(
        "tusk run",
        "--sparkMaster is for --runner=SparkRunner, and the runner is DirectRunner",
        "run",
        "--sparkMaster=local[2]");
    cli.misused(
        "tusk run",
        "--targetParallelism takes a number of at least 1, not 0",
        "run",
        "--targetParallelism=0");
    cli.fails(
        2,
        "--isolation has the unknown value \"Nope\"; use auto, bubblewrap, unshare or none",
        "run",
        "--isolation=Nope");
  }
}
