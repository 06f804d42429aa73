/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused closes no open commit to writes. */
final class RefusedRemovalsTest {
  @TempDir Path directory;
  @TempDir Path configuration;
  private Cli cli;
  private String open;

  @BeforeEach
  void startCommit() {
    cli = new Cli(directory).withRepo("images");
    cli.environment.put("XDG_CONFIG_HOME", configuration.toString());
    cli.withRepoSilently("copies");
    cli.silent("create", "branch", "copies@master", "-p", "images@master");
    open = cli.ok("start", "commit", "images@master").strip();
  }

  @AfterEach
  void theCommitTakesWrites() {
    cli.put("images@master:/a", "1");
    cli.silent("finish", "commit", "images@master");
    assertThat(cli.files("images@master")).containsExactly("/a");
    assertThat(cli.head("images@master")).isEqualTo(open);
    cli.assertSound();
  }

  @Test
  void aDeletion() {
    cli.fails(
        5,
        "commit images@"
            + open
            + " cannot be deleted: commit copies@"
            + open
            + " was made from it; 'tusk delete commitV2 images@"
            + open
            + " --recursive' includes what was made from it",
        "delete",
        "commitV2",
        "images@" + open);
  }

  @Test
  void aSquash() {
    cli.fails(
        5,
        "commit copies@"
            + open
            + " cannot be squashed: it has no child that would hold its files; 'tusk delete commit "
            + open
            + "' removes it with them",
        "squash",
        "commit",
        open);
  }

  @Test
  void aTransactionThatCannotBeMadeAnyMore() {
    cli.ok("start", "transaction");
    cli.ok("finish", "commit", "images@master");
    cli.ok("create", "repo", "texts");
    cli.ok("stop", "transaction");
    String id = cli.ok("list", "transaction").lines().skip(1).findFirst().orElseThrow();
    cli.silent("create", "repo", "texts");
    cli.ok("resume", "transaction", id.substring(0, id.indexOf(' ')));
    cli.fails(5, "repo texts exists already; choose another name", "finish", "transaction");
    cli.ok("stop", "transaction");
  }
}
