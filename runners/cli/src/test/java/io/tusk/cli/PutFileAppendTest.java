/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PutFileAppendTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("logs");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private void append(String target, String content) {
    cli.input(content).silent("put", "file", "-a", target);
  }

  private String content(String ref) {
    return cli.ok("get", "file", ref);
  }

  @Test
  void acrossCommits() {
    append("logs@master:/log", "one\n");
    append("logs@master:/log", "two\n");
    cli.put("logs@master:/other", "x");
    append("logs@master:/log", "three\n");
    assertThat(content("logs@master:/log")).isEqualTo("one\ntwo\nthree\n");
    assertThat(content("logs@master.2:/log")).isEqualTo("one\ntwo\n");
  }

  @Test
  void inAnOpenCommit() {
    append("logs@master:/log", "one\n");
    cli.ok("start", "commit", "logs@master");
    append("logs@master:/log", "two\n");
    append("logs@master:/new", "a");
    append("logs@master:/log", "three\n");
    append("logs@master:/new", "b");
    cli.silent("finish", "commit", "logs@master");
    assertThat(content("logs@master:/log")).isEqualTo("one\ntwo\nthree\n");
    assertThat(content("logs@master:/new")).isEqualTo("ab");
  }

  @Test
  void severalSourcesAndDirectories() {
    cli.file("d/a", "1");
    cli.file("d/b", "2");
    cli.silent("put", "file", "-a", "-r", "logs@master:/", "-f", "d");
    cli.silent("put", "file", "-ar", "logs@master:/", "-f", "d");
    cli.silent("put", "file", "--append", "logs@master", "-f", "d/a", "-f", "d/b");
    assertThat(content("logs@master:/a")).isEqualTo("111");
    assertThat(content("logs@master:/b")).isEqualTo("222");
    assertThat(cli.ok("list", "commit", "logs").lines()).hasSize(4);
  }

  @Test
  void toADirectory() {
    cli.put("logs@master:/d/x", "1");
    cli.input("2")
        .fails(
            5,
            "file \"/d\" cannot be written: a directory has that path; delete the directory first or"
                + " choose another path",
            "put",
            "file",
            "-a",
            "logs@master:/d");
  }

  @Test
  void twoSourcesForOnePath() {
    cli.file("x/a", "1");
    cli.file("y/a", "2");
    cli.fails(
        2,
        "\"y/a\" would become /a, as another source does; put one of them by itself, or name another"
            + " path",
        "put",
        "file",
        "-a",
        "logs@master",
        "-f",
        "x/a",
        "-f",
        "y/a");
  }
}
