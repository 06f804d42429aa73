/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of sources, what they are called, and options of the transfer. */
final class PutFileSourcesTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    cli.file("in/a.txt", "a");
    cli.file("in/deep/b.txt", "b");
    cli.file("c.txt", "c");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private long commits() {
    return cli.ok("list", "commit", "images").lines().count() - 1;
  }

  @Test
  void aListIsOneCommit() {
    cli.file("list", "in/a.txt\r\n\n" + directory + "/c.txt\nin/deep\n");
    cli.silent("put", "file", "-r", "images@master", "-i", "list");
    assertThat(cli.files("images@master")).containsExactly("/a.txt", "/c.txt", "/deep/b.txt");
    assertThat(commits()).isEqualTo(1);
    cli.input("in/a.txt\nin/deep/b.txt").silent("put", "file", "images@stdin:/to", "-i", "-");
    assertThat(cli.files("images@stdin")).containsExactly("/to/a.txt", "/to/b.txt");
    cli.file("e.txt", "e");
    cli.silent("put", "file", "images@both:/to", "-f", "e.txt", "--input-file=list", "-r");
    assertThat(cli.files("images@both")).contains("/to/c.txt", "/to/e.txt").hasSize(4);
  }

  @Test
  void oneSourceOfAListGoesToThePath() {
    cli.file("list", "in/a.txt\n");
    cli.silent("put", "file", "images@master:/x", "-i", "list");
    assertThat(cli.files("images@master")).containsExactly("/x");
    cli.file("empty", "");
    cli.silent("put", "file", "images@none:/x", "-i", "empty");
    assertThat(cli.files("images@none")).isEmpty();
  }

  @Test
  void aListMayNameStandardInput() {
    cli.file("list", "-\n");
    cli.input("typed").silent("put", "file", "images@master:/x", "-i", "list");
    assertThat(cli.ok("get", "file", "images@master:/x")).isEqualTo("typed");
  }

  @Test
  void badLists() {
    cli.input("c.txt\n-\n")
        .fails(
            1,
            "line 2 of the list \"-\" names standard input, which the list itself comes from; write"
                + " one file or URL a line",
            "put",
            "file",
            "images@master",
            "-i",
            "-");
    cli.file("latin", "c.txt\nä\n".getBytes(StandardCharsets.ISO_8859_1));
    Cli.Result result = cli.run("put", "file", "images@master", "-i", "latin");
    assertThat(result.err())
        .matches("tusk: line \\d+ of the list \"latin\" is not UTF-8 text; write one .*\n");
    assertThat(result.code()).isEqualTo(1);
    cli.file("long", "x".repeat(20_000));
    cli.fails(
        1,
        "line 1 of the list \"long\" is longer than 16384 characters; write one file or URL a line",
        "put",
        "file",
        "images@master",
        "-i",
        "long");
    cli.fails(
        4,
        "file \"" + directory + "/no-list\" does not exist",
        "put",
        "file",
        "images@master",
        "-i",
        "no-list");
    cli.file("gone", "c.txt\nnone.txt\n");
    cli.fails(
        4,
        "file \"" + directory + "/none.txt\" does not exist",
        "put",
        "file",
        "images@master",
        "-i",
        "gone");
    assertThat(commits()).isZero();
  }

  @Test
  void fullPaths() {
    cli.silent("put", "file", "images@master", "--full-path", "-f", "in/./deep/../a.txt");
    cli.silent("put", "file", "images@master:/to/", "--full-path", "-f", "in/deep/b.txt");
    cli.silent("put", "file", "images@master:/exact", "--full-path", "-f", "in/a.txt");
    cli.silent("put", "file", "-r", "images@dir:/to/", "--full-path", "-f", "in/deep");
    cli.silent("put", "file", "-r", "images@dir", "--full-path", "-f", directory + "/in");
    assertThat(cli.files("images@master"))
        .containsExactly("/exact", "/in/a.txt", "/to/in/deep/b.txt");
    assertThat(cli.files("images@dir"))
        .contains("/to/in/deep/b.txt", directory + "/in/a.txt", directory + "/in/deep/b.txt");
    Cli below = new Cli(directory.resolve("in/deep"));
    Cli.Result result = below.run("put", "file", "images@master", "--full-path", "-f", "../a.txt");
    assertThat(result.err())
        .isEqualTo(
            "tusk: \"../a.txt\" has no full path below the working directory; run the command from"
                + " a directory above it, or name its absolute path\n");
    assertThat(result.code()).isEqualTo(2);
  }

  @Test
  void standardInputAmongOthers() {
    cli.input("x")
        .misused(
            "tusk put file",
            "standard input has no name, and with several sources each needs one; put it by itself",
            "put",
            "file",
            "images@master:/dir",
            "-f",
            "c.txt",
            "-f",
            "-");
  }

  @Test
  void parallelism() {
    cli.silent("put", "file", "-r", "images@master:/", "-f", "in", "-p", "1");
    cli.silent("put", "file", "-r", "images@master:/", "-f", "in", "--parallelism=7");
    assertThat(cli.files("images@master")).containsExactly("/a.txt", "/deep/b.txt");
    for (String wrong : new String[] {"0", "-1", "257"}) {
      cli.misused(
          "tusk put file",
          "-p is from 1 to 256: " + wrong,
          "put",
          "file",
          "images@master",
          "-f",
          "c.txt",
          "-p",
          wrong);
    }
  }

  @Test
  void compressHasNoEffectAndSaysSo() {
    Cli.Result result = cli.run("put", "file", "-c", "images@master", "-f", "c.txt");
    assertThat(result.err())
        .isEqualTo(
            "warning: --compress has no effect: no server is between the files and the store\n");
    assertThat(result.code()).isZero();
    assertThat(cli.ok("get", "file", "images@master:/c.txt")).isEqualTo("c");
  }

  @Test
  void progress() {
    Cli.Result put =
        cli.run("put", "file", "-r", "--progress", "images@master:/", "-f", "in", "-f", "c.txt");
    assertThat(put.err()).isEqualTo("3 files, 3B\n");
    assertThat(put.code()).isZero();
    cli.silent("put", "file", "--progress=false", "images@master", "-f", "c.txt");
    Cli.Result stdin = cli.input("12345").run("put", "file", "--progress", "images@master:/x");
    assertThat(stdin.err()).isEqualTo("1 file, 5B\n");
    Cli.Result get = cli.run("get", "file", "--progress", "-r", "images@master:/", "-o", "all");
    assertThat(get.err()).isEqualTo("4 files, 8B\n");
    cli.onTerminal().silent("put", "file", "images@master", "-f", "c.txt");
    cli.silent("get", "file", "images@master:/c.txt", "-o", "there");
  }

  @Test
  void whatIsNoBranch() {
    cli.silent("put", "file", "images@master", "-f", "c.txt");
    for (String name : new String[] {"images@master^", "images@master.1:/x"}) {
      cli.misused(
          "tusk put file",
          "files are put into a branch, or by its id into an open commit: \"" + name + "\"",
          "put",
          "file",
          name,
          "-f",
          "c.txt");
    }
    cli.misused(
        "tusk delete file",
        "\"images@master^:/c.txt\" is not of the form REPO@BRANCH:PATH or REPO@COMMIT:PATH",
        "delete",
        "file",
        "images@master^:/c.txt");
  }
}
