/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Commit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables that user code finds; names and values are Pachyderm's. */
final class DatumEnvironment {
  private final PipelineVersion version;
  private final JobId job;
  private final Commit output;
  private final WorkerName worker;

  /** {@code output}: the job's output commit, which knows the commits of its inputs. */
  DatumEnvironment(PipelineVersion version, JobId job, Commit output, WorkerName worker) {
    this.version = version;
    this.job = job;
    this.output = output;
    this.worker = worker;
  }

  /** What holds for all datums of the job; what the specification sets comes first. */
  Map<String, String> ofJob() {
    Map<String, String> variables = new LinkedHashMap<>(version.spec().transform().env());
    variables.put("PACH_JOB_ID", job.set().value());
    variables.put("PACH_OUTPUT_COMMIT_ID", job.set().value());
    variables.put("PACH_IN_WORKER", "true");
    variables.put("PPS_PIPELINE_NAME", job.pipeline().name());
    variables.put("PPS_PROJECT_NAME", job.pipeline().project().value());
    variables.put("PPS_POD_NAME", worker.value());
    return variables;
  }

  /** {@code pfsRoot}: where the datum finds its inputs. */
  Map<String, String> of(PlanItem.Run datum, String pfsRoot) {
    Map<String, String> variables = ofJob();
    variables.put("PACH_DATUM_ID", datum.id().toString());
    for (InputPath path : datum.paths()) {
      String below = path.path().isRoot() ? "" : path.path().value();
      variables.put(path.input(), pfsRoot + "/" + path.input() + below);
      output.provenance().stream()
          .filter(upstream -> upstream.branch().equals(path.branch()))
          .findFirst()
          .ifPresent(
              upstream -> variables.put(path.input() + "_COMMIT", upstream.commit().value()));
    }
    return variables;
  }
}
