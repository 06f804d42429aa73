/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.pipeline.JobId;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a worker must know of a job, in types that every runner can carry.
 *
 * @param store where the store is
 * @param isolation how commands are kept apart, by name
 * @param secrets the directory of secrets on the worker's host; empty without one
 */
public record LaneConfig(
    String store,
    String storeId,
    String project,
    String pipeline,
    String set,
    long attempt,
    int lanes,
    String isolation,
    String secrets)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  Optional<Path> secretDirectory() {
    return secrets.isEmpty() ? Optional.empty() : Optional.of(Path.of(secrets));
  }

  public JobId job() {
    return new JobId(new PipelineName(new ProjectName(project), pipeline), new CommitId(set));
  }
}
