/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckStatusTest {
  private static final String NOTHING = "PROJECT PIPELINE ALERTS\n";

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    cli.put("images@master:/a", "1");
    cli.input(Specs.upper("good", "images")).silent("create", "pipeline");
    cli.input(Specs.upper("bad", "images")).silent("create", "pipeline");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private String alerts(String pipeline) {
    return Cli.first(cli.run("list", "pipeline", pipeline).out(), "default")
        .replaceFirst(".* / \\S+ +(\\S+).*", "$1");
  }

  @Test
  void theLastJobCounts() {
    assertThat(cli.ok("check", "status")).isEqualTo(NOTHING);
    cli.silent("stop", "job", "bad@" + cli.head("bad@master"));
    String job = cli.ok("list", "job", "-p", "bad").lines().toList().get(1).split(" +", -1)[2];
    String alert = "job " + job + " ended: killed: job stopped";
    assertThat(cli.ok("check", "status")).isEqualTo(NOTHING + "default bad      " + alert + "\n");
    assertThat(cli.ok("check", "status", "--raw"))
        .isEqualTo(
            """
            {
              "project" : {
                "name" : "default"
              },
              "pipeline" : {
                "project" : {
                  "name" : "default"
                },
                "name" : "bad"
              },
              "alerts" : [ "ALERT" ]
            }
            """
                .replace("ALERT", alert));
    assertThat(alerts("bad")).isEqualTo("1");
    assertThat(alerts("good")).isEqualTo("-");
    cli.silent("rerun", "pipeline", "bad");
    assertThat(cli.run("run").code()).isZero();
    assertThat(cli.ok("check", "status")).isEqualTo(NOTHING);
    cli.put("images@master:/b", "fail");
    assertThat(cli.run("run").code()).isEqualTo(3);
    assertThat(cli.ok("check", "status")).hasLineCount(3).contains(" ended: failure: datum ");
  }

  @Test
  void aJobThatRunsForLong() throws InterruptedException {
    Path gate = directory.resolve("gate");
    cli.file(
        "slow.json",
        "{\"pipeline\":{\"name\":\"slow\"},\"input\":{\"pfs\":{\"repo\":\"images\",\"glob\":\"/\"}},"
            + "\"transform\":{\"cmd\":[\"sh\",\"-c\",\"until test -e "
            + gate
            + "; do sleep 0.02; done\"]},\"maximum_expected_uptime\":\"1m30s\"}");
    cli.silent("create", "pipeline", "-f", "slow.json");
    Thread run = new Thread(() -> new Cli(directory).run("run", "--isolation=none"));
    run.start();
    while (cli.ok("list", "job", "-p", "slow", "--state", "running").lines().count() < 2) {
      Thread.onSpinWait();
    }
    // Each command of this test takes a minute, and the run began at its own beginning.
    assertThat(cli.ok("check", "status"))
        .matches(NOTHING + "default slow +job [0-9a-f]{32} runs for \\S+, longer than 1m30s\n");
    cli.file("gate", "");
    run.join();
    assertThat(cli.ok("check", "status")).isEqualTo(NOTHING);
  }

  @Test
  void ofOneProjectOrOfAll() {
    cli.silent("create", "project", "vision");
    cli.silent("create", "repo", "films", "--project", "vision");
    cli.input(Specs.upper("other", "films")).silent("create", "pipeline", "--project", "vision");
    String job = cli.ok("list", "job", "-x", "--project", "vision").lines().toList().get(1);
    cli.silent("stop", "job", "other@" + job.split(" +", -1)[2], "--project", "vision");
    assertThat(cli.ok("check", "status")).isEqualTo(NOTHING);
    assertThat(cli.ok("check", "status", "--project", "vision"))
        .contains("\nvision  other    job ");
    assertThat(cli.ok("check", "status", "-A")).contains("\nvision  other    job ").hasLineCount(2);
    cli.fails(
        4,
        "project nope does not exist; 'tusk create project nope' makes it",
        "check",
        "status",
        "--project",
        "nope");
  }
}
