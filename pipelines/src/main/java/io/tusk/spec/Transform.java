/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The code of a pipeline: a command, or a Java class.
 *
 * @param cmd program and arguments, run without a shell; empty when {@code java} is given
 * @param stdin lines for the command
 * @param errCmd what runs when a datum failed its tries
 * @param env by name, sorted
 * @param image container image
 * @param acceptReturnCode exit codes that count as success beside 0
 * @param user {@code user[:group]} or {@code uid[:gid]}
 * @param dockerfile informational
 */
public record Transform(
    List<String> cmd,
    List<String> stdin,
    List<String> errCmd,
    List<String> errStdin,
    Map<String, String> env,
    List<SecretMount> secrets,
    String image,
    List<Long> acceptReturnCode,
    String user,
    String workingDir,
    boolean datumBatching,
    boolean debug,
    String dockerfile,
    boolean memoryVolume,
    List<String> imagePullSecrets,
    Optional<JavaTransform> java) {
  public Transform {
    cmd = List.copyOf(cmd);
    stdin = List.copyOf(stdin);
    errCmd = List.copyOf(errCmd);
    errStdin = List.copyOf(errStdin);
    env = Collections.unmodifiableMap(new TreeMap<>(env));
    secrets = List.copyOf(secrets);
    acceptReturnCode = List.copyOf(acceptReturnCode);
    imagePullSecrets = List.copyOf(imagePullSecrets);
  }

  /** A secret's key, as a file or as an environment variable. */
  public record SecretMount(String name, String key, String mountPath, String envVar) {}

  /**
   * Code that runs in the worker itself.
   *
   * @param className fully qualified
   * @param jar path or URL; absent when the class is on the class path
   */
  public record JavaTransform(String className, Optional<String> jar) {}
}
