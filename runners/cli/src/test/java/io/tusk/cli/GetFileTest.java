/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GetFileTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    cli.put("images@master:/a.txt", "a");
    cli.put("images@master:/d/ä b.txt", "b");
    cli.put("images@master:/d/deep/c.txt", "c");
  }

  @AfterEach
  void nothingHalfDone() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
    cli.assertSound();
  }

  private String content(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }

  private List<String> below(String top) throws IOException {
    Path root = directory.resolve(top);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void toAFileOrADirectory() throws IOException {
    cli.silent("get", "file", "images@master:/a.txt", "-o", "x.txt");
    assertThat(content("x.txt")).isEqualTo("a");
    Files.createDirectories(directory.resolve("in"));
    cli.silent("get", "file", "images@master:/d/ä b.txt", "-o", "in");
    assertThat(content("in/ä b.txt")).isEqualTo("b");
    cli.silent("get", "file", "images@master:/a.txt", "--output=new/");
    assertThat(content("new/a.txt")).isEqualTo("a");
  }

  @Test
  void overAFileThroughALink() throws IOException {
    cli.file("old.txt", "old and longer");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("old.txt"));
    cli.silent("get", "file", "images@master:/a.txt", "-o", "link");
    assertThat(content("old.txt")).isEqualTo("a");
    assertThat(directory.resolve("link")).isSymbolicLink();
  }

  @Test
  void intoADeviceWhichStaysOne() {
    cli.silent("get", "file", "images@master:/a.txt", "-o", "/dev/null");
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @Test
  void aTree() throws IOException {
    cli.silent("get", "file", "-r", "images@master:/", "-o", "all");
    assertThat(below("all")).containsExactly("a.txt", "d/deep/c.txt", "d/ä b.txt");
    assertThat(content("all/d/deep/c.txt")).isEqualTo("c");
    cli.silent("get", "file", "-r", "images@master:/d", "-o", "new/deeper");
    assertThat(below("new/deeper")).containsExactly("deep/c.txt", "ä b.txt");
    cli.silent("get", "file", "-r", "images@master:/a.txt", "-o", "single");
    assertThat(content("single")).isEqualTo("a");
    cli.silent("get", "file", "-r", "images@master.1:/", "-o", "first");
    assertThat(below("first")).containsExactly("a.txt");
  }

  @Test
  void aTreeOverAnother() throws IOException {
    cli.file("all/a.txt", "old");
    cli.file("all/other.txt", "kept");
    cli.silent("get", "file", "-r", "images@master:/", "-o", "all");
    assertThat(below("all")).containsExactly("a.txt", "d/deep/c.txt", "d/ä b.txt", "other.txt");
    assertThat(content("all/a.txt")).isEqualTo("a");
  }

  @Test
  void whatIsInTheWay() throws IOException {
    cli.file("all/d", "a file");
    cli.fails(
        5,
        "\"" + directory + "/all/d\" is a file, where a directory is needed; remove or rename it",
        "get",
        "file",
        "-r",
        "images@master:/",
        "-o",
        "all");
    Files.createDirectories(directory.resolve("other/a.txt"));
    cli.fails(
        5,
        "\""
            + directory
            + "/other/a.txt\" is a directory, where a file is to be written; remove or rename it",
        "get",
        "file",
        "-r",
        "images@master:/",
        "-o",
        "other");
    cli.file("plain", "x");
    cli.fails(
        5,
        "\"" + directory + "/plain\" is a file, where a directory is needed; remove or rename it",
        "get",
        "file",
        "-r",
        "images@master:/",
        "-o",
        "plain");
    assertThat(content("plain")).isEqualTo("x");
  }

  @Test
  void whatIsBeingWrittenWhenAnotherFailsIsCleared() throws IOException {
    byte[] large = new byte[8 << 20];
    new Random(1).nextBytes(large);
    for (String name : List.of("b1", "b2", "b3", "b4")) {
      cli.input(large).silent("put", "file", "images@master:/" + name);
    }
    Files.createDirectories(directory.resolve("all/a.txt"));
    cli.fails(
        5,
        "\""
            + directory
            + "/all/a.txt\" is a directory, where a file is to be written; remove or rename it",
        "get",
        "file",
        "-r",
        "images@master:/",
        "-o",
        "all");
    assertThat(below("all")).isSubsetOf("b1", "b2", "b3", "b4", "d/deep/c.txt", "d/ä b.txt");
  }

  @Test
  void noDirectoryToWriteTo() {
    cli.fails(
        7,
        "\""
            + directory
            + "/no/such\" cannot be written: there is no directory \""
            + directory
            + "/no\"; make it first",
        "get",
        "file",
        "images@master:/a.txt",
        "-o",
        "no/such");
  }

  @Test
  void misuses() {
    cli.fails(
        2,
        "\"/d\" is a directory; get its files with -r -o DIRECTORY",
        "get",
        "file",
        "images@master:/d");
    cli.misused(
        "tusk get file",
        "-r needs -o DIRECTORY to write to",
        "get",
        "file",
        "-r",
        "images@master:/");
    String head = cli.head("images@master");
    cli.fails(
        4,
        "file /nope does not exist in images@"
            + head
            + "; 'tusk list file images@"
            + head
            + "' shows what does",
        "get",
        "file",
        "images@master:/nope");
    cli.fails(
        4,
        "branch images@nope does not exist; 'tusk list branch images' shows those that exist",
        "get",
        "file",
        "images@nope:/a.txt");
    cli.misused("tusk get file", "Missing required parameter: 'REPO@COMMIT:PATH'", "get", "file");
  }

  @Test
  void alteredBytesAreNeverServed() throws IOException {
    List<Path> altered = replaceFirstByte(packs(), 'a', 'b');
    Cli.Result result = cli.run("get", "file", "images@master:/a.txt", "-o", "x.txt");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).startsWith("tusk: ").hasLineCount(1);
    assertThat(directory.resolve("x.txt")).doesNotExist();
    Cli.Result fsck = cli.run("fsck");
    assertThat(fsck.code()).isEqualTo(1);
    assertThat(fsck.out()).startsWith("Error: ");
    assertThat(replaceFirstByte(altered, 'b', 'a')).isEqualTo(altered);
  }

  private List<Path> packs() throws IOException {
    try (Stream<Path> packs = Files.walk(directory.resolve(".tusk/packs"))) {
      return packs.filter(Files::isRegularFile).toList();
    }
  }

  /** Alters the packs whose first piece begins with {@code old}; returns which those are. */
  private static List<Path> replaceFirstByte(List<Path> packs, char old, char replacement)
      throws IOException {
    List<Path> altered = new ArrayList<>();
    for (Path pack : packs) {
      byte[] bytes = Files.readAllBytes(pack);
      if (bytes[12] == old) {
        bytes[12] = (byte) replacement;
        Files.write(pack, bytes);
        altered.add(pack);
      }
    }
    return altered;
  }
}
