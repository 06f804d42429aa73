/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.secret;

import io.tusk.engine.secret.SecretName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Delete a secret with all its keys.",
    footer = {"", "Examples:", "  tusk delete secret database"})
public final class DeleteSecret extends SecretCommand {
  @Parameters(paramLabel = "SECRET", description = "Its name.")
  private String name;

  @Override
  protected int run() {
    directory().delete(new SecretName(name));
    return 0;
  }
}
