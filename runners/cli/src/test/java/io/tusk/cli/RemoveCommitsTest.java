/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.EveryStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Squashing and deleting commits, alone and with what was made from them. */
@EveryStore
final class RemoveCommitsTest {
  private static final String NONE = "f".repeat(32);

  @TempDir Path directory;
  private Cli cli;

  /** Commits of images, an empty one first, each with the one that a branch of other got by it. */
  @BeforeEach
  void fill() {
    cli = new Cli(directory).withRepo("images");
    cli.silent("create", "repo", "other");
    cli.silent("create", "branch", "other@follower", "-p", "images@master");
    for (String name : List.of("a", "b", "c")) {
      cli.put("images@master:/" + name, name);
      cli.silent("finish", "commit", "other@follower", "--force");
    }
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private List<String> commits(String repo) {
    return cli.ok("list", "commit", repo)
        .lines()
        .skip(1)
        .map(line -> line.split(" +", -1)[2])
        .toList();
  }

  @Test
  void deletesOneWithWhatWasMadeFromIt() {
    List<String> ids = commits("images");
    cli.fails(
        5,
        "commit images@"
            + ids.get(0)
            + " cannot be deleted: commit other@"
            + ids.get(0)
            + " was made from it; 'tusk delete commitV2 images@"
            + ids.get(0)
            + " --recursive' includes what was made from it",
        "delete",
        "commitV2",
        "images@master");
    cli.silent("delete", "commitV2", "images@master", "-r");
    assertThat(commits("images")).isEqualTo(ids.subList(1, 4));
    assertThat(commits("other")).doesNotContain(ids.get(0));
    cli.silent("delete", "commitV2", "other@follower");
    cli.silent("delete", "commitV2", "images@" + ids.get(1), "--recursive");
    assertThat(commits("images")).isEqualTo(ids.subList(2, 4));
    assertThat(cli.files("images@master")).containsExactly("/a");
  }

  @Test
  void squashesOneWithWhatWasMadeFromIt() {
    List<String> ids = commits("images");
    cli.fails(
        5,
        "commit images@"
            + ids.get(1)
            + " cannot be squashed: commit other@"
            + ids.get(1)
            + " was made from it; 'tusk squash commitV2 images@"
            + ids.get(1)
            + " --recursive' includes what was made from it",
        "squash",
        "commitV2",
        "images@master^");
    cli.silent("squash", "commitV2", "images@master^", "--recursive");
    assertThat(commits("images")).containsExactly(ids.get(0), ids.get(2), ids.get(3));
    assertThat(commits("other")).doesNotContain(ids.get(1));
    assertThat(cli.files("images@master")).containsExactly("/a", "/b", "/c");
  }

  @Test
  void squashesOneAlone() {
    cli.put("images@side:/x", "1");
    cli.put("images@side:/y", "2");
    cli.silent("squash", "commitV2", "images@side^");
    assertThat(commits("images@side")).containsExactly(cli.head("images@side"));
    assertThat(cli.files("images@side")).containsExactly("/x", "/y");
  }

  @Test
  void misuses() {
    for (String verb : List.of("squash", "delete")) {
      cli.misused(
          "tusk " + verb + " commit",
          "the id of a commit set is meant, 32 hex digits, not \"images@master\"; 'tusk "
              + verb
              + " commitV2' takes one commit",
          verb,
          "commit",
          "images@master");
      cli.fails(
          4,
          "commit set " + NONE + " does not exist; 'tusk list commit' shows those that do",
          verb,
          "commit",
          NONE);
      cli.fails(
          4,
          "branch images@nope does not exist; 'tusk list branch images' shows those that exist",
          verb,
          "commitV2",
          "images@nope");
      cli.fails(
          2,
          "commit \"images\" is not of the form REPO@BRANCH or REPO@COMMIT; \"images@master\" is its"
              + " branch master",
          verb,
          "commitV2",
          "images");
    }
  }
}
