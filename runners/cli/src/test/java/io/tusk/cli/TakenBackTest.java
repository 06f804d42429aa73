/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations that are taken back, and commits that are removed. */
final class TakenBackTest {
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

  private String runJobs() {
    Cli.Result result = cli.run("run");
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  private List<String> repos() {
    return cli.ok("list", "repo").lines().skip(1).map(line -> line.split(" +", -1)[1]).toList();
  }

  private List<String> commits(String ref) {
    return cli.ok("list", "commit", ref)
        .lines()
        .skip(1)
        .map(line -> line.split(" +", -1)[2])
        .toList();
  }

  @Test
  void operationsAreListedAndTakenBack() {
    cli.put("images@master:/a", "x");
    cli.put("images@master:/a", "y");
    assertThat(cli.ok("list", "operation"))
        .matches(
            """
            ID +TIME +OPERATION *
            3 +.* put file images@master:/a
            2 +.* put file images@master:/a
            1 +.* create repo images
            0 +.* create store
            """);
    assertThat(cli.ok("undo")).isEqualTo("undone: operation 3 (put file images@master:/a)\n");
    assertThat(cli.ok("get", "file", "images@master:/a")).isEqualTo("x");
    assertThat(cli.ok("undo"))
        .isEqualTo("undone: operation 4 (undo 3 (put file images@master:/a))\n");
    assertThat(cli.ok("get", "file", "images@master:/a")).isEqualTo("y");
    cli.fails(
        5,
        "operation 1 (create repo images) cannot be undone: repo images has got branch master"
            + " since; undo or delete that first",
        "undo",
        "1");
    cli.fails(
        4, "operation 99 does not exist; 'tusk list operation' shows those that do", "undo", "99");
    cli.misused("tusk undo", "argument ID takes a whole number, not \"x\"", "undo", "x");
    assertThat(cli.ok("list", "operation", "-n", "1", "--raw"))
        .contains("\"id\" : 5,")
        .contains("\"verb\" : \"undo\"")
        .contains("\"subject\" : \"4 (undo 3 (put file images@master:/a))\"");
  }

  @Test
  void nothingIsLeftToUndo() {
    cli.ok("undo");
    cli.ok("undo");
    assertThat(repos()).containsExactly("images");
  }

  @Test
  void commitSetsAreDeletedAndSquashed() {
    cli.put("images@master:/a", "1");
    cli.put("images@master:/b", "2");
    cli.put("images@master:/c", "3");
    List<String> ids = commits("images@master");
    cli.silent("squash", "commit", ids.get(1));
    assertThat(commits("images@master")).containsExactly(ids.get(0), ids.get(2));
    assertThat(cli.files("images@master")).containsExactly("/a", "/b", "/c");
    cli.silent("delete", "commit", ids.get(0));
    assertThat(cli.files("images@master")).containsExactly("/a");
    assertThat(cli.ok("undo")).startsWith("undone: operation ").contains("delete commit");
    assertThat(cli.files("images@master")).containsExactly("/a", "/b", "/c");
    cli.fails(
        5,
        "commit images@"
            + ids.get(0)
            + " cannot be squashed: it has no child that would hold its files; 'tusk delete commit "
            + ids.get(0)
            + "' removes it with them",
        "squash",
        "commitV2",
        "images@master");
    cli.misused(
        "tusk delete commit",
        "the id of a commit set is meant, 32 hex digits, not \"images@master\"; 'tusk delete"
            + " commitV2' takes one commit",
        "delete",
        "commit",
        "images@master");
    cli.fails(
        4,
        "commit set " + "f".repeat(32) + " does not exist; 'tusk list commit' shows those that do",
        "delete",
        "commit",
        "f".repeat(32));
  }

  @Test
  void anOpenCommitThatIsDeletedTakesWhatWasWrittenWithIt() {
    cli.ok("start", "commit", "images@master");
    cli.put("images@master:/a", "1");
    cli.silent("delete", "commitV2", "images@master");
    assertThat(cli.files("images@master")).isEmpty();
  }

  @Test
  void aJobGoesWithItsSet() {
    cli.put("images@master:/a", "x");
    cli.input(Specs.upper("upper", "images")).silent("create", "pipeline");
    runJobs();
    cli.put("images@master:/b", "y");
    runJobs();
    String set = cli.head("images@master");
    cli.silent("delete", "commit", set);
    assertThat(cli.files("upper@master")).containsExactly("/a");
    assertThat(cli.ok("list", "job", "-p", "upper").lines()).hasSize(2);
    cli.put("images@master:/b", "y");
    assertThat(runJobs()).contains("0 processed, 2 skipped");
    assertThat(cli.files("upper@master")).containsExactly("/a", "/b");
  }
}
