/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of starting, finishing and listing commits. */
final class CommitFlagsTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    cli.put("images@master:/a", "1");
    cli.put("images@master:/b", "2");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private List<String> commits(String... args) {
    return cli.ok(args).lines().skip(1).map(line -> line.split(" +", -1)[2]).toList();
  }

  @Test
  void startsOnAnotherParent() {
    String first = cli.head("images@master^");
    String id = cli.ok("start", "commit", "images@trial", "-p", "master^").strip();
    assertThat(cli.head("images@trial")).isEqualTo(id);
    cli.put("images@trial:/c", "3");
    assertThat(cli.files("images@trial")).containsExactly("/a");
    cli.silent("finish", "commit", "images@trial");
    assertThat(cli.files("images@trial")).containsExactly("/a", "/c");
    assertThat(commits("list", "commit", "images@trial")).containsExactly(id, first);
    assertThat(cli.files("images@master")).containsExactly("/a", "/b");
  }

  @Test
  void startsOnAnOlderCommitOfItsBranch() {
    String first = cli.head("images@master^");
    cli.ok("start", "commit", "images@master", "--parent", "images@" + first);
    assertThat(cli.files("images@master")).containsExactly("/a");
    cli.silent("finish", "commit", "images@master");
    assertThat(cli.files("images@master")).containsExactly("/a");
    assertThat(commits("list", "commit", "images@master")).hasSize(2).endsWith(first);
  }

  @Test
  void parentsThatCannotBe() {
    String open = cli.ok("start", "commit", "images@draft").strip();
    cli.fails(
        5,
        "branch images@trial cannot have commit images@"
            + open
            + " as its head: commit images@"
            + open
            + " is open; finish it first",
        "start",
        "commit",
        "images@trial",
        "-p",
        "draft");
    cli.fails(
        5,
        "branch images@draft has the open commit "
            + open
            + "; 'tusk finish commit images@draft' finishes it",
        "start",
        "commit",
        "images@draft",
        "-p",
        "master");
    cli.silent("create", "repo", "other");
    cli.fails(
        5,
        "branch other@master cannot have commit images@"
            + cli.head("images@master")
            + " as its head; they must belong to the same repo",
        "start",
        "commit",
        "other@master",
        "-p",
        "images@master");
    cli.fails(
        4,
        "branch images@nope does not exist; 'tusk list branch images' shows those that exist",
        "start",
        "commit",
        "images@trial",
        "-p",
        "nope");
  }

  @Test
  void finishesByForceWhatFollowsOthers() {
    cli.silent("create", "repo", "other");
    cli.silent("create", "branch", "other@follower", "-p", "images@master");
    String id = cli.head("other@follower");
    cli.fails(
        5,
        "commit other@"
            + id
            + " follows other branches, and nobody has to finish it; 'tusk finish commit other@"
            + id
            + " --force' does, with the files that it has",
        "finish",
        "commit",
        "other@follower");
    cli.silent("finish", "commit", "other@follower", "--force", "-m", "as it is");
    assertThat(cli.ok("inspect", "commit", "other@follower"))
        .contains("Description: as it is\n", "Finished: ");
    assertThat(cli.files("other@follower")).isEmpty();
    cli.fails(
        5,
        "commit other@"
            + id
            + " is finished already; 'tusk start commit other@follower' starts another",
        "finish",
        "commit",
        "other@follower",
        "-f");
  }

  @Test
  void forceDoesNotFinishTheOutputOfAJob() {
    cli.input(Specs.upper("upper", "images")).silent("create", "pipeline");
    cli.fails(
        5,
        "commit upper@"
            + cli.head("upper@master")
            + " is the output of a job, which finishes it; 'tusk run' runs the job",
        "finish",
        "commit",
        "upper@master",
        "-f");
    cli.ok("start", "commit", "images@master");
    cli.silent("finish", "commit", "images@master", "-f");
  }

  @Test
  void listsByOriginAndFromACommit() {
    String newest = cli.head("images@master");
    assertThat(commits("list", "commit", "images", "--origin", "fsck")).isEmpty();
    assertThat(commits("list", "commit", "images@master", "--from", "master^"))
        .containsExactly(newest);
    assertThat(commits("list", "commit", newest)).containsExactly(newest);
    String one = "--from is for the commits of one repo; name a repo or a branch";
    cli.misused("tusk list commit", one, "list", "commit", "-x", "--from", "images@master");
    cli.misused("tusk list commit", one, "list", "commit", newest, "-f", "images@master");
    cli.silent("create", "repo", "other");
    cli.fails(
        2,
        "commit images@"
            + newest
            + " cannot be where the commits of repo other begin; name one of that repo",
        "list",
        "commit",
        "other",
        "-f",
        "images@master");
  }
}
