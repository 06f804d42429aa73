/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.repo;

import io.tusk.cli.frame.AllProjectsOption;
import io.tusk.cli.frame.ChangeCommand;
import io.tusk.name.RepoName;
import io.tusk.repo.Branch;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Repo;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Delete a repository with its branches, commits and files.",
    footer = {"", "Examples:", "  tusk delete repo images", "  tusk delete repo --all"})
public final class DeleteRepo extends ChangeCommand {
  @Parameters(paramLabel = "REPO", arity = "0..1", description = "Its name.")
  private String name;

  @Option(
      names = "--all",
      description = "All repositories of the project; with -A of all projects.")
  private boolean all;

  @Option(
      names = {"-f", "--force"},
      description =
          "Also when branches follow its own, which they then do no longer; never what"
              + " a pipeline reads.")
  private boolean force;

  @Mixin private AllProjectsOption allProjects;

  @Override
  protected boolean prepare() {
    if (allProjects.isSet() && !all) {
      throw misuse("-A goes with --all");
    }
    if (all == (name != null)) {
      throw misuse("either a repo name or --all needs to be given");
    }
    return true;
  }

  @Override
  protected String subject() {
    return all ? allProjects.isSet() ? "--all -A" : "--all" : repo(name).toString();
  }

  @Override
  protected void change(Transaction tx) {
    List<RepoName> repos = new ArrayList<>();
    if (all) {
      Iterator<Repo> found =
          allProjects.isSet() ? tx.catalog().repos() : tx.catalog().repos(project());
      found.forEachRemaining(repo -> repos.add(repo.name()));
    } else {
      repos.add(repo(name));
    }
    repos.forEach(repo -> delete(tx, repo));
  }

  private void delete(Transaction tx, RepoName repo) {
    List<Branch> branches = new ArrayList<>();
    tx.catalog().branches(repo).forEachRemaining(branches::add);
    boolean ofPipeline = branches.stream().anyMatch(b -> b.owner() == Branch.Owner.PIPELINE);
    if (force && !ofPipeline) {
      branches.forEach(branch -> BranchChanges.deleteForced(tx, branch.name()));
    }
    RepoChanges.delete(tx, repo);
  }
}
