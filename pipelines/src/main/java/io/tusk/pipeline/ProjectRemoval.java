/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.error.TuskException;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.repo.Branch;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Repo;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/** Removes projects, and all that they hold, within a transaction. */
public final class ProjectRemoval {
  private ProjectRemoval() {}

  /**
   * Removes the pipelines and the repositories of projects; they may follow each other.
   *
   * @throws TuskException NOT_FOUND; CONFLICT while something of another project follows them
   */
  public static void empty(Transaction tx, Collection<ProjectName> projects) {
    projects.forEach(tx.catalog()::requireProject);
    List<Repo> repos = new ArrayList<>();
    List<PipelineName> pipelines = new ArrayList<>();
    for (ProjectName project : projects) {
      tx.catalog().repos(project).forEachRemaining(repos::add);
      new PipelineCatalog(tx.catalog())
          .pipelines(project)
          .forEachRemaining(pipeline -> pipelines.add(pipeline.name()));
    }
    // So none of them follows another, and they can go in any order.
    repos.forEach(repo -> cutOff(tx, repo));
    PipelineRemoval.delete(
        tx, pipelines, PipelineRemoval.Output.DELETE, PipelineRemoval.Followers.REFUSE);
    for (Repo repo : repos) {
      if (tx.catalog().repo(repo.name()).isPresent()) {
        RepoChanges.delete(tx, repo.name());
      }
    }
  }

  private static void cutOff(Transaction tx, Repo repo) {
    List<Branch> branches = new ArrayList<>();
    Iterator<Branch> found = tx.catalog().branches(repo.name());
    found.forEachRemaining(branches::add);
    for (Branch branch : branches) {
      if (branch.owner() == Branch.Owner.USER) {
        BranchChanges.follow(tx, branch.name(), List.of());
      }
    }
  }

  /**
   * Removes a project that is empty, with its defaults.
   *
   * @throws TuskException NOT_FOUND; CONFLICT for the default project, and while it holds something
   */
  public static void delete(Transaction tx, ProjectName project) {
    RepoChanges.deleteProject(tx, project);
    forgetDefaults(tx, new DefaultsScope.OfProject(project));
  }

  /** Takes the defaults of a scope away, if there are some. */
  public static void forgetDefaults(Transaction tx, DefaultsScope scope) {
    if (new DefaultsCatalog(tx.catalog()).find(scope).isPresent()) {
      DefaultsChanges.delete(tx, scope);
    }
  }
}
