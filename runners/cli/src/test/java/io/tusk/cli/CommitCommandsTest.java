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

/** Commits, and the files of them that are listed and deleted. */
@EveryStore
final class CommitCommandsTest {
  private static final String NO_REPO =
      "repo nope does not exist; 'tusk list repo' shows those that exist";
  private static final String NO_BRANCH =
      "branch images@nope does not exist; 'tusk list branch images' shows those that exist";

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

  @Test
  void commitsByHand() {
    String id = cli.ok("start", "commit", "images@master", "-m", "by hand").strip();
    assertThat(id).matches("[0-9a-f]{32}");
    cli.put("images@master:/a", "1");
    cli.put("images@master:/b", "2");
    assertThat(cli.ok("inspect", "commit", "images@" + id)).doesNotContain("Finished");
    cli.silent("finish", "commit", "images@master", "-m", "named at the end");
    assertThat(cli.files("images@master")).containsExactly("/a", "/b");
    assertThat(cli.ok("inspect", "commit", "images@master"))
        .contains("Finished: ", "Description: named at the end\n");
    cli.fails(
        5,
        "commit images@"
            + id
            + " is finished already; 'tusk start commit images@master' starts another",
        "finish",
        "commit",
        "images@" + id);
  }

  @Test
  void listedCommits() {
    for (int i = 0; i < 5; i++) {
      cli.put("images@master:/a", "" + i);
    }
    List<String> all = cli.column(2, "list", "commit", "images");
    assertThat(all).hasSize(5).doesNotHaveDuplicates();
    assertThat(cli.column(2, "list", "commit", "images@master")).isEqualTo(all);
    assertThat(cli.column(2, "list", "commits", "images@master", "-n", "2"))
        .isEqualTo(all.subList(0, 2));
    assertThat(cli.column(2, "list", "commit", "images@master", "--from", all.get(3)))
        .isEqualTo(all.subList(0, 3));
    assertThat(cli.column(2, "list", "commit", "images@master^2")).isEqualTo(all.subList(2, 5));
    assertThat(cli.column(2, "list", "commit", all.get(1))).containsExactly(all.get(1));
    assertThat(cli.column(0, "list", "commit")).startsWith(all.toArray(new String[0]));
    assertThat(cli.column(0, "list", "commit", "-n", "1")).containsExactly(all.get(0));
    for (String form : new String[] {"master^", "master^1", "master.4", all.get(0) + "^"}) {
      assertThat(cli.head("images@" + form)).as(form).isEqualTo(all.get(1));
    }
    assertThat(cli.head("images@master^^^^")).isEqualTo(all.get(4));
    assertThat(cli.head("images@master.1")).isEqualTo(all.get(4));
  }

  @Test
  void misusedCommits() {
    cli.put("images@master:/a", "1");
    String id = cli.head("images@master");
    cli.fails(4, NO_REPO, "list", "commit", "nope");
    cli.fails(4, NO_BRANCH, "inspect", "commit", "images@nope");
    cli.fails(4, NO_REPO, "start", "commit", "nope@master");
    cli.misused(
        "tusk inspect commit",
        "a commit of one repo is meant: REPO@"
            + id
            + "; 'tusk list commit "
            + id
            + "' shows the commits of that id in all repos",
        "inspect",
        "commit",
        id);
    String none = "0".repeat(32);
    cli.fails(
        4,
        "commit set " + none + " does not exist; 'tusk list commit' shows those that do",
        "list",
        "commit",
        none);
    cli.misused(
        "tusk list commit",
        "-n takes a number of at least 0, not -1",
        "list",
        "commit",
        "images",
        "-n",
        "-1");
    cli.fails(
        4,
        "commit images@master^1 does not exist: its line has fewer commits; 'tusk list commit"
            + " images' shows them",
        "inspect",
        "commit",
        "images@master^");
    cli.misused(
        "tusk list commit",
        "--output takes json or yaml, not \"xml\"",
        "list",
        "commit",
        "images",
        "-o",
        "xml");
  }

  @Test
  void pipelinesOutputIsNotWrittenByHand() {
    cli.put("images@master:/a", "1");
    cli.input(Specs.upper("upper", "images")).silent("create", "pipeline");
    String id = cli.head("upper@master");
    String written =
        "branch upper@master is written by pipeline upper alone; use another branch or change the"
            + " pipeline's input";
    for (String[] args :
        new String[][] {
          {"start", "commit", "upper@master"},
          {"put", "file", "upper@master:/x"},
          {"put", "file", "upper@" + id + ":/x"},
          {"copy", "file", "images@master:/a", "upper@master:/x"},
          {"delete", "file", "upper@master:/x"},
          {"create", "branch", "upper@master", "--head", "images@master"},
          {"delete", "branch", "upper@master"},
        }) {
      if (args[0].equals("create")) {
        args[4] = "upper@" + id;
      }
      cli.fails(5, written, args);
    }
    cli.fails(
        5,
        "commit upper@"
            + id
            + " is the output of a job, which finishes it; 'tusk run' runs the job",
        "finish",
        "commit",
        "upper@master");
  }

  @Test
  void deletedFiles() {
    cli.put("images@master:/a", "1");
    cli.put("images@master:/d/b", "1");
    cli.put("images@master:/d/c", "1");
    cli.fails(2, "\"/d\" is a directory; delete it with -r", "delete", "file", "images@master:/d");
    String head = cli.head("images@master");
    cli.fails(
        4,
        "file /x does not exist in images@"
            + head
            + "; 'tusk list file images@"
            + head
            + "' shows what does",
        "delete",
        "file",
        "images@master:/x");
    cli.misused(
        "tusk delete file",
        "\"images@master\" is not of the form REPO@BRANCH:PATH or REPO@COMMIT:PATH",
        "delete",
        "file",
        "images@master");
    cli.silent("delete", "file", "images@master:/d/b");
    assertThat(cli.files("images@master")).containsExactly("/a", "/d/c");
    cli.silent("delete", "file", "-r", "images@master:/d/");
    assertThat(cli.files("images@master")).containsExactly("/a");
    cli.silent("delete", "file", "-r", "images@master:/");
    assertThat(cli.files("images@master")).isEmpty();
    assertThat(cli.files("images@master^")).containsExactly("/a");
  }

  @Test
  void misusedListingsOfFiles() {
    cli.put("images@master:/a", "1");
    String head = cli.head("images@master");
    String none =
        "file /x does not exist in images@"
            + head
            + "; 'tusk list file images@"
            + head
            + "' shows what does";
    cli.fails(4, none, "list", "file", "images@master:/x");
    cli.fails(4, none, "inspect", "file", "images@master:/x");
    cli.fails(4, none, "diff", "file", "images@master:/x");
    cli.misused(
        "tusk glob file",
        "a glob is needed: \"images@master:/*\"",
        "glob",
        "file",
        "images@master");
    cli.fails(
        2,
        "glob \"/{a\" has a \"{\" at position 2 that is never closed; close it, or write \"\\{\" for"
            + " the character itself",
        "glob",
        "file",
        "images@master:/{a");
    cli.fails(4, NO_REPO, "list", "file", "nope@master");
  }
}
