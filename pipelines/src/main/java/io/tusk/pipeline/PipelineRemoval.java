/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.RepoName;
import io.tusk.repo.Branch;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import io.tusk.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Removes pipelines, with their versions and jobs, within a transaction. */
public final class PipelineRemoval {
  private static final String DELETED = "killed because the pipeline was deleted";

  private PipelineRemoval() {}

  /** What becomes of the output repository; those of cron inputs go in any case. */
  public enum Output {
    DELETE,
    /** It stays, with all its commits, as a repository like any other. */
    KEEP
  }

  /** What becomes of those who follow a repository that goes. */
  public enum Followers {
    /** While there are any, nothing is deleted. */
    REFUSE,
    /** Pipelines that read it are stopped; other branches follow it no more. */
    CUT_OFF
  }

  /** As {@link #delete(Transaction, Collection, Output, Followers)}, the output included. */
  public static void delete(Transaction tx, PipelineName name) {
    delete(tx, List.of(name), Output.DELETE, Followers.REFUSE);
  }

  /**
   * Removes pipelines; they may follow each other.
   *
   * @throws TuskException NOT_FOUND; CONFLICT while something else follows a repository that goes
   */
  public static void delete(
      Transaction tx, Collection<PipelineName> names, Output output, Followers followers) {
    PipelineCatalog pipelines = new PipelineCatalog(tx.catalog());
    names.forEach(pipelines::requirePipeline);
    JobChanges.killAll(tx, Set.copyOf(names), DELETED);
    for (PipelineName name : names) {
      // So they no longer follow each other, and can go in any order.
      BranchChanges.disown(tx, pipelines.requirePipeline(name).output());
    }
    for (PipelineName name : names) {
      PipelineSpec spec = pipelines.newestVersion(pipelines.requirePipeline(name)).spec();
      InputTies.release(tx, spec, Optional.empty());
    }
    for (PipelineName name : names) {
      delete(tx, name, output, followers);
    }
  }

  private static void delete(
      Transaction tx, PipelineName name, Output output, Followers followers) {
    List<CommitId> sets = new ArrayList<>();
    tx.catalog().commits(name.repo()).forEachRemaining(commit -> sets.add(commit.id()));
    if (output == Output.DELETE) {
      remove(tx, name.repo(), followers);
    }
    for (RepoName ticks : CronRepos.forget(tx, name)) {
      remove(tx, ticks, followers);
    }
    sets.forEach(set -> tx.metadata().remove(PipelineKeys.job(new JobId(name, set))));
    List<String> versions = new ArrayList<>();
    tx.metadata()
        .ascending(PipelineKeys.versionsOf(name))
        .forEachRemaining(item -> versions.add(item.key()));
    versions.forEach(tx.metadata()::remove);
    tx.metadata().remove(PipelineKeys.pipeline(name));
  }

  private static void remove(Transaction tx, RepoName repo, Followers followers) {
    if (followers == Followers.CUT_OFF) {
      cutOffFollowers(tx, repo);
    }
    RepoChanges.remove(tx, repo);
  }

  private static void cutOffFollowers(Transaction tx, RepoName repo) {
    List<BranchName> outputs = new ArrayList<>();
    Iterator<Branch> branches = tx.catalog().branches(repo);
    branches.forEachRemaining(branch -> outputs.add(branch.name()));
    for (BranchName output : outputs) {
      for (BranchName follower : tx.catalog().downstream(output)) {
        Branch branch = tx.catalog().requireBranch(follower);
        if (branch.owner() == Branch.Owner.PIPELINE) {
          PipelineChanges.stop(tx, PipelineName.writing(follower.repo()));
        } else {
          BranchChanges.follow(
              tx,
              follower,
              branch.provenance().stream().filter(upstream -> !upstream.equals(output)).toList());
        }
      }
    }
  }
}
