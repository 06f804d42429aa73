/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.project;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.name.ProjectName;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Create a project, and the store if there is none yet.",
    footer = {"", "Examples:", "  tusk create project vision -d 'what cameras see'"})
public final class CreateProject extends ChangeCommand {
  @Parameters(paramLabel = "PROJECT", description = "Its name.")
  private String name;

  @Option(
      names = {"-d", "--description"},
      paramLabel = "TEXT",
      defaultValue = "",
      showDefaultValue = Visibility.NEVER,
      description = "What it holds.")
  private String description;

  @Override
  protected boolean makesStore() {
    return true;
  }

  @Override
  protected String subject() {
    return name;
  }

  @Override
  protected void change(Transaction tx) {
    RepoChanges.createProject(tx, new ProjectName(name), description);
  }
}
