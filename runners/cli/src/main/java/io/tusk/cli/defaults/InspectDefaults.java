/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.defaults;

import io.tusk.cli.frame.RawOption;
import io.tusk.cli.frame.ReadCommand;
import io.tusk.cli.frame.View;
import io.tusk.pipeline.DefaultsCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows defaults. */
@Command(
    description = "Print the defaults of the cluster or of a project, as they were given.",
    footer = {
      "",
      "Examples:",
      "  tusk inspect defaults --cluster",
      "  tusk inspect defaults --project films"
    })
public final class InspectDefaults extends ReadCommand {
  @Mixin private ScopeOption scope;
  @Mixin private RawOption raw;

  @Override
  protected void read(View view) {
    raw.print(
        out(),
        DefaultsText.document(new DefaultsCatalog(view.catalog()).find(scope.scope(project()))));
  }
}
