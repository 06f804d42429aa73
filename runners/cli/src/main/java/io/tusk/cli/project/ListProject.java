/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.project;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import picocli.CommandLine.Command;

@Command(
    description = "List the projects; default is always there.",
    footer = {"", "Examples:", "  tusk list project"})
public final class ListProject extends QueryCommand {
  @Override
  protected Answer answer(View view) {
    return Listing.of(ProjectText.all(view.catalog()).iterator(), ProjectText::document)
        .column("ACTIVE", row -> row.name().equals(project()) ? "*" : "")
        .column("PROJECT", ProjectText::name)
        .column("CREATED", ProjectText::created)
        .column("DESCRIPTION", ProjectText::description);
  }
}
