/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreOptionTest {
  private static final String GENESIS = "log/999/999/999/999/999/999";
  private static final String SECOND = "log/999/999/999/999/999/998";

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory);
  }

  @Test
  void noStoreAnywhere() {
    cli.fails(
        4,
        "there is no store: neither --store nor TUSK_STORE names one, and no directory from "
            + directory
            + " upwards holds .tusk; 'tusk create repo NAME' makes one here",
        "list",
        "repo");
  }

  @Test
  void createRepoMakesTheStoreOnce() {
    Cli.Result first = cli.run("create", "repo", "images");
    assertThat(first.code()).isZero();
    assertThat(first.out()).isEmpty();
    assertThat(first.err()).isEqualTo("created store " + directory.resolve(".tusk") + "\n");
    cli.silent("create", "repo", "edges");
    cli.assertSound();
  }

  @Test
  void nothingElseMakesAStore() {
    cli.file("a.txt", "a");
    String message = "there is no store at " + directory + "/s; 'tusk create repo NAME' makes one";
    cli.fails(4, message, "put", "file", "images@master", "-f", "a.txt", "--store", "s");
    cli.fails(4, message, "start", "commit", "images@master", "--store", "s");
    cli.fails(4, message, "list", "job", "--store", "s");
    assertThat(directory.resolve("s")).doesNotExist();
  }

  @Test
  void theNearestStoreUpwards() throws IOException {
    cli.withRepo("images");
    Path deep = Files.createDirectories(directory.resolve("a/b"));
    assertThat(cli.runIn(deep, "list", "repo").out()).contains("images");

    Files.createDirectories(directory.resolve("a/.tusk"));
    Cli.Result inner = cli.runIn(deep, "create", "repo", "inner");
    assertThat(inner.err()).isEqualTo("created store " + directory.resolve("a/.tusk") + "\n");
    assertThat(cli.runIn(deep, "list", "repo").out()).contains("inner").doesNotContain("images");
  }

  @Test
  void theOptionGoesBeforeTheVariableAndThatBeforeTheDirectory() {
    cli.withRepo("here");
    cli.environment.put("TUSK_STORE", "variable");
    cli.withRepo("by-variable");
    assertThat(cli.run("create", "repo", "by-option", "--store", "option").err())
        .isEqualTo("created store " + directory.resolve("option") + "\n");
    assertThat(cli.ok("list", "repo")).contains("by-variable").doesNotContain("here");
    assertThat(cli.ok("list", "repo", "--store", "option"))
        .contains("by-option")
        .doesNotContain("by-variable");
    cli.environment.put("TUSK_STORE", "");
    assertThat(cli.ok("list", "repo")).contains("here");
  }

  @Test
  void aDirectoryThatHoldsOtherThings() {
    cli.file("home/letter.txt", "dear");
    cli.fails(
        5,
        "directory "
            + directory
            + "/home is not a store and holds letter.txt; name an empty or a new directory with"
            + " --store",
        "create",
        "repo",
        "images",
        "--store",
        "home");
    assertThat(directory.resolve("home")).isDirectoryContaining("glob:**/letter.txt");
    assertThat(directory.resolve("home").toFile().list()).hasSize(1);
  }

  @Test
  void aFileAsStore() {
    cli.file("s", "");
    String message = "store " + directory + "/s is not a directory; name another with --store";
    cli.fails(2, message, "create", "repo", "images", "--store", "s");
    cli.fails(2, message, "list", "repo", "--store", "s");
  }

  @Test
  void aMalformedNameMakesNoStore() {
    cli.fails(
        2,
        "repository name \"a b\" may hold only letters, digits, '-' and '_'; choose another name",
        "create",
        "repo",
        "a b");
    assertThat(directory.resolve(".tusk")).doesNotExist();
  }

  @Test
  void aCreationThatFailsMakesNoStore() {
    String project = "project nope does not exist; 'tusk create project nope' makes it";
    cli.fails(4, project, "create", "repo", "images", "--project", "nope");
    cli.fails(4, project, "create", "project", "vision", "--project", "nope");
    cli.fails(
        5, "project default exists already; choose another name", "create", "project", "default");
    cli.file("upper.json", Specs.upper("upper", "images"));
    cli.fails(
        4,
        "pipeline upper reads repo images, which does not exist; 'tusk create repo images' makes it",
        "create",
        "pipeline",
        "-f",
        "upper.json");
    assertThat(directory.toFile().list()).containsExactly("upper.json");
    assertThat(cli.run("create", "project", "vision").err())
        .isEqualTo("created store " + directory.resolve(".tusk") + "\n");
    assertThat(cli.ok("list", "project")).contains("vision");
  }

  @Test
  void aNewerFormat() throws IOException {
    cli.withRepo("images");
    Path record = directory.resolve(".tusk").resolve(SECOND);
    String text = Files.readString(record).replace("\"format\":1", "\"format\":2");
    String body = text.substring(0, text.lastIndexOf(",\"check\""));
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    String check = HexFormat.of().toHexDigits((int) crc.getValue());
    Files.writeString(record, body + ",\"check\":\"" + check + "\"}");

    for (String[] args : new String[][] {{"list", "repo"}, {"create", "repo", "edges"}}) {
      Cli.Result result = cli.run(args);
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).startsWith("tusk: ").contains("format 2").hasLineCount(1);
    }
  }

  @Test
  void aCorruptHead() throws IOException {
    cli.withRepo("images");
    Path record = directory.resolve(".tusk").resolve(SECOND);
    byte[] bytes = Files.readAllBytes(record);
    bytes[bytes.length / 2] ^= 1;
    Files.write(record, bytes);
    String damage =
        "object log/999/999/999/999/999/998 of store "
            + directory.resolve(".tusk")
            + " does not agree with its checksum";
    String message = damage + "; run 'tusk fsck' for the whole damage";
    cli.fails(1, message, "list", "repo");
    cli.fails(1, message, "create", "repo", "e");
    Cli.Result fsck = cli.run("fsck");
    assertThat(fsck.code()).isEqualTo(1);
    assertThat(fsck.out()).isEqualTo("Error: log/999/999/999/999/999/998: " + damage + "\n");
    assertThat(fsck.err()).isEmpty();
  }

  @Test
  void aLostFirstRecord() throws IOException {
    cli.withRepo("images");
    Files.delete(directory.resolve(".tusk").resolve(GENESIS));
    Cli.Result result = cli.run("list", "repo");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "tusk: store "
                + directory.resolve(".tusk")
                + " has lost its first record; run 'tusk fsck' for the whole damage\n");
  }
}
