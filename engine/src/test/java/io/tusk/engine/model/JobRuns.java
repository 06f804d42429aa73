/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.model.Value.Commit;
import io.tusk.engine.model.Value.Content;
import io.tusk.engine.model.Value.DatumHash;
import io.tusk.engine.model.Value.DatumKey;
import io.tusk.engine.model.Value.Job;
import io.tusk.engine.model.Value.Pipeline;
import io.tusk.engine.model.Value.Result;
import io.tusk.engine.model.Value.Results;
import io.tusk.engine.model.Value.Spec;
import io.tusk.engine.model.Value.Upstream;
import io.tusk.engine.model.Value.Version;
import io.tusk.engine.oracle.Behaviour;
import io.tusk.engine.oracle.DatumPaths;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What engines should make of a model's jobs, one record of the log after another. */
final class JobRuns {
  private final State state;
  private final long time;
  private final boolean down;
  private final Map<String, Start> takenUp;
  private final Set<String> inThisRun;

  /**
   * @param time the number of the record
   * @param down as the behaviour's
   * @param takenUp what jobs started from
   * @param inThisRun those of them that the engine that lives has taken up
   */
  JobRuns(State state, long time, boolean down, Map<String, Start> takenUp, Set<String> inThisRun) {
    this.state = state;
    this.time = time;
    this.down = down;
    this.takenUp = takenUp;
    this.inThisRun = inThisRun;
  }

  /** What a job's datums ran on. */
  record Start(State state, boolean down) {}

  /** How a job that waits stands. */
  private enum Standing {
    READY,
    UNRUNNABLE,
    BLOCKED
  }

  private Standing standing(Job job) {
    Optional<Job> first =
        state.pending().stream().filter(j -> j.pipeline().equals(job.pipeline())).findFirst();
    List<Commit> upstream = new ArrayList<>();
    for (Upstream up : commit(job).provenance()) {
      upstream.add(state.requireCommit(up.branch().repo(), up.commit()));
    }
    if (!first.equals(Optional.of(job)) || upstream.stream().anyMatch(Commit::isOpen)) {
      return Standing.BLOCKED;
    }
    return upstream.stream().allMatch(Commit::isGood) ? Standing.READY : Standing.UNRUNNABLE;
  }

  private Commit commit(Job job) {
    return state.requireCommit(job.pipeline().repo(), job.set());
  }

  /** The engine has this job now. */
  void takeUp(PipelineName name, CommitId set) {
    Job job = state.requireJob(name, set);
    assertThat(inThisRun.add(name + "@" + set)).as("taken up for the first time").isTrue();
    assertThat(standing(job)).as("standing of %s", job).isEqualTo(Standing.READY);
    long version = state.requirePipeline(name).version();
    state.put(job.takenUp(version));
    // What an engine that died has run is not run again.
    takenUp.putIfAbsent(name + "@" + set, new Start(state.copy(), down));
  }

  /** The engine has ended this job. */
  void finish(PipelineName name, CommitId set) {
    Job job = state.requireJob(name, set);
    if (job.state() == JobState.CREATED) {
      assertThat(standing(job)).as("standing of %s", job).isEqualTo(Standing.UNRUNNABLE);
      ModelActions.endBadly(time, state, job, JobState.UNRUNNABLE, JobCounts.NONE);
      return;
    }
    assertThat(job.state()).as("state of %s", job).isEqualTo(JobState.RUNNING);
    new Run(job).end();
  }

  /** The engine has found that this job had been ended, and has kept what ran of it. */
  void keepResults(PipelineName name, CommitId set) {
    Job job = state.requireJob(name, set);
    assertThat(job.state()).as("state of %s", job).isEqualTo(JobState.KILLED);
    new Run(job).keep();
  }

  /**
   * A dead engine leaves no more than one job that it had taken up; an undo may bring back others.
   */
  void requireDead() {
    long left =
        state.pending().stream()
            .filter(job -> job.state() == JobState.RUNNING)
            .filter(job -> inThisRun.contains(job.pipeline() + "@" + job.set()))
            .count();
    assertThat(left).as("jobs that were left").isLessThanOrEqualTo(1);
  }

  /** Nothing is left that could be run, or could be found to be unrunnable. */
  void requireDone() {
    for (Job job : state.pending()) {
      assertThat(job.state()).as("state of %s", job).isEqualTo(JobState.CREATED);
      assertThat(standing(job)).as("standing of %s", job).isEqualTo(Standing.BLOCKED);
    }
  }

