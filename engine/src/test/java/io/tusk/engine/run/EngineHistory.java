/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.log.Operation;
import io.tusk.name.CommitId;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.repo.BranchChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A history as users live it: commits, updates, jobs on DirectRunner. */
final class EngineHistory implements AutoCloseable {
  private final EngineFixture fixture = new EngineFixture();
  private final List<CommitId> inputs = new ArrayList<>();
  private Map<String, String> files = Map.of();
  private Optional<Step> last = Optional.empty();
  private boolean anyGood;

  EngineHistory() {
    fixture.createRepo("in");
  }

  Outcome job(Step step) {
    inputs.add(input(step));
    HistoryTransform.behaviour = step.behaviour();
    pipeline(step);
    List<Job> jobs = fixture.run().ended();
    // An update and a commit are two transactions; the update kills the job of the commit.
    Job job = jobs.get(jobs.size() - 1);
    JobCounts counts = job.counts();
    boolean failed = job.state() != JobState.SUCCESS;
    anyGood |= !failed;
    assertThat(job.state()).isIn(JobState.SUCCESS, JobState.FAILURE);
    return new Outcome(
        failed
            ? counts.failed() > 0 ? Outcome.End.DATUM_FAILED : Outcome.End.COLLISION
            : Outcome.End.SUCCESS,
        counts.skipped(),
        counts.processed(),
        counts.recovered(),
        counts.failed(),
        anyGood ? fixture.contents("p@master") : Map.of());
  }

  private CommitId input(Step step) {
    Map<String, String> wanted = step.files();
    Optional<CommitId> back = step.back().map(inputs::get);
    // A branch that is there already is not moved, and starts no job; a commit does.
    if (back.isPresent() && !back.get().equals(inputs.get(inputs.size() - 1))) {
      point(back.get());
      files = wanted;
      return back.get();
    }
    Map<String, Optional<String>> edits = new TreeMap<>();
    files.keySet().forEach(path -> edits.put(path, Optional.empty()));
    wanted.forEach((path, content) -> edits.put(path, Optional.of(content)));
    files = wanted;
    return fixture.put("in", edits);
  }

  private void point(CommitId commit) {
    fixture.store.transact(
        new Operation("create branch", "in"),
        tx -> {
          BranchChanges.point(
              tx,
              EngineFixture.master("in"),
              tx.catalog().requireCommit(EngineFixture.repo("in"), commit));
          return null;
        });
  }

  private void pipeline(Step step) {
    String spec = EngineFixture.javaSpec("p", "in", step.glob(), HistoryTransform.class);
    if (step.from().isPresent()) {
      CommitId from = inputs.get(step.from().get().step());
      spec = spec.replace("\"repo\":", "\"from\":\"" + from + "\",\"repo\":");
    }
    if (last.isEmpty()) {
      fixture.createPipeline(spec);
    } else if (last.get().salt() != step.salt()) {
      fixture.updatePipeline(spec, Processed.REPROCESS);
    } else if (!last.get().glob().equals(step.glob())
        || !last.get().from().equals(step.from())
        || last.get().behaviour().version() != step.behaviour().version()) {
      fixture.updatePipeline(spec, Processed.KEEP);
    }
    last = Optional.of(step);
  }

  @Override
  public void close() {
    fixture.close();
  }
}
