/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.secret;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.RawJson;
import io.tusk.engine.secret.SecretDirectory;
import io.tusk.engine.secret.SecretName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;

/** How secrets are shown: without their values. */
final class SecretText {
  /** Kubernetes' word for a secret of which only its user knows what it is. */
  static final String TYPE = "Opaque";

  private SecretText() {}

  static Instant created(SecretDirectory directory, SecretName name) {
    try {
      return Files.getLastModifiedTime(directory.path().resolve(name.value())).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode document(SecretDirectory directory, SecretName name) {
    ObjectNode json = RawJson.object();
    json.putObject("secret").put("name", name.value());
    json.put("type", TYPE);
    return json.put("creation_timestamp", created(directory, name).toString());
  }
}
