/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.engine.host.WorkerName;
import io.tusk.glob.Glob;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Commit;
import io.tusk.spec.Input;
import io.tusk.spec.Input.PfsInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables that user code finds; names and values are Pachyderm's. */
public final class DatumEnvironment {
  private final PipelineVersion version;
  private final JobId job;
  private final Commit output;
  private final WorkerName worker;
  private final List<Optional<Keyed>> keyed;

  /** {@code output}: the job's output commit, which knows the commits of its inputs. */
  public DatumEnvironment(PipelineVersion version, JobId job, Commit output, WorkerName worker) {
    this.version = version;
    this.job = job;
    this.output = output;
    this.worker = worker;
    this.keyed = version.spec().input().stream().flatMap(Input::leaves).map(Keyed::of).toList();
  }

  /** An input whose paths have a join or group value. */
  private record Keyed(PfsInput input, Glob glob) {
    static Optional<Keyed> of(Input leaf) {
      return leaf instanceof PfsInput pfs && !(pfs.joinOn().isEmpty() && pfs.groupBy().isEmpty())
          ? Optional.of(new Keyed(pfs, Glob.parse(pfs.glob())))
          : Optional.empty();
    }

    /** What a template makes of the path; the empty text counts as nothing. */
    Optional<String> value(InputPath path, String template) {
      return glob.match(path.path())
          .map(match -> match.expand(template))
          .filter(text -> !text.isEmpty());
    }
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
  public Map<String, String> of(PlanItem.Run datum, String pfsRoot) {
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
      keyed.get(path.leaf()).ifPresent(input -> keys(input, path, variables));
    }
    return variables;
  }

  private static void keys(Keyed keyed, InputPath path, Map<String, String> variables) {
    String prefix = "PACH_DATUM_" + path.input();
    keyed
        .value(path, keyed.input().joinOn())
        .ifPresent(value -> variables.put(prefix + "_JOIN_ON", value));
    keyed
        .value(path, keyed.input().groupBy())
        .ifPresent(value -> variables.put(prefix + "_GROUP_BY", value));
  }
}
