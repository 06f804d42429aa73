/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.spec.Transform.SecretMount;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a specification asks for, found.
 *
 * @param variables for the command's environment
 * @param files by the directory, absolute, that the command is to find them in, and by name
 */
public record JobSecrets(Map<String, String> variables, Map<String, Map<String, byte[]>> files) {
  public static final JobSecrets NONE = new JobSecrets(Map.of(), Map.of());

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * Finds what {@code wanted} names.
   *
   * @throws TuskException INVALID when a secret or a key is missing, or cannot be used as asked for
   */
  public static JobSecrets find(List<SecretMount> wanted, Optional<Path> directory) {
    if (wanted.isEmpty()) {
      return NONE;
    }
    Map<String, String> variables = new LinkedHashMap<>();
    Map<String, Map<String, byte[]>> files = new LinkedHashMap<>();
    for (SecretMount mount : wanted) {
      Map<String, byte[]> values = values(mount, directory);
      if (!mount.envVar().isEmpty()) {
        variables.put(variable(mount), text(mount, values));
      }
      if (!mount.mountPath().isEmpty()) {
        if (files.putIfAbsent(place(mount), values) != null) {
          throw invalid(
              mount,
              "cannot be shown at \""
                  + mount.mountPath()
                  + "\", where another secret is; give it a mount_path of its own",
              null);
        }
      }
    }
    return new JobSecrets(variables, files);
  }

  private static Map<String, byte[]> values(SecretMount mount, Optional<Path> directory) {
    if (directory.isEmpty()) {
      throw invalid(
          mount,
          "cannot be found: no directory of secrets is named; --secrets or TUSK_SECRETS names one",
          null);
    }
    try {
      return new SecretDirectory(directory.get()).read(new SecretName(mount.name()));
    } catch (TuskException e) {
      if (e.code() == ErrorCode.NOT_FOUND || e.code() == ErrorCode.USAGE) {
        throw new TuskException(ErrorCode.INVALID, e.getMessage(), e);
      }
      throw e;
    }
  }

  private static String variable(SecretMount mount) {
    if (!VARIABLE.matcher(mount.envVar()).matches()) {
      throw invalid(
          mount,
          "cannot be given as \""
              + mount.envVar()
              + "\"; name an env_var of letters, digits and \"_\"",
          null);
    }
    return mount.envVar();
  }

  private static String text(SecretMount mount, Map<String, byte[]> values) {
    byte[] value = values.get(mount.key());
    if (value == null) {
      throw invalid(
          mount,
          "has no key \"" + mount.key() + "\", only " + String.join(", ", values.keySet()),
          null);
    }
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      throw invalid(
          mount,
          "holds bytes in \""
              + mount.key()
              + "\" that are not UTF-8; give it a mount_path, no env_var",
          e);
    }
    if (text.indexOf('\0') >= 0) {
      throw invalid(
          mount,
          "holds a NUL character in \"" + mount.key() + "\"; give it a mount_path, no env_var",
          null);
    }
    return text;
  }

  private static String place(SecretMount mount) {
    String path = mount.mountPath();
    Path normal = Path.of(path).normalize();
    if (!path.startsWith("/") || normal.getNameCount() == 0) {
      throw invalid(
          mount,
          "cannot be shown at \"" + path + "\"; give an absolute mount_path below the root",
          null);
    }
    return normal.toString();
  }

  private static TuskException invalid(SecretMount mount, String fact, Exception cause) {
    return new TuskException(ErrorCode.INVALID, "secret \"" + mount.name() + "\" " + fact, cause);
  }
}
