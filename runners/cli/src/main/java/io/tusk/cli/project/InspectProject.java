/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.project;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Detail;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.name.ProjectName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show one project.",
    footer = {"", "Examples:", "  tusk inspect project vision"})
public final class InspectProject extends QueryCommand {
  @Parameters(paramLabel = "PROJECT", description = "Its name.")
  private String name;

  @Override
  protected Answer answer(View view) {
    ProjectName named = new ProjectName(name);
    view.catalog().requireProject(named);
    ProjectText project = ProjectText.of(view.catalog(), named);
    return Detail.of(project::document)
        .line("Name", project.name())
        .line("Description", project.description())
        .line("Created", project.created());
  }
}
