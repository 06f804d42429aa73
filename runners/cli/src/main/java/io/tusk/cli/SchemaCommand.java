/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.cli.frame.RawOption;
import io.tusk.cli.frame.TuskCommand;
import io.tusk.spec.reference.JsonSchema;
import picocli.CommandLine.Command;

/** {@code schema}: of specifications. */
@Command(
    name = "schema",
    description =
        "Print the JSON Schema (draft-07) of pipeline specifications, with which an editor completes"
            + " and checks them.",
    footer = {"", "Examples:", "  tusk schema > pipeline.schema.json"})
public final class SchemaCommand extends TuskCommand {
  @Override
  protected int run() {
    new RawOption().print(out(), JsonSchema.write());
    return 0;
  }
}
