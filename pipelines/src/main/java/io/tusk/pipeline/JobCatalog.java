/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.repo.Branch;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The jobs that some metadata shows. An open commit on a pipeline's output branch is a job that
 * waits; its own record comes when it is taken up or ends.
 */
public final class JobCatalog {
  private final Catalog catalog;

  public JobCatalog(Catalog catalog) {
    this.catalog = catalog;
  }

  public Optional<Job> job(JobId id) {
    Optional<Job> recorded =
        catalog.metadata().find(PipelineKeys.job(id)).map(value -> JobJson.read(id, value));
    return recorded.isPresent()
        ? recorded
        : catalog.commit(id.pipeline().repo(), id.set()).flatMap(this::waiting);
  }

  /**
   * @throws TuskException NOT_FOUND
   */
  public Job requireJob(JobId id) {
    return job(id)
        .orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.NOT_FOUND,
                    "job " + id + " does not exist; 'tusk list job' shows those that do"));
  }

  /** The jobs of a pipeline, newest first. */
  public Iterator<Job> jobs(PipelineName pipeline) {
    return jobs(catalog.commits(pipeline.repo()));
  }

  /** All jobs, newest set first. */
  public Iterator<Job> jobs() {
    return jobs(catalog.commits());
  }

  /** The jobs of a commit set. */
  public List<Job> jobs(CommitId set) {
    return list(jobs(catalog.commitSet(set).iterator()));
  }

  /** The jobs that are not at their end, oldest set first. */
  public List<Job> pending() {
    return list(jobs(catalog.openCommits()));
  }

  /** The jobs that are not at their end, newest set first. */
  public Iterator<Job> pendingNewestFirst() {
    return jobs(catalog.openCommitsNewestFirst());
  }

  private Optional<Job> ofCommit(Commit commit) {
    if (commit.origin() != Commit.Origin.AUTO || commit.repo().name().length() > 51) {
      return Optional.empty();
    }
    return job(new JobId(PipelineName.writing(commit.repo()), commit.id()));
  }

  private Optional<Job> waiting(Commit commit) {
    BranchName branch = commit.branch();
    boolean ofPipeline =
        commit.isOpen()
            && commit.origin() == Commit.Origin.AUTO
            && catalog
                .branch(branch)
                .filter(found -> found.owner() == Branch.Owner.PIPELINE)
                .isPresent();
    JobId id = new JobId(PipelineName.writing(commit.repo()), commit.id());
    return ofPipeline ? Optional.of(Job.created(id, commit.started())) : Optional.empty();
  }

  private Iterator<Job> jobs(Iterator<Commit> commits) {
    return new Iterator<>() {
      private Optional<Job> next = find();

      private Optional<Job> find() {
        while (commits.hasNext()) {
          Optional<Job> job = ofCommit(commits.next());
          if (job.isPresent()) {
            return job;
          }
        }
        return Optional.empty();
      }

      @Override
      public boolean hasNext() {
        return next.isPresent();
      }

      @Override
      public Job next() {
        Job job = next.orElseThrow(NoSuchElementException::new);
        next = find();
        return job;
      }
    };
  }

  private static <T> List<T> list(Iterator<T> items) {
    List<T> list = new ArrayList<>();
    items.forEachRemaining(list::add);
    return list;
  }
}
