/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.spec.Transform.SecretMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {
  private static final SecretName DB = new SecretName("db");

  @TempDir private Path temp;

  private SecretDirectory secrets() {
    return new SecretDirectory(temp.resolve("secrets"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void assertError(ErrorCode code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(TuskException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }

  @Test
  void secretsAreMadeReadListedAndDeleted() throws IOException {
    assertThat(secrets().list()).isEmpty();
    secrets().create(DB, Map.of("user", bytes("me"), "password", bytes("x\n")));
    secrets().create(new SecretName("api"), Map.of("token", bytes("t")));

    assertThat(secrets().list()).containsExactly(new SecretName("api"), DB);
    assertThat(secrets().read(DB)).containsOnlyKeys("password", "user");
    assertThat(secrets().read(DB).get("password")).isEqualTo(bytes("x\n"));
    try (Stream<Path> files = Files.walk(temp.resolve("secrets"))) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as("%s", file)
            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
      }
    }

    secrets().delete(DB);
    assertThat(secrets().list()).containsExactly(new SecretName("api"));
    try (Stream<Path> left = Files.list(temp.resolve("secrets"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void whatIsThereIsNotReplaced() throws IOException {
    secrets().create(DB, Map.of("a", bytes("1")));
    assertError(
        ErrorCode.CONFLICT,
        "secret db exists already in " + temp.resolve("secrets") + "; delete it first",
        () -> secrets().create(DB, Map.of("a", bytes("2"))));
    assertThat(secrets().read(DB).get("a")).isEqualTo(bytes("1"));
    try (Stream<Path> left = Files.list(temp.resolve("secrets"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void badNamesAndMissingSecretsAreSaid() {
    String rule =
        "\" is malformed; use letters, digits, \".\", \"-\" and \"_\", and begin with a letter or"
            + " digit";
    for (String bad : List.of("", ".", "..", "a/b", "../db", "-x", "a b")) {
      assertError(ErrorCode.USAGE, "secret name \"" + bad + rule, () -> new SecretName(bad));
    }
    assertError(
        ErrorCode.USAGE,
        "key \"../../x" + rule,
        () -> secrets().create(DB, Map.of("../../x", bytes(""))));
    assertError(
        ErrorCode.USAGE,
        "secret db would have no key; give it at least one",
        () -> secrets().create(DB, Map.of()));
    String missing = "secret db does not exist in " + temp.resolve("secrets") + "; make it there";
    assertError(ErrorCode.NOT_FOUND, missing, () -> secrets().read(DB));
    assertError(ErrorCode.NOT_FOUND, missing, () -> secrets().delete(DB));
  }

  @Test
  void whatIsNoSecretIsPassedBy() throws IOException {
    secrets().create(DB, Map.of("user", bytes("me")));
    Files.createDirectory(temp.resolve("secrets/lost+found"));
    Files.createDirectory(temp.resolve("secrets/_old"));
    assertThat(secrets().list()).containsExactly(DB);
  }

  @Test
  void ofALinkOnlyTheLinkIsDeleted() throws IOException {
    Path elsewhere = Files.createDirectories(temp.resolve("elsewhere/nested"));
    Files.writeString(elsewhere.resolveSibling("key"), "x");
    Files.createDirectory(temp.resolve("secrets"));
    Files.createSymbolicLink(temp.resolve("secrets/db"), elsewhere.getParent());
    assertThat(secrets().read(DB)).containsOnlyKeys("key");
    secrets().delete(DB);
    assertThat(secrets().list()).isEmpty();
    assertThat(elsewhere.resolveSibling("key")).hasContent("x");
    assertThat(elsewhere).exists();
  }

  @Test
  void aSecretThatOthersMadeOfLinksIsDeletedWhole() throws IOException {
    Path data = Files.createDirectories(temp.resolve("secrets/db/..2026"));
    Files.writeString(data.resolve("key"), "x");
    Files.createSymbolicLink(temp.resolve("secrets/db/..data"), Path.of("..2026"));
    Files.createSymbolicLink(temp.resolve("secrets/db/key"), Path.of("..data/key"));
    assertThat(secrets().read(DB)).containsOnlyKeys("key");
    secrets().delete(DB);
    assertThat(temp.resolve("secrets")).isEmptyDirectory();
  }

  private JobSecrets find(String name, String key, String path, String variable) {
    return JobSecrets.find(
        List.of(new SecretMount(name, key, path, variable)), Optional.of(secrets().path()));
  }

  @Test
  void jobsFindWhatTheyAskFor() {
    secrets().create(DB, Map.of("user", bytes("me"), "password", bytes("x\n")));

    assertThat(JobSecrets.find(List.of(), Optional.empty())).isEqualTo(JobSecrets.NONE);
    assertThat(find("db", "password", "", "PW").variables()).isEqualTo(Map.of("PW", "x\n"));
    assertThat(find("db", "password", "", "PW").files()).isEmpty();
    assertThat(find("db", "", "/run/../db/", "").files()).containsOnlyKeys("/db");
    assertThat(find("db", "", "/db", "").files().get("/db")).containsOnlyKeys("password", "user");
  }

  @Test
  void jobsAreToldWhatIsMissing() {
    secrets().create(DB, Map.of("user", bytes("me"), "binary", new byte[] {1, 0}));
    List<SecretMount> wanted = List.of(new SecretMount("db", "user", "", "U"));

    assertError(
        ErrorCode.INVALID,
        "secret \"db\" cannot be found: no directory of secrets is named; --secrets or TUSK_SECRETS"
            + " names one",
        () -> JobSecrets.find(wanted, Optional.empty()));
    assertError(
        ErrorCode.INVALID,
        "secret other does not exist in " + temp.resolve("secrets") + "; make it there",
        () -> find("other", "k", "", "U"));
    assertError(
        ErrorCode.INVALID,
        "secret \"db\" has no key \"pw\", only binary, user",
        () -> find("db", "pw", "", "U"));
    assertError(
        ErrorCode.INVALID,
        "secret \"db\" holds a NUL character in \"binary\"; give it a mount_path, no env_var",
        () -> find("db", "binary", "", "U"));
    secrets().create(new SecretName("bytes"), Map.of("k", new byte[] {'a', (byte) 0xFF}));
    assertError(
        ErrorCode.INVALID,
        "secret \"bytes\" holds bytes in \"k\" that are not UTF-8; give it a mount_path, no"
            + " env_var",
        () -> find("bytes", "k", "", "U"));
    assertError(
        ErrorCode.INVALID,
        "secret \"db\" cannot be shown at \"/a/\", where another secret is; give it a mount_path"
            + " of its own",
        () ->
            JobSecrets.find(
                List.of(
                    new SecretMount("bytes", "", "/b/../a", ""),
                    new SecretMount("db", "", "/a/", "")),
                Optional.of(secrets().path())));
    assertError(
        ErrorCode.INVALID,
        "secret \"db\" cannot be given as \"A-B\"; name an env_var of letters, digits and \"_\"",
        () -> find("db", "user", "", "A-B"));
    assertError(
        ErrorCode.INVALID,
        "secret \"db\" cannot be shown at \"creds\"; give an absolute mount_path below the root",
        () -> find("db", "", "creds", ""));
  }
}
