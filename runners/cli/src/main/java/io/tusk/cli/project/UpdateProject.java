/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.project;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.name.ProjectName;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Describe a project anew.",
    footer = {"", "Examples:", "  tusk update project vision -d 'what cameras see'"})
public final class UpdateProject extends ChangeCommand {
  @Parameters(paramLabel = "PROJECT", description = "Its name.")
  private String name;

  @Option(
      names = {"-d", "--description"},
      paramLabel = "TEXT",
      required = true,
      description = "What it holds.")
  private String description;

  @Override
  protected String subject() {
    return name;
  }

  @Override
  protected void change(Transaction tx) {
    RepoChanges.describe(tx, new ProjectName(name), description);
  }
}
