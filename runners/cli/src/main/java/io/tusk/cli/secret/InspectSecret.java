/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.secret;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.AnswerOption;
import io.tusk.cli.frame.Detail;
import io.tusk.engine.secret.SecretDirectory;
import io.tusk.engine.secret.SecretName;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show the keys of one secret, without their values.",
    footer = {"", "Examples:", "  tusk inspect secret database"})
public final class InspectSecret extends SecretCommand {
  @Parameters(paramLabel = "SECRET", description = "Its name.")
  private String name;

  @Mixin private AnswerOption answers;

  @Override
  protected int run() {
    SecretDirectory directory = directory();
    SecretName secret = new SecretName(name);
    Set<String> keys = directory.read(secret).keySet();
    Detail detail =
        Detail.of(() -> document(directory, secret, keys))
            .line("Name", secret)
            .line("Type", SecretText.TYPE)
            .line("Created", SecretText.created(directory, secret))
            .line("Keys", String.join(", ", keys));
    answers.print(detail, out(), err(), terminal().clock());
    return 0;
  }

  private static ObjectNode document(
      SecretDirectory directory, SecretName secret, Set<String> keys) {
    ObjectNode json = SecretText.document(directory, secret);
    ArrayNode array = json.putArray("keys");
    keys.forEach(array::add);
    return json;
  }
}
