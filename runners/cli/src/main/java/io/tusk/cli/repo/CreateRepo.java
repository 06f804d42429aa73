/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.repo;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Create a repository, and the store if there is none yet.",
    footer = {"", "Examples:", "  tusk create repo images -d 'pictures to process'"})
public final class CreateRepo extends ChangeCommand {
  @Parameters(paramLabel = "REPO", description = "Its name.")
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
    return repo(name).toString();
  }

  @Override
  protected void change(Transaction tx) {
    RepoChanges.create(tx, repo(name), description);
  }
}