  private final class Run {
    private final Job job;
    private final State before;
    private final boolean wasDown;
    private final Commit commit;
    private final Spec spec;
    private final long salt;
    private final Map<DatumKey, Map<DatumHash, Result>> results;
    private final Map<DatumKey, Map<DatumHash, Result>> kept;
    private final Map<DatumKey, Result> datums = new HashMap<>();
    private final Map<String, String> output = new TreeMap<>();
    private boolean collides;
    private long total;
    private long processed;
    private long failed;

    Run(Job job) {
      this.job = job;
      Start start = takenUp.get(job.pipeline() + "@" + job.set());
      this.before = start.state();
      this.wasDown = start.down();
      this.commit = before.requireCommit(job.pipeline().repo(), job.set());
      Version version = before.version(job.pipeline(), job.version()).orElseThrow();
      this.spec = version.spec();
      this.salt = version.salt();
      this.results = before.requirePipeline(job.pipeline()).results().byDatum();
      this.kept = new HashMap<>(state.requirePipeline(job.pipeline()).results().byDatum());
    }

    private void runDatums() {
      Upstream read = commit.provenance().get(0);
      Map<String, String> input = before.requireCommit(read.branch().repo(), read.commit()).files();
      for (DatumPaths.DatumPath path : DatumPaths.of(input, spec.glob())) {
        datum(new DatumKey(spec.input(), path.path(), path.directory()), path.files());
      }
      Pipeline pipeline = state.requirePipeline(job.pipeline());
      state.put(pipeline.withResults(new Results(Map.copyOf(kept))));
    }

    void end() {
      runDatums();
      JobCounts counts = new JobCounts(total, processed, total - processed - failed, 0, failed);
      if (failed > 0 || collides || fileIsDirectory()) {
        ModelActions.endBadly(time, state, job, JobState.FAILURE, counts);
        return;
      }
      state.put(commit(job).good(time, output, Optional.of(datums)));
      state.put(job.ended(JobState.SUCCESS, counts));
    }

    void keep() {
      runDatums();
      JobCounts counts = new JobCounts(processed + failed, processed, 0, 0, failed);
      state.put(job.ended(job.state(), counts));
    }

    private void datum(DatumKey key, Map<String, String> files) {
      total++;
      DatumHash hash = new DatumHash(files, salt);
      Optional<Result> present =
          base()
              .map(made -> made.get(key))
              .filter(made -> made.hash().equals(hash))
              .or(() -> Optional.ofNullable(results.getOrDefault(key, Map.of()).get(hash)))
              .filter(made -> !spec.everyJob());
      Result result = present.orElse(null);
      if (result == null) {
        Map<String, String> seen = new TreeMap<>();
        files.forEach((path, content) -> seen.put("/in" + path, content));
        Behaviour.Run run =
            new Behaviour(spec.code(), wasDown)
                .run(Behaviour.label(Map.of("in", key.path())), seen);
        if (run.end() != Behaviour.End.PROCESSED) {
          failed++;
          return;
        }
        processed++;
        result = new Result(hash, run.outputs());
        Map<DatumHash, Result> ofDatum = new HashMap<>(kept.getOrDefault(key, Map.of()));
        ofDatum.put(hash, result);
        kept.put(key, Map.copyOf(ofDatum));
      }
      datums.put(key, result);
      for (Map.Entry<String, String> file : result.outputs().entrySet()) {
        collides |= output.put(file.getKey(), file.getValue()) != null;
      }
    }

    /** The datums of the nearest good commit of the line, if a job made it. */
    private Optional<Map<DatumKey, Result>> base() {
      return before.parent(commit).flatMap(before::shown).flatMap(Commit::datums);
    }

    private boolean fileIsDirectory() {
      Set<String> directories = new HashSet<>();
      for (String path : output.keySet()) {
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
          directories.add(path.substring(0, slash));
        }
      }
      return output.keySet().stream().anyMatch(directories::contains);
    }
  }

  /** Whether a commit is one that only an engine ends. */
  static boolean isOfJob(State state, Commit commit) {
    return commit.content() == Content.OPEN
        && state.job(PipelineName.writing(commit.repo()), commit.id()).isPresent();
  }
}
