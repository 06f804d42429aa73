/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import io.tusk.datum.DatumRecord;
import io.tusk.files.FileSetCheck;
import io.tusk.fsck.Problems;
import io.tusk.meta.Metadata;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.pipeline.CronState;
import io.tusk.pipeline.InputStart;
import io.tusk.pipeline.InputTies;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineInputs;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Branch;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.spec.Input.CronInput;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Checks that the metadata of pipelines, versions, jobs and output branches belong together. */
final class KeyCheck {
  private final Catalog catalog;
  private final PipelineCatalog pipelines;
  private final JobCatalog jobs;
  private final Problems problems;
  private final Trees trees;
  private final RecordCheck records;
  private final FileSetCheck starts;

  KeyCheck(Catalog catalog, Problems problems, Trees trees, RecordCheck records) {
    this.catalog = catalog;
    this.pipelines = new PipelineCatalog(catalog);
    this.jobs = new JobCatalog(catalog);
    this.problems = problems;
    this.trees = trees;
    this.records = records;
    this.starts = new FileSetCheck(trees);
  }

  void run() {
    each("pipeline/", 3, key -> checkPipeline(pipelineAt(key, 1)));
    each("version/", 4, key -> checkVersion(pipelineAt(key, 1), key[3]));
    each("job/", 4, key -> checkJob(new JobId(pipelineAt(key, 2), new CommitId(key[1]))));
    each("cron/", 3, key -> checkCron(new RepoName(new ProjectName(key[1]), key[2])));
    each("branch/", 4, key -> checkBranch(new BranchName(pipelineAt(key, 1).repo(), key[3])));
  }

  /** Keys of another number of elements are no keys of a store, and are reported as such. */
  private void each(String prefix, int elements, Consumer<String[]> check) {
    problems.reporting(
        "catalog",
        () -> {
          Iterator<Metadata.Item> items = catalog.metadata().ascending(prefix);
          while (items.hasNext()) {
            String key = items.next().key();
            String[] parts = key.split("/", -1);
            if (parts.length == elements) {
              problems.reporting("metadata key \"" + key + "\"", () -> check.accept(parts));
            }
          }
        });
  }

  private static PipelineName pipelineAt(String[] parts, int index) {
    return new PipelineName(new ProjectName(parts[index]), parts[index + 1]);
  }

  private void checkPipeline(PipelineName name) {
    String subject = "pipeline " + name;
    Pipeline pipeline = Malformed.refuse(() -> pipelines.requirePipeline(name));
    requireVersions(subject, pipeline);
    pipelines
        .version(name, pipeline.version())
        .ifPresent(newest -> checkNewest(subject, pipeline, newest));
    pipeline.results().ifPresent(root -> records.results(subject, Tree.stored(root)));
  }

  private void requireVersions(String subject, Pipeline pipeline) {
    long newest = pipeline.version();
    Iterator<PipelineVersion> stored = pipelines.versions(pipeline.name());
    while (stored.hasNext()) {
      long number = Malformed.refuse(stored::next).number();
      if (number <= newest) {
        reportMissing(subject, number + 1, newest);
        newest = number - 1;
      }
    }
    reportMissing(subject, 1, newest);
  }

  private void reportMissing(String subject, long first, long last) {
    if (first == last) {
      problems.report(subject, "its version " + first + " is missing");
    } else if (first < last) {
      problems.report(subject, "its versions " + first + " to " + last + " are missing");
    }
  }

  private void checkNewest(String subject, Pipeline pipeline, PipelineVersion newest) {
    if (!newest.salt().equals(pipeline.salt())) {
      problems.report(subject, "its salt is not that of its newest version");
    }
    if (!newest.spec().output().equals(pipeline.output())) {
      problems.report(
          subject,
          "it writes branch " + pipeline.output() + ", and its newest version another one");
    }
    Optional<Branch> output =
        catalog.branch(pipeline.output()).filter(branch -> branch.owner() == Branch.Owner.PIPELINE);
    if (output.isEmpty()) {
      problems.report(subject, "its output branch " + pipeline.output() + " is not its own");
      return;
    }
    checkCrons(subject, pipeline, newest);
    List<BranchName> inputs =
        pipeline.isStopped() ? List.of() : PipelineInputs.provenance(newest.spec());
    if (!output.get().provenance().equals(inputs)) {
      problems.report(
          subject,
          "its output follows " + output.get().provenance() + ", and should follow " + inputs);
    }
    List<BranchName> passive =
        pipeline.isStopped() ? List.of() : List.copyOf(InputTies.passive(newest.spec()));
    if (!output.get().passive().equals(passive)) {
      problems.report(
          subject,
          "commits of "
              + output.get().passive()
              + " alone make none of its output, and it should be so of "
              + passive);
    }
  }

