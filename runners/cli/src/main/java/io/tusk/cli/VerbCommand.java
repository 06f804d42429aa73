/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A verb without a noun, which says what nouns there are. */
@Command(sortOptions = false, synopsisSubcommandLabel = "NOUN")
final class VerbCommand implements Runnable {
  private final Verb.OfNouns verb;

  @Spec private CommandSpec spec;

  VerbCommand(Verb.OfNouns verb) {
    this.verb = verb;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "'"
            + spec.qualifiedName()
            + "' needs a noun: "
            + String.join(", ", verb.commands().keySet().stream().map(Noun::singular).toList()));
  }
}
