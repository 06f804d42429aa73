/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.spec.Transform;
import io.tusk.spec.Transform.SecretMount;

/** Writes {@code transform}. */
final class TransformJson {
  private TransformJson() {}

  static JsonObject write(Transform transform) {
    JsonObject json =
        new JsonObject()
            .put("image", transform.image())
            .put("cmd", transform.cmd())
            .put("err_cmd", transform.errCmd())
            .put("env", transform.env())
            .putObjects("secrets", transform.secrets().stream().map(TransformJson::secret).toList())
            .put("image_pull_secrets", transform.imagePullSecrets())
            .put("stdin", transform.stdin())
            .put("err_stdin", transform.errStdin())
            .putNumbers("accept_return_code", transform.acceptReturnCode())
            .put("debug", transform.debug())
            .put("user", transform.user())
            .put("working_dir", transform.workingDir())
            .put("dockerfile", transform.dockerfile())
            .put("memory_volume", transform.memoryVolume())
            .put("datum_batching", transform.datumBatching());
    transform
        .java()
        .ifPresent(
            java ->
                json.put(
                    "java",
                    new JsonObject()
                        .put("class", java.className())
                        .put("jar", java.jar().orElse(""))));
    return json;
  }

  private static JsonObject secret(SecretMount secret) {
    return new JsonObject()
        .put("name", secret.name())
        .put("key", secret.key())
        .put("mount_path", secret.mountPath())
        .put("env_var", secret.envVar());
  }
}
