/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretCommandsTest {
  private static final String JSON =
      "{\"kind\":\"Secret\",\"metadata\":{\"name\":\"db\"},"
          + "\"data\":{\"pw\":\"aGlk\\nZGVu\"},\"stringData\":{\"user\":\"covert\"}}";

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory);
    cli.environment.put("TUSK_SECRETS", "secrets");
  }

  private void refused(String fact, String text) {
    cli.input(text).fails(1, "secret file <stdin> " + fact, "create", "secret", "-f", "-");
    assertThat(directory.resolve("secrets")).doesNotExist();
  }

  @Test
  void aSecretIsCreatedShownAndDeletedAndItsValuesAreNeverPrinted() throws IOException {
    cli.input(JSON).silent("create", "secret", "-f", "-");
    Path secret = directory.resolve("secrets/db");
    assertThat(secret.resolve("pw")).hasContent("hidden");
    assertThat(secret.resolve("user")).hasContent("covert");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret.resolve("pw"))))
        .isEqualTo("rw-------");
    assertThat(directory.resolve(".tusk")).doesNotExist();

    assertThat(cli.ok("list", "secret").replaceAll(" +", " "))
        .matches("NAME TYPE CREATED\ndb Opaque .+\n");
    String shown = cli.ok("inspect", "secret", "db");
    assertThat(shown).contains("Name: db\n", "Type: Opaque\n", "Keys: pw, user\n");
    String raw = cli.ok("inspect", "secret", "db", "--raw");
    assertThat(raw).contains("\"name\" : \"db\"", "\"keys\" : [ \"pw\", \"user\" ]");
    for (String text : new String[] {shown, raw, cli.ok("list", "secret", "-o", "yaml")}) {
      assertThat(text).doesNotContain("hidden", "covert", "aGlk");
    }

    cli.input(JSON)
        .fails(
            5,
            "secret db exists already in " + directory + "/secrets; delete it first",
            "create",
            "secret",
            "-f",
            "-");
    cli.silent("delete", "secret", "db");
    assertThat(secret).doesNotExist();
    assertThat(cli.ok("list", "secrets").lines()).hasSize(1);
    for (String verb : new String[] {"inspect", "delete"}) {
      cli.fails(
          4,
          "secret db does not exist in " + directory + "/secrets; make it there",
          verb,
          "secret",
          "db");
    }
  }

  @Test
  void yamlInAnotherDirectory() {
    cli.file("s.yaml", "metadata:\n  name: web\nstringData:\n  key: |\n    a\n    b\n");
    cli.silent("create", "secret", "-f", "s.yaml", "--secrets", "other");
    assertThat(directory.resolve("other/web/key")).hasContent("a\nb\n");
  }

  @Test
  void filesThatAreNoSecretsAreRefusedWithoutTheirText() {
    refused("is neither JSON nor YAML of one document; correct its syntax", "{\"covert\"");
    refused("is neither JSON nor YAML of one document; correct its syntax", "a: [covert");
    refused(
        "holds no object of kind Secret; give {\"metadata\": ..., \"data\": ...}",
        JSON.replace("Secret", "ConfigMap"));
    refused("does not name the secret; give metadata.name", "{\"data\":{\"pw\":\"aGlkZGVu\"}}");
    refused(
        "has a key \"pw\" in data that is no base64; encode it, or use stringData",
        JSON.replace("aGlk", "co-vert"));
    refused(
        "has a key \"user\" that is no text; quote its value", JSON.replace("\"covert\"", "12"));
    refused(
        "has a field \"data\" that is no object; give keys with values",
        "{\"metadata\":{\"name\":\"db\"},\"data\":[\"covert\"]}");
  }

  @Test
  void misuses() {
    cli.input("{\"metadata\":{\"name\":\"db\"}}")
        .fails(
            2, "secret db would have no key; give it at least one", "create", "secret", "-f", "-");
    cli.file("plain", "");
    for (String[] args : new String[][] {{"list"}, {"inspect", "db"}, {"delete", "db"}}) {
      List<String> command = new ArrayList<>(List.of(args[0], "secret", "--secrets", "plain"));
      command.addAll(Arrays.asList(args).subList(1, args.length));
      Cli.Result result = cli.run(command.toArray(new String[0]));
      assertThat(result.code()).as(args[0]).isNotZero();
      assertThat(result.err()).startsWith("tusk: ").contains("plain").hasLineCount(1);
    }
    cli.silent("create", "secret", "--secrets", "other", "-f", cli.file("db", JSON).toString());
    assertThat(cli.ok("list", "secret", "--secrets", "other")).contains("\ndb ");
    assertThat(cli.ok("inspect", "secret", "db", "--secrets", "other")).contains("Name: db\n");
    cli.silent("delete", "secret", "db", "--secrets", "other");
    cli.environment.clear();
    String[][] commands = {
      {"list", "secret"}, {"inspect", "secret", "db"}, {"delete", "secret", "db"}
    };
    for (String[] command : commands) {
      cli.misused(
          "tusk " + command[0] + " secret",
          "no directory of secrets is named: give --secrets PATH, or set TUSK_SECRETS",
          command);
    }
  }
}
