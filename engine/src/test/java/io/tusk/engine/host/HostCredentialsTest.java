/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostCredentialsTest {
  @TempDir Path temp;

  private List<Path> own(Map<String, String> environment) {
    return HostCredentials.of(temp.resolve("home"), environment).stream()
        .filter(path -> path.startsWith(temp))
        .map(temp::relativize)
        .toList();
  }

  @Test
  void areThoseOfTheHomeThatAreThere() throws IOException {
    Files.createDirectories(temp.resolve("home/.aws"));
    Files.createDirectories(temp.resolve("home/.config/gcloud"));
    Files.createDirectories(temp.resolve("home/.config/editor"));
    Files.createFile(temp.resolve("home/.netrc"));

    assertThat(own(Map.of()))
        .containsExactly(
            Path.of("home/.aws"), Path.of("home/.config/gcloud"), Path.of("home/.netrc"));
  }

  @Test
  void areThoseOfTheHomeInTheEnvironmentToo() throws IOException {
    Files.createDirectories(temp.resolve("other/.ssh"));

    assertThat(own(Map.of("HOME", temp.resolve("other").toString())))
        .containsExactly(Path.of("other/.ssh"));
  }

  @Test
  void areWhatVariablesName() throws IOException {
    Files.createFile(temp.resolve("token"));
    Files.createFile(temp.resolve("kube"));
    Files.createDirectories(temp.resolve("cache/tusk"));

    assertThat(
            own(
                Map.of(
                    "AWS_WEB_IDENTITY_TOKEN_FILE",
                    temp.resolve("token").toString(),
                    "AWS_CONFIG_FILE",
                    temp.resolve("missing").toString(),
                    "KUBECONFIG",
                    temp.resolve("no") + ":" + temp.resolve("kube"),
                    "NETRC",
                    "a\0b",
                    "DOCKER_CONFIG",
                    "/",
                    "XDG_CACHE_HOME",
                    temp.resolve("cache").toString())))
        .containsExactlyInAnyOrder(Path.of("cache/tusk"), Path.of("token"), Path.of("kube"));
  }
}
