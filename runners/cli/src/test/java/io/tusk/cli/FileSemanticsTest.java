/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which paths there are, in which order, and to what they can be written. */
final class FileSemanticsTest {
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

  private List<String> lines(String... args) {
    return cli.ok(args).lines().toList();
  }

  /** A slash sorts as its byte, after the hyphen and the dot and before digits. */
  @Test
  void pathsComeInTheOrderOfTheirBytes() {
    for (String path : List.of("/\uff5e", "/\ud83d\ude00", "/Z", "/a0", "/a/x", "/a.txt", "/a-b")) {
      cli.put("images@master:" + path, "1");
    }
    cli.put("images@master:/a/b c", "12");
    assertThat(lines("list", "file", "images@master"))
        .containsExactly(
            "SIZE NAME",
            "1B   /Z",
            "1B   /a-b",
            "1B   /a.txt",
            "3B   /a/",
            "1B   /a0",
            "1B   /\uff5e",
            "1B   /\ud83d\ude00");
    assertThat(lines("list", "file", "images@master:a/"))
        .containsExactly("SIZE NAME", "2B   /a/b c", "1B   /a/x");
    assertThat(lines("glob", "file", "images@master:/**"))
        .containsExactly(
            "SIZE NAME",
            "1B   /Z",
            "1B   /a-b",
            "1B   /a.txt",
            "3B   /a/",
            "2B   /a/b c",
            "1B   /a/x",
            "1B   /a0",
            "1B   /\uff5e",
            "1B   /\ud83d\ude00");
    assertThat(lines("glob", "file", "images@master:a*"))
        .containsExactly("SIZE NAME", "1B   /a-b", "1B   /a.txt", "3B   /a/", "1B   /a0");
    assertThat(lines("glob", "file", "images@master:/none*")).containsExactly("SIZE NAME");
  }

  @Test
  void aDirectoryIsThereThroughItsFiles() {
    cli.put("images@master:/d/e/x", "1");
    assertThat(lines("glob", "file", "images@master:/**"))
        .containsExactly("SIZE NAME", "1B   /d/", "1B   /d/e/", "1B   /d/e/x");
    cli.silent("delete", "file", "images@master:/d/e/x");
    assertThat(lines("glob", "file", "images@master:/**")).containsExactly("SIZE NAME");
    assertThat(lines("list", "file", "images@master")).containsExactly("SIZE NAME");
    String head = cli.head("images@master");
    cli.fails(
        4,
        "file /d does not exist in images@"
            + head
            + "; 'tusk list file images@"
            + head
            + "' shows what does",
        "list",
        "file",
        "images@master:/d");
  }

  @Test
  void aFileAgainstADirectoryInAnOpenCommitIsFoundWhenItIsFinished() {
    cli.put("images@master:/kept", "1");
    String id = cli.ok("start", "commit", "images@master").strip();
    cli.put("images@master:/a/b", "1");
    cli.put("images@master:/a", "2");
    Cli.Result finished = cli.run("finish", "commit", "images@master");
    String collision =
        "file \"/a\" cannot be written: a directory has that path; delete the directory first or"
            + " choose another path";
    assertThat(finished.err())
        .isEqualTo(
            "tusk: commit images@" + id + " was finished with an error: " + collision + "\n");
    assertThat(finished.code()).isEqualTo(5);
    assertThat(cli.ok("inspect", "commit", "images@" + id)).contains("Error: " + collision + "\n");
    assertThat(cli.files("images@master")).containsExactly("/kept");
    cli.put("images@master:/more", "3");
    assertThat(cli.files("images@master")).containsExactly("/kept", "/more");
  }

  @Test
  void anOpenCommitIsWrittenToByItsId() {
    cli.put("images@master:/a", "1");
    String id = cli.ok("start", "commit", "images@master").strip();
    cli.put("images@" + id + ":/b", "2");
    cli.silent("copy", "file", "images@master:/a", "images@master=" + id + ":/c/d");
    cli.fails(
        2, "\"/c\" is a directory; delete it with -r", "delete", "file", "images@" + id + ":/c");
    cli.silent("delete", "file", "images@" + id + ":/a");
    assertThat(cli.files("images@master")).containsExactly("/a");
    cli.silent("finish", "commit", "images@" + id);
    assertThat(cli.files("images@" + id)).containsExactly("/b", "/c/d");
  }

  @Test
  void aFinishedCommitIsNotWrittenTo() {
    cli.put("images@master:/a", "1");
    String id = cli.head("images@master");
    String finished =
        "commit images@"
            + id
            + " is finished already; 'tusk start commit images@master' starts another";
    cli.fails(5, finished, "put", "file", "images@" + id + ":/b");
    cli.fails(5, finished, "put", "file", "images@master=" + id + ":/b");
    cli.fails(5, finished, "copy", "file", "images@master:/a", "images@" + id + ":/b");
    cli.fails(5, finished, "delete", "file", "images@" + id + ":/a");
    cli.fails(
        4,
        "commit images@" + id + " is of branch images@master, not of images@other",
        "put",
        "file",
        "images@other=" + id + ":/b");
    String none = "0".repeat(32);
    cli.fails(
        4,
        "commit images@"
            + none
            + " does not exist; 'tusk list commit images' shows those that exist",
        "put",
        "file",
        "images@" + none + ":/b");
  }

  @Test
  void eachCommandIsOneCommit() {
    cli.file("in/a.txt", "a");
    cli.file("in/b.txt", "b");
    cli.silent("put", "file", "-r", "images@master:/d", "-f", "in");
    cli.silent("copy", "file", "images@master:/d", "images@master:/e");
    cli.silent("delete", "file", "-r", "images@master:/d");
    assertThat(lines("list", "commit", "images@master")).hasSize(4);
    assertThat(cli.files("images@master")).containsExactly("/e/a.txt", "/e/b.txt");
    assertThat(cli.files("images@master^"))
        .containsExactly("/d/a.txt", "/d/b.txt", "/e/a.txt", "/e/b.txt");
  }

  @Test
  void differencesAreThoseToTheParentUnlessToldOtherwise() {
    cli.put("images@master:/d/a", "1");
    cli.put("images@master:/d/b", "22");
    cli.put("images@master:/d/b", "333");
    assertThat(lines("diff", "file", "images@master", "--name-only"))
        .containsExactly(
            "OP SIZE NAME", "-  3B   /d/", "+  4B   /d/", "-  2B   /d/b", "+  3B   /d/b");
    assertThat(lines("diff", "file", "images@master", "--name-only", "-s"))
        .containsExactly("OP SIZE NAME", "-  3B   /d/", "+  4B   /d/");
    assertThat(lines("diff", "file", "images@master.1", "--name-only"))
        .containsExactly("OP SIZE NAME", "+  1B   /d/", "+  1B   /d/a");
    assertThat(lines("diff", "file", "images@master", "images@master", "--name-only"))
        .containsExactly("OP SIZE NAME");
    assertThat(lines("diff", "file", "images@master^2:/d/a", "images@master:/d/a", "--name-only"))
        .containsExactly("OP SIZE NAME");
  }
}
