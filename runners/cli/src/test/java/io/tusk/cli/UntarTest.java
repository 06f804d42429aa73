/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code put file --untar}: whole archives, bad ones and hostile ones. */
final class UntarTest {
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

  /** Fills an archive. */
  private interface Filling {
    void into(TarArchiveOutputStream tar) throws IOException;
  }

  private static byte[] tar(Filling filling) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      filling.into(tar);
      tar.finish();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void file(TarArchiveOutputStream tar, String name, String content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.getBytes(UTF_8).length);
    tar.putArchiveEntry(entry);
    tar.write(content.getBytes(UTF_8));
    tar.closeArchiveEntry();
  }

  private static byte[] gzip(byte[] bytes) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(bytes);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] usual() {
    return tar(
        tar -> {
          tar.putArchiveEntry(new TarArchiveEntry("d/"));
          tar.closeArchiveEntry();
          file(tar, "./d/a.txt", "a");
          file(tar, "ü/" + "long".repeat(50) + "/b.txt", "b");
          file(tar, "empty", "");
          file(tar, "big", "0123456789".repeat(100_000));
        });
  }

  private static final String[] MEMBERS = {
    "/big", "/d/a.txt", "/empty", "/ü/" + "long".repeat(50) + "/b.txt"
  };

  private static String[] below(String top) {
    return Arrays.stream(MEMBERS).map(name -> top + name).toArray(String[]::new);
  }

  @Test
  void membersLandBelowTheTarget() {
    cli.file("x.tar", usual());
    cli.silent("put", "file", "--untar", "images@root", "-f", "x.tar");
    assertThat(cli.files("images@root")).containsExactly(MEMBERS);
    assertThat(cli.ok("get", "file", "images@root:/d/a.txt")).isEqualTo("a");
    assertThat(cli.ok("get", "file", "images@root:/big")).hasSize(1_000_000);
    cli.silent("put", "file", "--untar", "images@at:/to", "-f", "x.tar");
    assertThat(cli.files("images@at")).containsExactly(below("/to"));
    cli.silent("put", "file", "--untar", "images@slash:/to/", "-f", "x.tar");
    assertThat(cli.files("images@slash")).containsExactly(below("/to"));
    cli.silent("put", "file", "images@plain", "-f", "x.tar");
    assertThat(cli.files("images@plain")).containsExactly("/x.tar");
  }

  @Test
  void compressedAndAmongOthers() {
    cli.file("in/x.tar.gz", gzip(usual()));
    cli.file("in/deep/y.tgz", gzip(tar(tar -> file(tar, "y", "in y"))));
    cli.file("in/z.zip", "as it is");
    cli.silent("put", "file", "--untar", "images@list:/to", "-f", "in/x.tar.gz", "-f", "in/z.zip");
    assertThat(cli.files("images@list")).contains(below("/to")).contains("/to/z.zip").hasSize(5);
    Cli.Result result =
        cli.run("put", "file", "--progress", "--untar", "-r", "images@dir:/", "-f", "in");
    assertThat(result.err()).matches("6 files, [0-9.]+KiB\n");
    assertThat(cli.files("images@dir")).contains(MEMBERS).contains("/deep/y", "/z.zip").hasSize(6);
    assertThat(cli.ok("list", "commit", "images").lines()).hasSize(3);
  }

  @Test
  void appended() {
    cli.file("x.tar", tar(tar -> file(tar, "log", "1")));
    cli.silent("put", "file", "--untar", "-a", "images@master", "-f", "x.tar");
    cli.silent("put", "file", "--untar", "-a", "images@master", "-f", "x.tar");
    assertThat(cli.ok("get", "file", "images@master:/log")).isEqualTo("11");
  }

  private void refused(String fact, Filling filling) {
    cli.file("x.tar", tar(filling));
    cli.fails(
        1,
        "archive \"x.tar\" holds " + fact + ", which cannot be put; make the archive without it",
        "put",
        "file",
        "--untar",
        "images@master",
        "-f",
        "x.tar");
  }

  private static void link(TarArchiveOutputStream tar, String name, byte type, String target)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  @Test
  void membersThatAreRefused() {
    refused(
        "\"d/link\", a link to \"/etc/passwd\"",
        tar -> {
          file(tar, "a", "a");
          link(tar, "d/link", TarConstants.LF_SYMLINK, "/etc/passwd");
        });
    refused("\"hard\", a link to \"a\"", tar -> link(tar, "hard", TarConstants.LF_LINK, "a"));
    refused(
        "\"dev\", neither a file nor a directory",
        tar -> link(tar, "dev", TarConstants.LF_CHR, ""));
    refused("\"/etc/x\", an absolute path", tar -> file(tar, "/etc/x", "x"));
    refused("\"../x\", a path that leads out of the archive", tar -> file(tar, "../x", "x"));
    refused(
        "\"a/../../x\", a path that leads out of the archive", tar -> file(tar, "a/../../x", "x"));
    assertThat(cli.ok("list", "commit", "images").lines()).hasSize(1);
  }

  @Test
  void cutShortAnywhere() {
    byte[] whole = usual();
    byte[] compressed = gzip(whole);
    for (int i = 1; i < 40; i++) {
      cutShort("x.tar", Arrays.copyOf(whole, (int) ((long) whole.length * i / 41)));
      cutShort("x.tgz", Arrays.copyOf(compressed, (int) ((long) compressed.length * i / 41)));
    }
    // Between two members, without the end mark.
    byte[] first = tar(tar -> file(tar, "a", "a"));
    cutShort("x.tar", Arrays.copyOf(first, 1_024));
    cutShort("x.tar", Arrays.copyOf(first, 512));
    cutShort("x.tar", new byte[0]);
    assertThat(cli.ok("list", "commit", "images").lines()).hasSize(1);
  }

  private void cutShort(String name, byte[] bytes) {
    cli.file(name, bytes);
    Cli.Result result = cli.run("put", "file", "--untar", "images@master", "-f", name);
    assertThat(result.err())
        .as(name + " of " + bytes.length)
        .startsWith("tusk: archive \"" + name + "\" is damaged or cut short: ")
        .endsWith("; nothing was changed\n");
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  void whatIsNoArchive() {
    cutShort("x.tar.gz", "no archive".getBytes(UTF_8));
    cutShort("x.tar", "no archive".getBytes(UTF_8));
    byte[] altered = gzip(usual());
    altered[altered.length - 6] ^= 1;
    cutShort("x.tgz", altered);
  }

  @Test
  void aNameThatNeverEnds() {
    byte[] header = tar(tar -> link(tar, "././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME, ""));
    byte[] hostile = Arrays.copyOf(header, 512 + 3_000_000);
    // Its size in octal, and the sum of the header again.
    byte[] size = String.format("%011o", 3_000_000).getBytes(UTF_8);
    System.arraycopy(size, 0, hostile, 124, size.length);
    Arrays.fill(hostile, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += hostile[i] & 0xFF;
    }
    System.arraycopy(String.format("%06o\0 ", sum).getBytes(UTF_8), 0, hostile, 148, 8);
    Arrays.fill(hostile, 512, hostile.length, (byte) 'x');
    cli.file("x.tgz", gzip(hostile));
    cli.fails(
        1,
        "archive \"x.tgz\" is damaged or cut short: names and attributes of a member are longer than"
            + " 1 MiB; nothing was changed",
        "put",
        "file",
        "--untar",
        "images@master",
        "-f",
        "x.tgz");
  }

  @Test
  void aBombIsStreamedAndStoredOnce() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip)) {
      TarArchiveEntry entry = new TarArchiveEntry("zeros");
      entry.setSize(200L << 20);
      tar.putArchiveEntry(entry);
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        tar.write(block);
      }
      tar.closeArchiveEntry();
    }
    cli.file("bomb.tgz", bytes.toByteArray());
    cli.silent("put", "file", "--untar", "images@master", "-f", "bomb.tgz");
    assertThat(cli.ok("list", "file", "images@master")).contains("200MiB");
    try (var files = java.nio.file.Files.walk(directory.resolve(".tusk/packs"))) {
      assertThat(files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum())
          .isLessThan(10L << 20);
    }
  }

  @Test
  void standardInput() {
    cli.input(usual())
        .misused(
            "tusk put file",
            "--untar goes by the names of files, and standard input has none; name a file",
            "put",
            "file",
            "--untar",
            "images@master:/x.tar");
  }
}
