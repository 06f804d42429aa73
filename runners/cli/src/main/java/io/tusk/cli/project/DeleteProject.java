/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.project;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.name.ProjectName;
import io.tusk.pipeline.ProjectRemoval;
import io.tusk.repo.Transaction;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Delete a project, and its defaults with it.",
    footer = {
      "",
      "Examples:",
      "  tusk delete project vision",
      "  tusk delete project vision --force"
    })
public final class DeleteProject extends ChangeCommand {
  @Parameters(paramLabel = "PROJECT", description = "Its name.")
  private String name;

  @Option(
      names = {"-f", "--force"},
      description =
          "Also the pipelines and repositories that it holds; never what other projects read.")
  private boolean force;

  @Override
  protected String subject() {
    return name;
  }

  @Override
  protected void change(Transaction tx) {
    ProjectName project = new ProjectName(name);
    if (force) {
      ProjectRemoval.empty(tx, List.of(project));
    }
    ProjectRemoval.delete(tx, project);
  }
}
