/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PutFileTest {
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

  private long commits() {
    return cli.ok("list", "commit", "images").lines().count() - 1;
  }

  @Test
  void oneFile() {
    cli.file("in/a.txt", "a");
    cli.silent("put", "file", "images@master:/x.txt", "-f", "in/a.txt");
    cli.silent("put", "file", "images@master:/dir/", "-f", "in/a.txt");
    cli.silent("put", "file", "images@master", "-f", directory + "/in/a.txt");
    cli.silent("put", "file", "images@master:", "--file=in/a.txt");
    cli.silent("put", "file", "images@master:no/slash", "-f", "in/a.txt");
    assertThat(cli.files("images@master"))
        .containsExactly("/a.txt", "/dir/a.txt", "/no/slash", "/x.txt");
    assertThat(commits()).isEqualTo(5);
  }

  @Test
  void severalSourcesAreOneCommit() {
    cli.file("a.txt", "a");
    cli.file("b.txt", "b");
    cli.silent("put", "file", "images@master", "-f", "a.txt", "-f", "b.txt");
    cli.silent("put", "file", "images@master:/below", "-f", "a.txt", "-f", "b.txt", "-m", "two");
    assertThat(cli.files("images@master"))
        .containsExactly("/a.txt", "/b.txt", "/below/a.txt", "/below/b.txt");
    assertThat(commits()).isEqualTo(2);
    assertThat(cli.ok("inspect", "commit", "images@master")).contains("Description: two\n");
  }

  @Test
  void directories() {
    cli.file("pictures/a.txt", "a");
    cli.file("pictures/.hidden", "h");
    cli.file("pictures/deep/er/b.txt", "b");
    cli.file("more/c.txt", "c");
    String[] below = {"/.hidden", "/a.txt", "/deep/er/b.txt"};

    cli.silent("put", "file", "-r", "images@at-root:/", "-f", "pictures");
    assertThat(cli.files("images@at-root")).containsExactly(below);
    cli.silent("put", "file", "-r", "images@named", "-f", "pictures");
    assertThat(cli.files("images@named"))
        .containsExactly("/pictures/.hidden", "/pictures/a.txt", "/pictures/deep/er/b.txt");
    cli.silent("put", "file", "-r", "images@at", "-f", "pictures/");
    assertThat(cli.files("images@at")).isEqualTo(cli.files("images@named"));
    cli.silent("put", "file", "-r", "images@exact:/2026", "-f", "pictures");
    assertThat(cli.files("images@exact"))
        .containsExactly("/2026/.hidden", "/2026/a.txt", "/2026/deep/er/b.txt");
    cli.silent("put", "file", "-r", "images@slash:/2026/", "-f", "pictures");
    assertThat(cli.files("images@slash")).isEqualTo(cli.files("images@exact"));
    cli.silent("put", "file", "-r", "images@two:/in", "-f", "pictures", "-f", "more");
    assertThat(cli.files("images@two"))
        .containsExactly(
            "/in/more/c.txt",
            "/in/pictures/.hidden",
            "/in/pictures/a.txt",
            "/in/pictures/deep/er/b.txt");
  }

  @Test
  void theWorkingDirectoryWithoutTheStoreInIt() {
    cli.file("a.txt", "a");
    cli.file("sub/b.txt", "b");
    Cli.Result result = cli.run("put", "file", "-r", "images@master", "-f", ".");
    assertThat(result.err()).isEqualTo("left out: the store " + directory.resolve(".tusk") + "\n");
    assertThat(result.code()).isZero();
    assertThat(cli.files("images@master")).containsExactly("/a.txt", "/sub/b.txt");
  }

  @Test
  void standardInput() {
    byte[] bytes = new byte[70_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    cli.input(bytes).silent("put", "file", "images@master:/in.bin");
    assertThat(cli.run("get", "file", "images@master:/in.bin").bytes()).isEqualTo(bytes);
    cli.input("x").silent("put", "file", "images@master:/x", "-f", "-");
    cli.input("").silent("put", "file", "images@master:/empty");
    assertThat(cli.ok("get", "file", "images@master:/x")).isEqualTo("x");
    assertThat(cli.ok("get", "file", "images@master:/empty")).isEmpty();
  }

  @Test
  void standardInputNeedsAName() {
    String name = "standard input needs a file name: \"images@master:/NAME\"";
    cli.input("x").misused("tusk put file", name, "put", "file", "images@master");
    cli.input("x").misused("tusk put file", name, "put", "file", "images@master:/dir/");
    cli.misused(
        "tusk put file",
        "-r needs a directory: -f DIR; standard input is one file",
        "put",
        "file",
        "-r",
        "images@master:/x");
  }

  @Test
  void oneFailingSourceCommitsNothing() {
    cli.file("a.txt", "a");
    cli.fails(
        4,
        "file \"" + directory + "/none.txt\" does not exist",
        "put",
        "file",
        "images@master",
        "-f",
        "a.txt",
        "-f",
        "none.txt");
    assertThat(commits()).isZero();
  }

  @Test
  void twoSourcesForOnePath() {
    cli.file("x/a.txt", "x");
    cli.file("y/a.txt", "y");
    cli.fails(
        2,
        "\"y/a.txt\" would become /a.txt, as another source does; put one of them by itself, or name"
            + " another path",
        "put",
        "file",
        "images@master",
        "-f",
        "x/a.txt",
        "-f",
        "y/a.txt");
  }

  @Test
  void aDirectoryWithoutR() {
    cli.file("d/a.txt", "a");
    cli.misused(
        "tusk put file",
        "\"d\" is a directory; -r puts its files",
        "put",
        "file",
        "images@master",
        "-f",
        "d");
  }

  @Test
  void anEmptyDirectoryIsAnEmptyCommit() throws IOException {
    Files.createDirectories(directory.resolve("empty/also"));
    cli.silent("put", "file", "-r", "images@master:/", "-f", "empty");
    assertThat(cli.files("images@master")).isEmpty();
  }

  @Test
  void overwritesAndKeepsTheRest() {
    cli.put("images@master:/a", "1");
    cli.put("images@master:/b", "2");
    cli.put("images@master:/a", "3");
    assertThat(cli.ok("get", "file", "images@master:/a")).isEqualTo("3");
    assertThat(cli.ok("get", "file", "images@master^:/a")).isEqualTo("1");
    assertThat(cli.ok("get", "file", "images@master:/b")).isEqualTo("2");
  }

  @Test
  void fileAgainstDirectory() {
    cli.put("images@master:/a", "1");
    cli.put("images@master:/d/b", "1");
    cli.input("x")
        .fails(
            5,
            "directory \"/a\" cannot be written: a file has that path; delete the file first or"
                + " choose another path",
            "put",
            "file",
            "images@master:/a/b");
    Cli.Result other = cli.input("x").run("put", "file", "images@master:/d");
    assertThat(other.code()).isEqualTo(5);
    assertThat(other.err()).startsWith("tusk: file \"/d\" cannot be written: a directory has");
  }

  @Test
  void pathsThatEscape() {
    cli.file("a.txt", "a");
    for (String path : new String[] {"/../x", "../x", "/a/../../x", "/a/./b"}) {
      Cli.Result result = cli.run("put", "file", "images@master:" + path, "-f", "a.txt");
      assertThat(result.code()).as(path).isEqualTo(2);
      assertThat(result.err()).as(path).contains("has the relative element");
    }
    cli.fails(
        2,
        "path \"/a//b\" has an empty element; rename the file",
        "put",
        "file",
        "images@master:/a//b",
        "-f",
        "a.txt");
    cli.fails(
        2,
        "path \"/a?b\" holds the control character U+000A; rename the file",
        "put",
        "file",
        "images@master:/a\nb",
        "-f",
        "a.txt");
    assertThat(commits()).isZero();
  }

  @Test
  void namesThatAreUnusual() {
    cli.file("ä ö/日本 語.txt", "1");
    cli.file("ä ö/😀*[x].txt", "2");
    cli.file("ä ö/-f", "3");
    cli.silent("put", "file", "-r", "images@master:/", "-f", "ä ö");
    assertThat(cli.files("images@master")).containsExactly("/-f", "/日本 語.txt", "/😀*[x].txt");
    assertThat(cli.ok("get", "file", "images@master:/日本 語.txt")).isEqualTo("1");
    assertThat(cli.ok("get", "file", "images@master:/😀*[x].txt")).isEqualTo("2");
  }

  @Test
  void intoWhatIsNoBranch() {
    cli.put("images@master:/a", "1");
    String head = cli.head("images@master");
    cli.fails(
        4,
        "repo nope does not exist; 'tusk list repo' shows those that exist",
        "put",
        "file",
        "nope@master:/a");
    cli.fails(
        2,
        "commit \"images\" is not of the form REPO@BRANCH or REPO@COMMIT; \"images@master\" is its"
            + " branch master",
        "put",
        "file",
        "images");
    cli.fails(
        5,
        "commit images@"
            + head
            + " is finished already; 'tusk start commit images@master' starts another",
        "put",
        "file",
        "images@" + head + ":/a");
    cli.misused("tusk put file", "Missing required parameter: 'REPO@BRANCH[:PATH]'", "put", "file");
  }
}