  /** While it is stopped, nobody needs them. */
  private void checkCrons(String subject, Pipeline pipeline, PipelineVersion newest) {
    for (CronInput cron : PipelineInputs.crons(newest.spec())) {
      boolean owned =
          Malformed.refuse(() -> CronState.find(catalog, cron.repo()))
              .filter(state -> state.pipeline().equals(pipeline.name()) && state.owns(catalog))
              .isPresent();
      if (!owned && !pipeline.isStopped()) {
        problems.report(
            subject,
            "repo " + cron.repo() + " for the ticks of " + cron.name() + " is not its own");
      }
    }
  }

  private void checkCron(RepoName repo) {
    CronState state = Malformed.refuse(() -> CronState.find(catalog, repo)).orElseThrow();
    if (Malformed.refuse(() -> pipelines.pipeline(state.pipeline())).isEmpty()) {
      problems.report(
          "repo " + repo,
          "it has the ticks of pipeline " + state.pipeline() + ", which does not exist");
    }
  }

  private void checkVersion(PipelineName name, String number) {
    String subject = "version " + number + " of pipeline " + name;
    Optional<Pipeline> pipeline = Malformed.refuse(() -> pipelines.pipeline(name));
    long version = Malformed.refuse(() -> Long.parseLong(number));
    if (pipeline.isEmpty()) {
      problems.report(subject, "the pipeline does not exist");
      return;
    }
    if (version < 1 || version > pipeline.get().version()) {
      problems.report(subject, "the pipeline is at version " + pipeline.get().version());
    }
    PipelineVersion stored = Malformed.refuse(() -> pipelines.requireVersion(name, version));
    for (Optional<InputStart> start : stored.from()) {
      start.ifPresent(from -> problems.reporting(subject, () -> starts.check(from.files())));
    }
  }

  private void checkBranch(BranchName name) {
    Branch branch = catalog.requireBranch(name);
    if (branch.owner() != Branch.Owner.PIPELINE) {
      return;
    }
    PipelineName writer = PipelineName.writing(name.repo());
    Optional<Pipeline> pipeline = Malformed.refuse(() -> pipelines.pipeline(writer));
    if (pipeline.filter(found -> found.output().equals(name)).isEmpty()) {
      problems.report("branch " + name, "it is a pipeline's output, and no pipeline writes it");
    }
  }

  private void checkJob(JobId id) {
    String subject = "job " + id;
    Job job = Malformed.refuse(() -> jobs.requireJob(id));
    Optional<Pipeline> pipeline = Malformed.refuse(() -> pipelines.pipeline(id.pipeline()));
    if (pipeline.isEmpty()) {
      problems.report(subject, "pipeline " + id.pipeline() + " does not exist");
    } else if (job.attempt() > 0
        && Malformed.refuse(() -> pipelines.version(id.pipeline(), job.version())).isEmpty()) {
      problems.report(
          subject, "version " + job.version() + " of its pipeline, which it ran, does not exist");
    }
    RepoName repo = id.pipeline().repo();
    Optional<Commit> commit = catalog.commit(repo, id.set());
    if (commit.isEmpty()) {
      problems.report(subject, "its commit does not exist");
    } else if (!isStateOf(job.state(), commit.get())) {
      problems.report(subject, "it is " + job.state() + ", and its commit is not");
    }
    checkDatums(subject, job);
  }

  private static boolean isStateOf(JobState state, Commit commit) {
    return switch (state) {
      case CREATED, RUNNING, EGRESSING -> commit.isOpen();
      case SUCCESS -> commit.isReadable() && commit.result().isPresent();
      case FAILURE, KILLED, UNRUNNABLE -> commit.error().isPresent() && commit.result().isEmpty();
    };
  }

  private void checkDatums(String subject, Job job) {
    Tree datums = job.datums().map(Tree::stored).orElse(Tree.EMPTY);
    if (!records.datums(subject, datums)) {
      return;
    }
    JobCounts counts = job.counts();
    long[] told = {counts.processed() + counts.skipped(), counts.recovered(), counts.failed()};
    long[] stored = trees.summary(datums, DatumRecord.COUNTS);
    if (!Arrays.equals(told, stored) || counts.total() != Arrays.stream(stored).sum()) {
      problems.report(
          subject,
          "it counts "
              + text(counts.total(), told)
              + ", and its datum tree "
              + text(Arrays.stream(stored).sum(), stored));
    }
  }

  private static String text(long total, long[] counts) {
    return total
        + " datums, "
        + counts[0]
        + " processed or skipped, "
        + counts[1]
        + " recovered, "
        + counts[2]
        + " failed";
  }
}
