/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.repo;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.name.RepoName;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Delete a repository with its branches, commits and files.",
    footer = {"", "Examples:", "  tusk delete repo images", "  tusk delete repo --all"})
public final class DeleteRepo extends ChangeCommand {
  @Parameters(paramLabel = "REPO", arity = "0..1", description = "Its name.")
  private String name;

  @Option(names = "--all", description = "All repositories of the project.")
  private boolean all;

  @Override
  protected boolean prepare() {
    if (all == (name != null)) {
      throw misuse("either a repo name or --all needs to be given");
    }
    return true;
  }

  @Override
  protected String subject() {
    return all ? "--all" : repo(name).toString();
  }

  @Override
  protected void change(Transaction tx) {
    List<RepoName> repos = new ArrayList<>();
    if (all) {
      tx.catalog().repos(project()).forEachRemaining(repo -> repos.add(repo.name()));
    } else {
      repos.add(repo(name));
    }
    repos.forEach(repo -> RepoChanges.delete(tx, repo));
  }
}
