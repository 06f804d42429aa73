/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.error.Quote;
import io.tusk.spec.Transform;
import io.tusk.spec.Transform.JavaTransform;
import io.tusk.spec.Transform.SecretMount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code transform}. */
final class TransformSection {
  private static final Pattern CLASS_NAME =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

  private TransformSection() {}

  static Transform parse(Fields fields) {
    Optional<JavaTransform> java = fields.object("java").map(TransformSection::java);
    List<SecretMount> secrets =
        fields.objects("secrets").stream().map(TransformSection::secret).toList();
    Transform transform =
        new Transform(
            fields.texts("cmd"),
            fields.texts("stdin"),
            fields.texts("err_cmd"),
            fields.texts("err_stdin"),
            env(fields),
            secrets,
            fields.text("image"),
            fields.integers("accept_return_code"),
            fields.text("user"),
            fields.text("working_dir"),
            fields.flag("datum_batching"),
            fields.flag("debug"),
            fields.text("dockerfile"),
            fields.flag("memory_volume"),
            fields.texts("image_pull_secrets"),
            java);
    fields.ignored("build", "commands run with the host's programs, without an image");
    rules(fields, transform);
    fields.end();
    return transform;
  }

  private static void rules(Fields fields, Transform transform) {
    boolean hasJava = fields.node("java").isPresent();
    if (hasJava) {
      for (String command : List.of("cmd", "stdin", "err_cmd", "err_stdin")) {
        if (fields.meaningful(command)) {
          fields.error(command, "cannot be used with transform.java; remove one of them");
        }
      }
    } else if (fields.empty("cmd")) {
      fields.error("names nothing to run; give cmd, a list of program and arguments, or java");
    } else if (!transform.cmd().isEmpty() && transform.cmd().get(0).isEmpty()) {
      fields.error("cmd", "starts with an empty string; name the program");
    }
    if (transform.errCmd().isEmpty() && fields.meaningful("err_stdin")) {
      fields.error("err_stdin", "has no command to go to; give err_cmd");
    }
  }

  private static Map<String, String> env(Fields fields) {
    Map<String, String> env = fields.textMap("env");
    for (String name : env.keySet()) {
      if (name.isEmpty() || name.indexOf('=') >= 0) {
        fields.error(
            "env",
            "holds \""
                + Quote.shortened(name)
                + "\", which no environment variable can be called; rename it");
      }
    }
    return env;
  }

  private static SecretMount secret(Fields fields) {
    fields.missing("name", "name the secret");
    SecretMount secret =
        new SecretMount(
            fields.text("name"),
            fields.text("key"),
            fields.text("mount_path"),
            fields.text("env_var"));
    if (!secret.envVar().isEmpty()) {
      fields.missing("key", "env_var takes the value of one key");
    }
    fields.end();
    return secret;
  }

  private static JavaTransform java(Fields fields) {
    fields.missing("class", "name the class with its package");
    String className = fields.text("class");
    if (!className.isEmpty() && !CLASS_NAME.matcher(className).matches()) {
      fields.error(
          "class",
          "is no name of a Java class: \""
              + Quote.shortened(className)
              + "\"; write it like \"com.example.Edges\"");
    }
    JavaTransform java = new JavaTransform(className, fields.optionalText("jar"));
    fields.end();
    return java;
  }
}
