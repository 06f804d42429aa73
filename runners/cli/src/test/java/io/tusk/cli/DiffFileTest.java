/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiffFileTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("logs");
    cli.file("one/a.txt", "one\ntwo\n");
    cli.file("one/d/b.txt", "same\n");
    cli.file("one/gone.txt", "gone\n");
    cli.file("two/a.txt", "one\nTWO\n");
    cli.file("two/d/b.txt", "same\n");
    cli.file("two/d/new ü.txt", "new\n");
    cli.silent("put", "file", "-r", "logs@one:/", "-f", "one");
    cli.silent("put", "file", "-r", "logs@two:/", "-f", "two");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private String diff(String... options) {
    String[] args = {"diff", "file", "logs@two", "logs@one"};
    return cli.ok(
        java.util.stream.Stream.of(args, options)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new));
  }

  /** A directory with links to programs, which is all that there is. */
  private void onlyPrograms(String... names) throws IOException {
    Path programs = Files.createDirectories(directory.resolve("programs"));
    for (String name : names) {
      Path program = Path.of("/usr/bin", name);
      assumeTrue(Files.isExecutable(program), name + " is not there");
      Files.createSymbolicLink(programs.resolve(name), program);
    }
    cli.environment.put("PATH", programs.toString());
  }

  private void script(String name, String text) throws IOException {
    Path script = cli.file("programs/" + name, "#!/bin/sh\n" + text);
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private static final String CONTENT =
      """
      --- old/a.txt
      +++ new/a.txt
      @@ -1,2 +1,2 @@
       one
      -two
      +TWO
      --- /dev/null
      +++ new/d/new ü.txt
      @@ -0,0 +1 @@
      +new
      --- old/gone.txt
      +++ /dev/null
      @@ -1 +0,0 @@
      -gone
      """;

  @Test
  void throughGit() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "git is not there");
    String shown = diff();
    assertThat(shown)
        .contains("diff --git old/a.txt new/a.txt\n", "new file mode", "deleted file mode")
        .doesNotContain("\u001b", "b.txt", "same");
    // git ends a name with a blank in it by a tab.
    assertThat(
            shown.replaceAll("(?m)^(diff|index|new file|deleted file) .*\n", "").replace("\t", ""))
        .isEqualTo(CONTENT);
  }

  @Test
  void throughDiff() throws IOException {
    onlyPrograms("diff");
    assertThat(diff()).isEqualTo(CONTENT);
  }

  @Test
  void throughNeither() throws IOException {
    onlyPrograms();
    cli.fails(
        1,
        "neither git nor diff is on the PATH; install one, name another with --diff-command, or"
            + " list the paths with --name-only",
        "diff",
        "file",
        "logs@two",
        "logs@one");
    assertThat(diff("--name-only").lines())
        .containsExactly(
            "OP SIZE NAME",
            "-  8B   /a.txt",
            "+  8B   /a.txt",
            "-  5B   /d/",
            "+  9B   /d/",
            "+  4B   /d/new ü.txt",
            "-  5B   /gone.txt");
  }

  @Test
  void throughACommand() throws IOException {
    script("mine", "echo \"$@\"; cat \"$2\" \"$3\"; exit 1\n");
    cli.environment.put("PATH", directory.resolve("programs") + ":/usr/bin:/bin");
    assertThat(diff("--diff-command", " mine  -x ", "-s"))
        .isEqualTo(
            """
            -x old/a.txt new/a.txt
            one
            two
            one
            TWO
            -x old/gone.txt /dev/null
            gone
            """);
    script("bad", "echo the reason >&2; exit 3\n");
    cli.fails(
        1,
        "\"bad old/a.txt new/a.txt\" ended with 3: the reason; check that program, or use"
            + " --name-only",
        "diff",
        "file",
        "logs@two",
        "logs@one",
        "--diff-command",
        "bad");
  }

  @Test
  void misuses() {
    cli.fails(
        2,
        "there is no program \"no-such-program\"; --diff-command names one on the PATH",
        "diff",
        "file",
        "logs@two",
        "--diff-command",
        "no-such-program -u");
    cli.misused(
        "tusk diff file",
        "--diff-command needs a command",
        "diff",
        "file",
        "logs@two",
        "--diff-command",
        " ");
    cli.misused(
        "tusk diff file",
        "--diff-command compares content, and --name-only shows none; give one of them",
        "diff",
        "file",
        "logs@two",
        "--diff-command",
        "diff",
        "--name-only");
  }

  @Test
  void filesOfOtherNames() throws IOException {
    onlyPrograms("diff");
    assertThat(cli.ok("diff", "file", "logs@two:/a.txt", "logs@one:/gone.txt"))
        .isEqualTo("--- old/gone.txt\n+++ new/a.txt\n@@ -1 +1,2 @@\n-gone\n+one\n+TWO\n");
    assertThat(cli.ok("diff", "file", "logs@two:/d/b.txt", "logs@one:/d/b.txt")).isEmpty();
    assertThat(cli.ok("diff", "file", "--name-only", "logs@two:/a.txt", "logs@one:/d").lines())
        .containsExactly("OP SIZE NAME", "-  5B   /d/", "+  8B   /a.txt", "-  5B   /d/b.txt");
    assertThat(
            cli.ok("diff", "file", "--name-only", "logs@two:/d/new ü.txt", "logs@one:/d").lines())
        .hasSize(4);
  }

  @Test
  void binaryFilesAreNotShown() throws IOException {
    onlyPrograms("diff");
    byte[] binary = new byte[2_000];
    cli.input(binary).silent("put", "file", "logs@two:/a.txt");
    assertThat(cli.ok("diff", "file", "logs@two"))
        .isEqualTo("Binary files old/a.txt (8B) and new/a.txt (1.953KiB) differ\n");
    cli.input(binary).silent("put", "file", "logs@two:/bin");
    assertThat(cli.ok("diff", "file", "logs@two"))
        .isEqualTo("Binary files /dev/null and new/bin (1.953KiB) differ\n");
  }

  @Test
  void aPagerOnATerminalOnly() throws IOException {
    onlyPrograms("diff", "cat", "sh");
    cli.environment.put("PAGER", "cat > paged");
    assertThat(diff()).isEqualTo(CONTENT);
    assertThat(directory.resolve("paged")).doesNotExist();
    cli.onScreen();
    assertThat(diff("--no-pager")).isEqualTo(CONTENT);
    assertThat(directory.resolve("paged")).doesNotExist();
    assertThat(diff()).isEmpty();
    assertThat(Files.readString(directory.resolve("paged"))).isEqualTo(CONTENT);
    assertThat(diff("--name-only")).isEmpty();
    assertThat(Files.readString(directory.resolve("paged"))).startsWith("OP SIZE NAME\n");
    cli.environment.put("PAGER", "true");
    assertThat(diff()).isEmpty();
  }

  @Test
  void noCopyStays() throws IOException {
    onlyPrograms("cat");
    script("diff", "pwd >> \"$SEEN\"; cat new/a.txt");
    Path seen = directory.resolve("seen");
    cli.environment.put("SEEN", seen.toString());
    Path temporary = Files.createDirectory(directory.resolve("temporary"));
    String before = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", temporary.toString());
    try {
      diff();
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
    assertThat(Files.readAllLines(seen))
        .isNotEmpty()
        .allMatch(copies -> Path.of(copies).startsWith(temporary))
        .noneMatch(copies -> Files.exists(Path.of(copies)));
  }
}
