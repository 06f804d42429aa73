/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;

/** The keys of pipelines and jobs; {@code docs/format.md}, section 6. */
final class PipelineKeys {
  static final String PIPELINES = "pipeline/";
  static final String VERSIONS = "version/";
  static final String JOBS = "job/";
  static final String CRONS = "cron/";

  static final String PROJECT_DEFAULTS = "defaults/project/";

  /** Of all commits, those of jobs among them. */
  static final String COMMITS = "commit/";

  private static final String CLUSTER_DEFAULTS = "defaults/cluster";

  private PipelineKeys() {}

  static String defaults(DefaultsScope scope) {
    return scope instanceof DefaultsScope.OfProject of
        ? PROJECT_DEFAULTS + of.project()
        : CLUSTER_DEFAULTS;
  }

  static ProjectName projectOfDefaults(String key) {
    return new ProjectName(key.substring(PROJECT_DEFAULTS.length()));
  }

  private static String path(PipelineName pipeline) {
    return pipeline.project() + "/" + pipeline.name();
  }

  static String pipeline(PipelineName name) {
    return PIPELINES + path(name);
  }

  static String pipelinesOf(ProjectName project) {
    return PIPELINES + project + "/";
  }

  static String version(PipelineName name, long number) {
    return versionsOf(name) + String.format("%08d", number);
  }

  static String versionsOf(PipelineName name) {
    return VERSIONS + path(name) + "/";
  }

  static String cron(RepoName repo) {
    return CRONS + repo.project() + "/" + repo.name();
  }

  /** The repository of a cron input's key. */
  static RepoName cronAt(String key) {
    String[] elements = key.split("/", -1);
    return new RepoName(new ProjectName(elements[1]), elements[2]);
  }

  static String job(JobId id) {
    return jobsOf(id.set()) + path(id.pipeline());
  }

  /** The key of the job that makes the commit of that key, if a job does. */
  static String jobOfCommit(String key) {
    return JOBS + key.substring(COMMITS.length());
  }

  static String jobsOf(CommitId set) {
    return JOBS + set + "/";
  }

  static JobId jobAt(String key) {
    return new JobId(pipelineAt(key, 2), new CommitId(key.split("/", -1)[1]));
  }

  static PipelineName pipelineAt(String key, int index) {
    String[] elements = key.split("/", -1);
    return new PipelineName(new ProjectName(elements[index]), elements[index + 1]);
  }

  static long numberAt(String key, int index) {
    return Long.parseLong(key.split("/", -1)[index]);
  }
}
