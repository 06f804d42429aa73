/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.log.Operation;
import io.tusk.meta.MetadataChange;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.repo.Branch;
import io.tusk.repo.Catalog;
import io.tusk.repo.UndoRule;
import java.util.Iterator;
import java.util.Optional;

/**
 * Pipelines, their versions, jobs and defaults: each has its output branch, its versions or its
 * project, and what engines did is not taken back.
 */
public final class PipelineUndoRule implements UndoRule {
  private static final String PROJECTS = "project/";

  @Override
  public Optional<String> irreversible(Operation operation) {
    if (CronTicks.isOnSchedule(operation)) {
      return Optional.of("it was done because it was time, not by a user");
    }
    return JobOperation.includes(operation)
        ? Optional.of("it was done while jobs ran, not by a user")
        : Optional.empty();
  }

  @Override
  public Optional<String> irreversible(MetadataChange change) {
    if (!change.key().startsWith(PipelineKeys.JOBS) || change.after().isEmpty()) {
      return Optional.empty();
    }
    Job job = JobJson.read(PipelineKeys.jobAt(change.key()), change.after().get());
    boolean stopped =
        change
                .before()
                .map(value -> JobJson.read(job.id(), value))
                .map(Job::state)
                .orElse(JobState.CREATED)
            == JobState.CREATED;
    boolean byUser =
        stopped && (job.state() == JobState.KILLED || job.state() == JobState.UNRUNNABLE);
    return byUser
        ? Optional.empty()
        : Optional.of(
            "job " + job.id() + " has run; 'tusk delete commit' removes what it has made");
  }

  @Override
  public Optional<String> broken(Catalog after, String key) {
    PipelineCatalog pipelines = new PipelineCatalog(after);
    if (key.startsWith(PipelineKeys.PIPELINES) || key.startsWith(PipelineKeys.VERSIONS)) {
      return brokenPipeline(after, PipelineKeys.pipelineAt(key, 1));
    }
    if (key.startsWith(PipelineKeys.COMMITS)) {
      return brokenCommit(after, key);
    }
    if (key.startsWith(PipelineKeys.JOBS)) {
      JobId id = PipelineKeys.jobAt(key);
      return new JobCatalog(after).job(id).isPresent()
              && pipelines.pipeline(id.pipeline()).isEmpty()
          ? Optional.of("pipeline " + id.pipeline() + " is gone")
          : Optional.empty();
    }
    if (key.startsWith(PipelineKeys.CRONS)) {
      return CronState.find(after, PipelineKeys.cronAt(key))
          .map(CronState::pipeline)
          .filter(pipeline -> pipelines.pipeline(pipeline).isEmpty())
          .map(pipeline -> "pipeline " + pipeline + " is gone");
    }
    if (key.startsWith(PipelineKeys.PROJECT_DEFAULTS)) {
      ProjectName project = PipelineKeys.projectOfDefaults(key);
      return hasDefaults(after, project) && !after.hasProject(project)
          ? Optional.of("project " + project + " is gone")
          : Optional.empty();
    }
    if (key.startsWith(PROJECTS)) {
      ProjectName project = new ProjectName(key.substring(PROJECTS.length()));
      return hasDefaults(after, project) && !after.hasProject(project)
          ? Optional.of("project " + project + " has got defaults since")
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** A job that an engine has is not part of what made its commit. */
  private static Optional<String> brokenCommit(Catalog after, String key) {
    String job = PipelineKeys.jobOfCommit(key);
    return after.metadata().has(job) && !after.metadata().has(key)
        ? Optional.of("job " + PipelineKeys.jobAt(job) + " has been taken up since")
        : Optional.empty();
  }

  private static boolean hasDefaults(Catalog after, ProjectName project) {
    return new DefaultsCatalog(after).find(new DefaultsScope.OfProject(project)).isPresent();
  }

  private static Optional<String> brokenPipeline(Catalog after, PipelineName name) {
    PipelineCatalog pipelines = new PipelineCatalog(after);
    Optional<Pipeline> pipeline = pipelines.pipeline(name);
    Iterator<PipelineVersion> versions = pipelines.versions(name);
    long newest = versions.hasNext() ? versions.next().number() : 0;
    if (newest != pipeline.map(Pipeline::version).orElse(0L)) {
      return Optional.of("pipeline " + name + " has got other versions since");
    }
    boolean owned =
        pipeline.isEmpty()
            || after
                .branch(pipeline.get().output())
                .filter(branch -> branch.owner() == Branch.Owner.PIPELINE)
                .isPresent();
    return owned
        ? Optional.empty()
        : Optional.of("branch " + pipeline.get().output() + " is no longer the pipeline's output");
  }
}
