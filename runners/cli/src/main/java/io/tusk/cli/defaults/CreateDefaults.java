/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.defaults;

import picocli.CommandLine.Command;

/** Sets defaults. */
@Command(
    description = {
      "Set the defaults that specifications are laid over, and make the store if there is none yet.",
      "The file holds {\"create_pipeline_request\": {...}}, whose content has the form of a"
          + " specification. Pipelines stay as they are, unless --regenerate is given."
    },
    footer = {
      "",
      "Examples:",
      "  tusk create defaults --cluster -f defaults.json",
      "  tusk create defaults --project films -f defaults.yaml --regenerate"
    })
public final class CreateDefaults extends PutDefaults {
  @Override
  protected boolean makesStore() {
    return true;
  }
}
