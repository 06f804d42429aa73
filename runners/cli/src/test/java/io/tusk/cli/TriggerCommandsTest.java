/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.EveryStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches that move by themselves. */
@EveryStore
final class TriggerCommandsTest {
  @TempDir Path directory;
  @TempDir Path configuration;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    cli.environment.put("XDG_CONFIG_HOME", configuration.toString());
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private void put(String path, String content) {
    cli.input(content).silent("put", "file", "images@master:" + path, "-f", "-");
  }

  @Test
  void aBranchMovesAndShowsWhatMovesIt() {
    cli.silent(
        "create",
        "branch",
        "images@release",
        "-t",
        "master",
        "--trigger-commits",
        "2",
        "--trigger-size",
        "1K");
    cli.silent(
        "create",
        "branch",
        "images@strict",
        "--trigger=release",
        "--trigger-size=5B",
        "--trigger-commits=2",
        "--trigger-all");
    cli.silent(
        "create", "branch", "images@nightly", "--trigger", "release", "--trigger-cron", "@daily");
    put("/a", "1");
    assertThat(cli.ok("list", "file", "images@release").lines()).hasSize(1);
    put("/b", "2");
    assertThat(cli.column(1, "list", "file", "images@release")).containsExactly("/a", "/b");
    assertThat(cli.ok("list", "branch", "images", "--raw")).contains("\"trigger\"");
    assertThat(cli.ok("list", "branch", "images").lines().map(line -> line.split(" +", 3)[2]))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("TRIGGER"),
            line -> assertThat(line).startsWith("- "),
            line -> assertThat(line).startsWith("release on Cron(@daily) "),
            line -> assertThat(line).startsWith("master on Size(1K) or Commits(2) "),
            line -> assertThat(line).startsWith("release on Size(5B) and Commits(2) "));
    assertThat(cli.ok("inspect", "branch", "images@strict"))
        .endsWith("Trigger: release on Size(5B) and Commits(2)\n");
    assertThat(cli.ok("inspect", "branch", "images@strict", "--raw").replaceAll("\\s", ""))
        .contains(
            "\"trigger\":{\"branch\":\"release\",\"all\":true,\"size\":\"5B\",\"commits\":2}");
    assertThat(cli.ok("inspect", "branch", "images@nightly", "--raw").replaceAll("\\s", ""))
        .contains("\"trigger\":{\"branch\":\"release\",\"cron_spec\":\"@daily\"}");
    assertThat(cli.ok("inspect", "branch", "images@master")).doesNotContain("Trigger");
  }

  @Test
  void aTriggerIsSetOnABranchWithAHead() {
    put("/a", "1");
    cli.silent(
        "create",
        "branch",
        "images@release",
        "--head",
        "master",
        "--trigger",
        "master",
        "--trigger-commits",
        "1");
    assertThat(cli.column(1, "list", "file", "images@release")).containsExactly("/a");
    put("/b", "2");
    assertThat(cli.column(1, "list", "file", "images@release")).containsExactly("/a", "/b");
    assertThat(cli.run("undo").code()).isZero();
    assertThat(cli.column(1, "list", "file", "images@release")).containsExactly("/a");
  }

  @Test
  void triggersInATransaction() {
    put("/a", "1");
    cli.ok("start", "transaction");
    cli.ok("create", "branch", "images@one", "--trigger", "master", "--trigger-commits", "1");
    cli.ok("create", "branch", "images@two", "--trigger", "one", "--trigger-commits", "1");
    cli.ok("start", "commit", "images@master");
    cli.ok("finish", "commit", "images@master");
    cli.ok("finish", "transaction");
    String head = cli.column(1, "list", "branch", "images").get(0);
    assertThat(cli.column(1, "list", "branch", "images")).containsExactly(head, head, head);
  }

  @Test
  void misusedTriggers() {
    String[][] alone = {
      {"--trigger-cron", "--trigger-cron", "@daily"},
      {"--trigger-size", "--trigger-size", "1M"},
      {"--trigger-commits", "--trigger-commits", "2"},
      {"--trigger-all", "--trigger-all"},
    };
    for (String[] option : alone) {
      String[] args = new String[2 + option.length];
      args[0] = "create";
      args[1] = "branch";
      args[2] = "images@staging";
      System.arraycopy(option, 1, args, 3, option.length - 1);
      cli.fails(
          2,
          "option " + option[0] + " needs a branch to start from; name it by --trigger BRANCH",
          args);
    }
    fails(
        2,
        "option --trigger: a trigger needs a condition: a size, a number of commits, a rate limit or"
            + " a cron expression; 1 commit moves the branch with each commit");
    fails(
        2,
        "option --trigger: a trigger cannot wait for -1 commits; give 1 or more",
        "--trigger-commits=-1");
    fails(
        2,
        "option --trigger-size: \"lots\" is no size; write it like \"100M\" or \"1.5GB\"",
        "--trigger-size=lots");
    fails(
        2,
        "option --trigger-cron: cron expression \"often\" has 1 fields instead of 5; give five"
            + " fields (minute hour day month weekday), \"@every 10m\" or a word such as @daily",
        "--trigger-cron=often");
    cli.fails(
        5,
        "branch images@master cannot be triggered by branch images@master: a trigger cannot lead"
            + " back to its own branch: images@master -> images@master; name another branch",
        "create",
        "branch",
        "images@master",
        "--trigger=master",
        "--trigger-commits=1");
    cli.silent("create", "repo", "other");
    cli.fails(
        5,
        "branch images@out cannot have a trigger: it follows branch other@master, and a branch"
            + " cannot have both provenance and a trigger; use another branch",
        "create",
        "branch",
        "images@out",
        "-p",
        "other@master",
        "--trigger=master",
        "--trigger-commits=1");
  }

  private void fails(int code, String message, String... options) {
    String[] args = new String[4 + options.length];
    System.arraycopy(
        new String[] {"create", "branch", "images@staging", "--trigger=master"}, 0, args, 0, 4);
    System.arraycopy(options, 0, args, 4, options.length);
    cli.fails(code, message, args);
  }

  @Test
  void deletedTriggers() {
    cli.silent("create", "branch", "images@release", "-t", "master", "--trigger-commits", "1");
    cli.fails(
        5,
        "branch images@master cannot be deleted: it triggers branch images@release; 'tusk delete"
            + " branch images@master --force' deletes it with the trigger",
        "delete",
        "branch",
        "images@master");
    cli.fails(
        5,
        "branch images@release cannot be deleted: it is triggered by branch images@master; 'tusk"
            + " delete branch images@release --force' deletes it with the trigger",
        "delete",
        "branch",
        "images@release");
    cli.silent("delete", "branch", "images@master", "-f");
    assertThat(cli.ok("inspect", "branch", "images@release")).doesNotContain("Trigger");
    cli.silent("delete", "branch", "images@release");
  }
}
