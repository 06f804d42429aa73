/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.worker.JobDeadline;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.repo.Catalog;
import io.tusk.repo.Snapshot;
import java.util.Optional;

/**
 * A job that this engine has just taken up.
 *
 * @param before what the store held a moment before
 * @param catalog what it held then, read from nowhere again
 */
record TakenUp(Job job, Snapshot before, Catalog catalog) {
  Optional<JobDeadline> deadline() {
    return new PipelineCatalog(catalog)
        .version(job.id().pipeline(), job.version())
        .flatMap(version -> JobDeadline.of(job, version.spec()));
  }
}
