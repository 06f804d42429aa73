/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.SpecOption;
import io.tusk.cli.frame.StoreCommand;
import io.tusk.pipeline.SpecBatch;
import io.tusk.spec.parse.SpecDefaults;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks specifications. */
@Command(
    description = "Check specifications without a store; all errors are shown at once.",
    footer = {"", "Examples:", "  tusk validate pipeline -f edges.json"})
public final class ValidatePipeline extends StoreCommand {
  @Mixin private SpecOption file;

  @Override
  protected int run() {
    SpecBatch.read(file.text(terminal()), project(), SpecDefaults.BUILT_IN)
        .warnings()
        .forEach(err()::println);
    return 0;
  }
}
