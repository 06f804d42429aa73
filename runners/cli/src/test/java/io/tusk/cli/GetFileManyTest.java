/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Globs, offsets, and going on with what was got in part. */
final class GetFileManyTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("logs");
    cli.file("in/b.txt", "bb\n");
    cli.file("in/a.txt", "a\n");
    cli.file("in/c.bin", "ccc\n");
    cli.file("in/d/a.txt", "da\n");
    cli.file("in/d/e/x.txt", "dex\n");
    cli.file("in/x*[1].txt", "star\n");
    cli.silent("put", "file", "-r", "logs@master:/", "-f", "in");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private String get(String path, String... options) {
    String[] args = {"get", "file", "logs@master:" + path};
    return cli.ok(Stream.of(args, options).flatMap(Arrays::stream).toArray(String[]::new));
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
  void severalFilesInTheOrderOfTheirPaths() throws IOException {
    assertThat(get("/?.txt")).isEqualTo("a\nbb\n");
    assertThat(get("/{b,c}.*")).isEqualTo("bb\nccc\n");
    assertThat(get("/**.txt")).isEqualTo("a\nbb\nda\ndex\nstar\n");
    assertThat(get("/?.txt", "-o", "all.txt")).isEmpty();
    assertThat(Files.readString(directory.resolve("all.txt"))).isEqualTo("a\nbb\n");
    assertThat(get("/b*", "-o", "one.txt")).isEmpty();
    assertThat(Files.readString(directory.resolve("one.txt"))).isEqualTo("bb\n");
  }

  @Test
  void aPathThatExistsIsNoGlob() {
    assertThat(get("/x*[1].txt")).isEqualTo("star\n");
    assertThat(get("/x\\*\\[1\\].txt")).isEqualTo("star\n");
  }

  @Test
  void treesOfAGlob() throws IOException {
    get("/d/*", "-r", "-o", "d");
    assertThat(below("d")).containsExactly("a.txt", "e/x.txt");
    get("/**", "-r", "-o", "all");
    assertThat(below("all")).hasSize(6).contains("d/e/x.txt", "x*[1].txt");
    get("/{a.txt,d}", "-r", "-o", "some");
    assertThat(below("some")).containsExactly("a.txt", "d/a.txt", "d/e/x.txt");
  }

  @Test
  void directoriesNeedR() {
    cli.fails(
        2,
        "\"/d\" is a directory, and matches \"/*\"; get its files with -r -o DIRECTORY",
        "get",
        "file",
        "logs@master:/*");
    cli.misused(
        "tusk get file",
        "\"in\" is a directory and 2 files match; -r keeps them apart",
        "get",
        "file",
        "logs@master:/?.txt",
        "-o",
        "in");
    String head = cli.head("logs@master");
    cli.fails(
        4,
        "file /none* does not exist in logs@"
            + head
            + "; 'tusk list file logs@"
            + head
            + "' shows what does",
        "get",
        "file",
        "logs@master:/none*");
    Cli.Result malformed = cli.run("get", "file", "logs@master:/[a");
    assertThat(malformed.code()).isEqualTo(2);
    assertThat(malformed.err()).startsWith("tusk: glob \"/[a\" has a \"[\"");
  }

  @Test
  void offsets() throws IOException {
    assertThat(get("/c.bin", "--offset", "1")).isEqualTo("cc\n");
    assertThat(get("/c.bin", "--offset=4")).isEmpty();
    assertThat(get("/c*", "--offset", "3", "-o", "end")).isEmpty();
    assertThat(Files.readString(directory.resolve("end"))).isEqualTo("\n");
    misused("--offset 5 is behind the end of /c.bin, at 4", "/c.bin", "--offset", "5");
    misused("--offset is 0 at least: -1", "/c.bin", "--offset", "-1");
    misused("--offset is of one file, and 2 match \"/?.txt\"", "/?.txt", "--offset", "1");
    misused("--offset does not go with -r", "/", "--offset", "1", "-r", "-o", "x");
    misused("--offset does not go with --retry", "/c.bin", "--offset", "1", "--retry", "-o", "x");
    misused("--retry needs -o PATH to go on with", "/c.bin", "--retry");
    misused(
        "--retry is of one file, and 2 match; -r keeps them apart", "/?.txt", "--retry", "-o", "x");
  }

  private void misused(String message, String path, String... options) {
    String[] args = {"get", "file", "logs@master:" + path};
    cli.misused(
        "tusk get file",
        message,
        Stream.of(args, options).flatMap(Arrays::stream).toArray(String[]::new));
  }

  @Test
  void aFullDisk() {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    cli.fails(
        7,
        "\"/dev/full\" cannot be written: No space left on device",
        "get",
        "file",
        "logs@master:/*.txt",
        "-o",
        "/dev/full");
  }

  private byte[] large() {
    byte[] large = new byte[12_000_000];
    new Random(4).nextBytes(large);
    cli.input(large).silent("put", "file", "logs@master:/large");
    return large;
  }

  @Test
  void goesOnWithAPart() throws IOException {
    byte[] large = large();
    for (int there : new int[] {0, 1, 5_000_000, large.length}) {
      cli.file("part", Arrays.copyOf(large, there));
      Cli.Result result =
          cli.run("get", "file", "logs@master:/large", "--retry", "-o", "part", "--progress");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(Files.readAllBytes(directory.resolve("part"))).isEqualTo(large);
      if (there == large.length) {
        assertThat(result.err()).isEqualTo("1 file, 0B\n");
      }
    }
  }

  @Test
  void goesOnWithWhatIsAnotherFileOrNone() throws IOException {
    byte[] large = large();
    byte[] altered = Arrays.copyOf(large, 9_000_000);
    altered[4_000_000] ^= 1;
    for (byte[] there : new byte[][] {altered, Arrays.copyOf(large, 13_000_000), {1, 2, 3}}) {
      cli.file("part", there);
      get("/large", "--retry", "-o", "part");
      assertThat(Files.readAllBytes(directory.resolve("part"))).isEqualTo(large);
    }
    get("/large", "--retry", "-o", "new");
    assertThat(Files.readAllBytes(directory.resolve("new"))).isEqualTo(large);
  }

  @Test
  void goesOnWithATree() throws IOException {
    get("/", "-r", "-o", "all");
    Files.delete(directory.resolve("all/d/e/x.txt"));
    cli.file("all/b.txt", "half");
    Cli.Result result =
        cli.run("get", "file", "-r", "--retry", "--progress", "logs@master:/", "-o", "all");
    assertThat(result.err()).isEqualTo("6 files, 7B\n");
    assertThat(Files.readString(directory.resolve("all/b.txt"))).isEqualTo("bb\n");
    assertThat(Files.readString(directory.resolve("all/d/e/x.txt"))).isEqualTo("dex\n");
    cli.fails(
        2,
        "\"/dev/null\" is no regular file, so nothing can be gone on with; leave out --retry",
        "get",
        "file",
        "logs@master:/a.txt",
        "--retry",
        "-o",
        "/dev/null");
  }
}
