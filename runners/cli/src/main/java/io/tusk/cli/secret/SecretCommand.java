/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.secret;

import io.tusk.cli.frame.SecretsOption;
import io.tusk.cli.frame.TuskCommand;
import io.tusk.engine.secret.SecretDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Works on a directory of secrets, and on no store. */
@Command
abstract class SecretCommand extends TuskCommand {
  @Mixin private SecretsOption secrets;

  final SecretDirectory directory() {
    return new SecretDirectory(secrets.required(terminal()));
  }
}
