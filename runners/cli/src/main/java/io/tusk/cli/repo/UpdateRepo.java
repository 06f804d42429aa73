/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.repo;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Describe a repository anew.",
    footer = {"", "Examples:", "  tusk update repo images -d 'pictures to process'"})
public final class UpdateRepo extends ChangeCommand {
  @Parameters(paramLabel = "REPO", description = "Its name.")
  private String name;

  @Option(
      names = {"-d", "--description"},
      paramLabel = "TEXT",
      required = true,
      description = "What it holds.")
  private String description;

  @Override
  protected String subject() {
    return repo(name).toString();
  }

  @Override
  protected void change(Transaction tx) {
    RepoChanges.describe(tx, repo(name), description);
  }
}
