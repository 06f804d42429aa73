/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.EveryStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EveryStore
final class CopyFileTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    cli.put("images@master:/a.txt", "a");
    cli.put("images@master:/d/b.txt", "b");
    cli.put("images@master:/d/deep/c.txt", "c");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private String content(String ref) {
    return cli.ok("get", "file", ref);
  }

  @Test
  void aFile() {
    cli.silent("copy", "file", "images@master:/a.txt", "images@other:/x.txt");
    cli.silent("copy", "file", "images@master:/a.txt", "images@other:/in/");
    cli.silent("copy", "files", "images@master.1:/a.txt", "images@other");
    assertThat(cli.files("images@other")).containsExactly("/a.txt", "/in/a.txt", "/x.txt");
    assertThat(content("images@other:/in/a.txt")).isEqualTo("a");
    assertThat(cli.ok("list", "commit", "images@other").lines()).hasSize(4);
  }

  @Test
  void aDirectoryIsLaidOverTheOneThatIsThere() {
    cli.put("images@master:/e/b.txt", "old");
    cli.put("images@master:/e/kept.txt", "kept");
    cli.silent("copy", "file", "images@master:/d", "images@master:/e");
    assertThat(cli.files("images@master"))
        .containsExactly(
            "/a.txt", "/d/b.txt", "/d/deep/c.txt", "/e/b.txt", "/e/deep/c.txt", "/e/kept.txt");
    assertThat(content("images@master:/e/b.txt")).isEqualTo("b");
    cli.silent("copy", "file", "images@master:/d", "images@master:/d/d");
    assertThat(cli.files("images@master")).contains("/d/d/b.txt", "/d/d/deep/c.txt").hasSize(8);
    cli.silent("copy", "file", "images@master:/", "images@all");
    assertThat(cli.files("images@all")).isEqualTo(cli.files("images@master"));
  }

  @Test
  void behindWhatIsThere() {
    cli.silent("copy", "file", "-a", "images@master:/a.txt", "images@master:/d/b.txt");
    assertThat(content("images@master:/d/b.txt")).isEqualTo("ba");
    cli.silent("copy", "file", "--append", "images@master:/d", "images@master:/d");
    assertThat(content("images@master:/d/b.txt")).isEqualTo("baba");
    assertThat(content("images@master:/d/deep/c.txt")).isEqualTo("cc");
  }

  @Test
  void inAnOpenCommit() {
    cli.ok("start", "commit", "images@master");
    cli.silent("copy", "file", "images@master:/d", "images@master:/copied");
    cli.silent("finish", "commit", "images@master");
    assertThat(cli.files("images@master")).contains("/copied/b.txt", "/copied/deep/c.txt");
  }

  @Test
  void betweenProjects() {
    cli.silent("create", "project", "p");
    cli.silent("create", "repo", "images", "--project", "p");
    cli.silent("copy", "file", "images@master:/a.txt", "images@master:/x", "--dest-project", "p");
    cli.silent(
        "copy",
        "file",
        "images@master:/x",
        "images@master:/y",
        "--project",
        "p",
        "--dest-project",
        "default");
    cli.silent("copy", "file", "images@master:/x", "images@master:/z", "--src-project", "p");
    assertThat(cli.files("images@master")).contains("/y", "/z");
    cli.fails(
        4,
        "project nope does not exist; 'tusk create project nope' makes it",
        "copy",
        "file",
        "images@master:/a.txt",
        "images@master:/x",
        "--src-project",
        "nope");
  }

  @Test
  void misuses() {
    String head = cli.head("images@master");
    cli.fails(
        4,
        "file /nope does not exist in images@"
            + head
            + "; 'tusk list file images@"
            + head
            + "' shows what does",
        "copy",
        "file",
        "images@master:/nope",
        "images@master:/x");
    cli.misused(
        "tusk copy file",
        "\"images@master\" names no path; \"images@master:/\" is all of it",
        "copy",
        "file",
        "images@master",
        "images@master:/x");
    cli.misused(
        "tusk copy file",
        "files are copied into a branch, or by its id into an open commit: \"images@master^:/x\"",
        "copy",
        "file",
        "images@master:/a.txt",
        "images@master^:/x");
    cli.fails(
        5,
        "directory \"/a.txt\" cannot be written: a file has that path; delete the file first or"
            + " choose another path",
        "copy",
        "file",
        "images@master:/d",
        "images@master:/a.txt");
    cli.misused(
        "tusk copy file",
        "Missing required parameter: 'REPO@BRANCH[:PATH]'",
        "copy",
        "file",
        "images@master:/a.txt");
  }

  @Test
  void deletingInAnOpenCommitSeesItsWrites() {
    cli.ok("start", "commit", "images@master");
    cli.put("images@master:/new/x", "1");
    cli.silent("delete", "file", "images@master:/a.txt");
    cli.fails(
        2, "\"/new\" is a directory; delete it with -r", "delete", "file", "images@master:/new");
    cli.silent("delete", "file", "images@master:/new/x");
    Cli.Result gone = cli.run("delete", "file", "images@master:/a.txt");
    assertThat(gone.code()).isEqualTo(4);
    assertThat(gone.err()).startsWith("tusk: file /a.txt does not exist in images@");
    cli.silent("delete", "file", "-r", "images@master:/d/deep");
    cli.silent("finish", "commit", "images@master");
    assertThat(cli.files("images@master")).containsExactly("/d/b.txt");
  }

  @Test
  void deletingExpandsNoGlob() {
    String head = cli.head("images@master");
    cli.fails(
        4,
        "file /d/*.txt does not exist in images@"
            + head
            + "; 'tusk list file images@"
            + head
            + "' shows what does",
        "delete",
        "file",
        "-r",
        "images@master:/d/*.txt");
    cli.silent("delete", "file", "-r", "images@master:/");
    assertThat(cli.files("images@master")).isEmpty();
  }
}
