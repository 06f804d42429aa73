/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Makes and removes repositories within a transaction. */
public final class RepoChanges {
  private RepoChanges() {}

  /**
   * @throws TuskException CONFLICT when it exists
   */
  public static void createProject(Transaction tx, ProjectName name, String description) {
    if (tx.catalog().hasProject(name)) {
      throw new TuskException(
          ErrorCode.CONFLICT, "project " + name + " exists already; choose another name");
    }
    tx.metadata()
        .put(Keys.project(name), RepoJson.write(new Project(name, tx.time(), description)));
  }

  /**
   * @throws TuskException CONFLICT when it exists; NOT_FOUND for its project
   */
  public static void create(Transaction tx, RepoName name, String description) {
    tx.catalog().requireProject(name.project());
    if (tx.catalog().repo(name).isPresent()) {
      throw new TuskException(
          ErrorCode.CONFLICT, "repo " + name + " exists already; choose another name");
    }
    tx.metadata().put(Keys.repo(name), RepoJson.write(new Repo(name, tx.time(), description)));
  }

  /**
   * @throws TuskException NOT_FOUND
   */
  public static void describe(Transaction tx, ProjectName name, String description) {
    tx.catalog().requireProject(name);
    Instant created = tx.catalog().project(name).map(Project::created).orElse(tx.time());
    tx.metadata().put(Keys.project(name), RepoJson.write(new Project(name, created, description)));
  }

  /**
   * @throws TuskException NOT_FOUND
   */
  public static void describe(Transaction tx, RepoName name, String description) {
    Repo repo = tx.catalog().requireRepo(name);
    tx.metadata().put(Keys.repo(name), RepoJson.write(new Repo(name, repo.created(), description)));
  }

  /**
   * Removes a project that holds nothing.
   *
   * @throws TuskException NOT_FOUND; CONFLICT for the default project, and while it has a
   *     repository
   */
  public static void deleteProject(Transaction tx, ProjectName name) {
    tx.catalog().requireProject(name);
    if (name.equals(ProjectName.DEFAULT)) {
      throw new TuskException(
          ErrorCode.CONFLICT, "project default exists always and cannot be deleted");
    }
    Iterator<Repo> repos = tx.catalog().repos(name);
    if (repos.hasNext()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "project "
              + name
              + " cannot be deleted: it has repo "
              + repos.next().name()
              + "; delete what it holds first, or 'tusk delete project "
              + name
              + " --force' deletes all of it");
    }
    tx.metadata().remove(Keys.project(name));
  }

  /**
   * Removes a repository with its branches and commits.
   *
   * @throws TuskException CONFLICT while a branch elsewhere follows one of its branches, or a
   *     pipeline writes it; NOT_FOUND
   */
  public static void delete(Transaction tx, RepoName name) {
    tx.catalog().requireRepo(name);
    for (Branch branch : list(tx.catalog().branches(name))) {
      if (branch.owner() == Branch.Owner.PIPELINE) {
        throw new TuskException(
            ErrorCode.CONFLICT,
            "repo "
                + name
                + " holds the output of pipeline "
                + name
                + "; 'tusk delete pipeline "
                + name
                + "' deletes both");
      }
    }
    remove(tx, name);
  }

  /** As {@link #delete}, also for the repository that a pipeline writes. */
  public static void remove(Transaction tx, RepoName name) {
    List<Branch> branches = list(tx.catalog().branches(name));
    for (Branch branch : branches) {
      for (BranchName downstream : tx.catalog().downstream(branch.name())) {
        if (!downstream.repo().equals(name)) {
          BranchChanges.requireNoPipeline(
              tx, downstream, "repo " + name, "its branch " + branch.name().name());
          throw new TuskException(
              ErrorCode.CONFLICT,
              "repo "
                  + name
                  + " cannot be deleted: branch "
                  + downstream
                  + " follows its branch "
                  + branch.name().name()
                  + "; delete what follows it first");
        }
      }
    }
    branches.forEach(branch -> BranchChanges.remove(tx, branch));
    removeCommits(tx, name);
    tx.metadata().remove(Keys.repo(name));
  }

  private static void removeCommits(Transaction tx, RepoName name) {
    for (Commit commit : list(tx.catalog().commits(name))) {
      CommitChanges.unlist(tx, commit);
    }
  }

  static <T> List<T> list(Iterator<T> items) {
    List<T> list = new ArrayList<>();
    items.forEachRemaining(list::add);
    return list;
  }
}
