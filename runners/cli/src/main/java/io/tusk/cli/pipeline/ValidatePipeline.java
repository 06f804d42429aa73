/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.StoreCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    description = "Check specifications without a store; all errors are shown at once.",
    footer = {"", "Examples:", "  tusk validate pipeline -f edges.json"})
public final class ValidatePipeline extends StoreCommand {
  @Mixin private SpecOption file;

  @Override
  protected int run() {
    file.parse(file.text(terminal()), project());
    return 0;
  }
}
