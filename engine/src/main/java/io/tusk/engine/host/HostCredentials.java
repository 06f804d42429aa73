/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a host keeps what lets whoever runs Tusk into other places, by the customs of the programs
 * that keep it: keys of clouds, clusters and registries, and what Tusk itself has fetched from a
 * bucket. A command needs none of it; what it needs it is given as a secret.
 */
public final class HostCredentials {
  private static final List<String> IN_HOME =
      List.of(
          ".aws",
          ".azure",
          ".boto",
          ".cache/tusk",
          ".config/gcloud",
          ".config/gh",
          ".config/rclone",
          ".config/tusk",
          ".docker",
          ".git-credentials",
          ".gnupg",
          ".hadoop",
          ".kube",
          ".m2/settings.xml",
          ".netrc",
          ".npmrc",
          ".pgpass",
          ".pypirc",
          ".s3cfg",
          ".ssh");

  /** Tokens that containers and pods are given. */
  private static final List<String> OF_PODS =
      List.of("/run/secrets", "/var/run/secrets", "/etc/kubernetes");

  private static final List<String> VARIABLES =
      List.of(
          "AWS_CONFIG_FILE",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
          "AWS_SHARED_CREDENTIALS_FILE",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "CLOUDSDK_CONFIG",
          "DOCKER_CONFIG",
          "GOOGLE_APPLICATION_CREDENTIALS",
          "KUBECONFIG",
          "NETRC",
          "TUSK_CACHE");

  private HostCredentials() {}

  /** Those of this process that are there. */
  public static List<Path> ofThisProcess() {
    return of(Path.of(System.getProperty("user.home")), System.getenv());
  }

  /** Those that are there, of a user with that home and environment. */
  static List<Path> of(Path home, Map<String, String> environment) {
    List<Path> places = new ArrayList<>();
    addHome(home, places);
    path(environment.get("HOME")).ifPresent(other -> addHome(other, places));
    path(environment.get("XDG_CONFIG_HOME"))
        .ifPresent(
            config -> {
              for (String name : List.of("gcloud", "gh", "rclone", "tusk")) {
                places.add(config.resolve(name));
              }
            });
    path(environment.get("XDG_CACHE_HOME")).ifPresent(cache -> places.add(cache.resolve("tusk")));
    OF_PODS.forEach(place -> places.add(Path.of(place)));
    for (String name : VARIABLES) {
      // KUBECONFIG may name several.
      for (String each : environment.getOrDefault(name, "").split(File.pathSeparator, -1)) {
        path(each).ifPresent(places::add);
      }
    }
    return places.stream().filter(Files::exists).distinct().toList();
  }

  private static void addHome(Path home, List<Path> places) {
    IN_HOME.forEach(name -> places.add(home.resolve(name)));
  }

  private static Optional<Path> path(String value) {
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(value).toAbsolutePath().normalize();
      // The root is no place of credentials, and cannot be hidden.
      return path.getNameCount() == 0 ? Optional.empty() : Optional.of(path);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
