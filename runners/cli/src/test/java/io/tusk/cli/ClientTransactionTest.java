/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that may be in one transaction, and what comes of it at once. */
final class ClientTransactionTest {
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

  private void waits(String... args) {
    assertThat(cli.ok(args))
        .as(String.join(" ", args))
        .matches("Added to transaction: [0-9a-f]{32}\n");
  }

  private long operations() {
    return cli.ok("list", "operation").lines().count();
  }

  /** Files are put into the open commits of a transaction before a second one finishes them. */
  @Test
  void twoInputsThatAreLoadedAtOnceMakeOneCommitBelow() {
    cli.silent("create", "repo", "texts");
    cli.silent("create", "repo", "joined");
    cli.silent("create", "branch", "joined@master", "-p", "images@master,texts@master");
    int before = cli.column(2, "list", "commit", "joined").size();
    cli.ok("start", "transaction");
    waits("start", "commit", "images@master");
    waits("start", "commit", "texts@master");
    cli.ok("finish", "transaction");
    cli.put("images@master:/a", "1");
    cli.put("texts@master:/b", "2");
    cli.ok("start", "transaction");
    waits("finish", "commit", "images@master");
    waits("finish", "commit", "texts@master");
    cli.ok("finish", "transaction");
    String id = cli.head("images@master");
    assertThat(cli.column(2, "list", "commit", "joined")).hasSize(before + 1).startsWith(id);
    assertThat(cli.column(1, "list", "commit", id)).containsExactly("images", "joined", "texts");
    assertThat(cli.files("texts@" + id)).containsExactly("/b");

    cli.put("images@master:/a", "3");
    cli.put("texts@master:/b", "4");
    assertThat(cli.column(2, "list", "commit", "joined")).as("one by one").hasSize(before + 3);
  }

  @Test
  void whateverIsNoFileMayWait() {
    cli.silent("create", "repo", "old");
    cli.silent("create", "branch", "old@side");
    cli.put("images@master:/a", "1");
    cli.put("images@master:/b", "2");
    cli.put("images@master:/c", "3");
    List<String> ids = cli.column(2, "list", "commit", "images");
    cli.ok("start", "commit", "images@draft");
    cli.put("images@draft:/d", "4");
    cli.input(Specs.upper("lower", "images")).silent("create", "pipeline");
    String job = cli.head("lower@master");
    long before = operations();
    cli.ok("start", "transaction");
    waits("create", "project", "vision");
    waits("update", "project", "vision", "-d", "eyes");
    waits("create", "repo", "films", "--project", "vision");
    waits("update", "repo", "films", "--project", "vision", "-d", "moving");
    waits("delete", "branch", "old@side");
    waits("delete", "repo", "old");
    waits("create", "branch", "images@first", "--head", ids.get(2));
    waits("finish", "commit", "images@draft", "-m", "done");
    waits("squash", "commit", ids.get(1));
    waits("stop", "job", "lower@" + job);
    cli.input(Specs.upper("upper", "images"));
    waits("create", "pipeline");
    waits("stop", "pipeline", "lower");
    cli.input("{\"create_pipeline_request\":{\"datum_tries\":2}}");
    waits("create", "defaults", "--project", "vision");
    assertThat(operations()).as("nothing is changed before the end").isEqualTo(before);

    assertThat(cli.ok("finish", "transaction"))
        .contains("Completed transaction with 13 requests: ");

    assertThat(operations()).isEqualTo(before + 1);
    assertThat(cli.column(1, "list", "repo")).containsExactly("images", "lower", "upper");
    assertThat(cli.ok("inspect", "repo", "films", "--project", "vision"))
        .contains("Description: moving\n");
    assertThat(cli.ok("inspect", "project", "vision")).contains("Description: eyes\n");
    assertThat(cli.files("images@first")).containsExactly("/a");
    assertThat(cli.files("images@draft")).containsExactly("/d");
    assertThat(cli.ok("inspect", "commit", "images@draft")).contains("Description: done\n");
    assertThat(cli.column(2, "list", "commit", "images@master"))
        .containsExactly(ids.get(0), ids.get(2));
    assertThat(cli.ok("inspect", "job", "lower@" + job)).contains("State: killed");
    assertThat(cli.run("list", "pipeline").out()).contains("paused").contains("running");
    assertThat(cli.ok("inspect", "defaults", "--project", "vision")).contains("datum_tries");
  }

  @Test
  void whatIsGivenLaterSeesWhatWaits() {
    cli.ok("start", "transaction");
    waits("create", "repo", "texts");
    waits("start", "commit", "texts@master");
    cli.fails(
        5,
        "repo texts would get two commits in one transaction, on branches that depend on each other or"
            + " are both changed; change them one after another",
        "start",
        "commit",
        "texts@other");
    cli.fails(
        4,
        "repo texts does not exist; 'tusk list repo' shows those that exist",
        "put",
        "file",
        "texts@master:/a");
    waits("delete", "commitV2", "texts@master");
    waits("delete", "repo", "texts");
    waits("create", "repo", "texts");
    cli.ok("finish", "transaction");
    assertThat(cli.column(1, "list", "repo")).containsExactly("images", "texts");
    assertThat(cli.column(2, "list", "commit", "texts")).isEmpty();
  }

  @Test
  void anEmptyTransactionChangesNothing() {
    long before = operations();
    cli.ok("start", "transaction");
    assertThat(cli.ok("finish", "transaction"))
        .matches("Completed transaction with 0 requests: [0-9a-f]{32}\n");
    assertThat(operations()).isEqualTo(before);
    cli.fails(
        4,
        "no transaction is active; 'tusk start transaction' begins one, 'tusk list transaction'"
            + " shows those that wait",
        "finish",
        "transaction");
  }
}
