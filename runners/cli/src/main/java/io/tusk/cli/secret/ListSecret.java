/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.secret;

import io.tusk.cli.frame.AnswerOption;
import io.tusk.cli.frame.Listing;
import io.tusk.engine.secret.SecretDirectory;
import io.tusk.engine.secret.SecretName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    description = "List the secrets, without their values.",
    footer = {"", "Examples:", "  tusk list secret"})
public final class ListSecret extends SecretCommand {
  @Mixin private AnswerOption answers;

  @Override
  protected int run() {
    SecretDirectory directory = directory();
    Listing<SecretName> listing =
        Listing.<SecretName>of(
                directory.list().iterator(), name -> SecretText.document(directory, name))
            .column("NAME", name -> name)
            .column("TYPE", name -> SecretText.TYPE)
            .column("CREATED", name -> SecretText.created(directory, name));
    answers.print(listing, out(), err(), terminal().clock());
    return 0;
  }
}
