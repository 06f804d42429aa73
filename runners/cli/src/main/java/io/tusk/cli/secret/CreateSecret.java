/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.secret;

import io.tusk.spec.parse.SpecSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Create a secret from a file in Kubernetes' form: its name is metadata.name, and its keys are"
          + " those of data (in base64) and stringData.",
      "It is kept outside of the store, readable by its owner alone."
    },
    footer = {
      "",
      "Examples:",
      "  tusk create secret -f database.json",
      "  tusk create secret -f database.yaml --secrets /etc/tusk/secrets"
    })
public final class CreateSecret extends SecretCommand {
  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE|-",
      description = "The file, in JSON or YAML; - is standard input.")
  private String file;

  @Override
  protected int run() {
    String source = file.equals("-") ? file : terminal().directory().resolve(file).toString();
    SecretFile secret = SecretFile.parse(new SpecSource().read(source, terminal().input()));
    directory().create(secret.name(), secret.values());
    return 0;
  }
}
