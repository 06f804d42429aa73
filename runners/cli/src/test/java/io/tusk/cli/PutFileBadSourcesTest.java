/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Local files that are no files. */
final class PutFileBadSourcesTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    cli.file("d/a.txt", "a");
  }

  @AfterEach
  void nothingWasCommitted() {
    assertThat(cli.ok("list", "commit", "images").lines()).hasSize(1);
    cli.assertSound();
  }

  private void fails(int code, String message) {
    cli.fails(code, message, "put", "file", "-r", "images@master:/", "-f", "d");
  }

  private Path in(String name) {
    return directory.resolve("d").resolve(name);
  }

  @Test
  void aDevice() {
    cli.fails(
        1,
        "\"/dev/null\" is a device or a socket, not a file; leave it out",
        "put",
        "file",
        "images@master",
        "-f",
        "/dev/null");
  }

  @Test
  void aLinkToADevice() throws IOException {
    Files.createSymbolicLink(in("zero"), Path.of("/dev/zero"));
    fails(
        1,
        "\"" + in("zero") + "\" is a device, a socket or a named pipe, not a file; leave it out");
  }

  @Test
  void aSocket() throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(in("s")));
      fails(
          1, "\"" + in("s") + "\" is a device, a socket or a named pipe, not a file; leave it out");
      cli.fails(
          1,
          "\"" + in("s") + "\" is a device or a socket, not a file; leave it out",
          "put",
          "file",
          "images@master",
          "-f",
          "d/s");
    }
  }

  @Test
  void aNamedPipeInADirectoryIsNotWaitedFor() throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", in("p").toString()).start().waitFor()).isZero();
    fails(1, "\"" + in("p") + "\" is a device, a socket or a named pipe, not a file; leave it out");
  }

  @Test
  void aDanglingLink() throws IOException {
    Files.createSymbolicLink(in("link"), Path.of("nothing"));
    fails(4, "file \"" + in("link") + "\" is a link to nothing; mend or remove it");
    cli.fails(
        4,
        "file \"" + in("link") + "\" is a link to nothing; mend or remove it",
        "put",
        "file",
        "images@master",
        "-f",
        "d/link");
  }

  @Test
  void aLoopOfLinks() throws IOException {
    Files.createSymbolicLink(in("x"), Path.of("y"));
    Files.createSymbolicLink(in("y"), Path.of("x"));
    fails(1, "file \"" + in("x") + "\" is a link that leads back to itself; mend or remove it");
  }

  @Test
  void aLinkToADirectoryAbove() throws IOException {
    Files.createDirectories(in("deep"));
    Files.createSymbolicLink(in("deep/up"), Path.of("../../d"));
    fails(1, "directory \"" + in("deep/up") + "\" is a link to a directory above it; leave it out");
  }

  @Test
  void linksToFilesAndDirectoriesAreFollowed() throws IOException {
    cli.file("elsewhere/b.txt", "b");
    Files.createSymbolicLink(in("dir"), directory.resolve("elsewhere"));
    Files.createSymbolicLink(in("file"), Path.of("a.txt"));
    Cli other = new Cli(Files.createDirectories(directory.resolve("other"))).withRepo("r");
    other.silent("put", "file", "-r", "r@master:/", "-f", "../d");
    assertThat(other.files("r@master")).containsExactly("/a.txt", "/dir/b.txt", "/file");
    assertThat(other.ok("get", "file", "r@master:/file")).isEqualTo("a");
  }

  @Test
  void aNameWithAControlCharacter() {
    cli.file("d/x\u0007y", "bell");
    fails(2, "path \"/x?y\" holds the control character U+0007; rename the file");
  }

  @Test
  void aNameThatIsTooLong() {
    String name = "x".repeat(200);
    cli.fails(
        2,
        "path \"/"
            + (name + "/").repeat(24)
            + name
            + "\" is longer than 4096 bytes; rename the"
            + " file",
        "put",
        "file",
        "images@master:" + ("/" + name).repeat(25),
        "-f",
        "d/a.txt");
  }
}
