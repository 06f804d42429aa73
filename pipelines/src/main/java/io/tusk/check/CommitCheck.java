/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.InputTree;
import io.tusk.datum.Shape;
import io.tusk.files.FileSets;
import io.tusk.fsck.Problems;
import io.tusk.name.PipelineName;
import io.tusk.name.RepoName;
import io.tusk.pieces.Ref;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineInputs;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.TuskStore;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Checks the commits of a repository that jobs have made. */
final class CommitCheck {
  private final Catalog catalog;
  private final PipelineCatalog pipelines;
  private final JobCatalog jobs;
  private final Problems problems;
  private final FileSets files;
  private final RecordCheck records;
  private final OutputCheck outputs;
  private final WholeCheck whole;

  CommitCheck(TuskStore store, Catalog catalog, Problems problems, RecordCheck records) {
    this.catalog = catalog;
    this.pipelines = new PipelineCatalog(catalog);
    this.jobs = new JobCatalog(catalog);
    this.problems = problems;
    this.files = store.files();
    this.records = records;
    this.outputs = new OutputCheck(files, problems);
    this.whole = new WholeCheck(store, problems);
  }

  /** The newest commit in full, each other by how it differs from the next one. */
  void check(RepoName repo) {
    Output checked = Output.EMPTY;
    boolean newest = true;
    Iterator<Commit> commits = catalog.commits(repo);
    while (commits.hasNext()) {
      Commit commit = commits.next();
      if (commit.result().isPresent()) {
        checked = check(commit, commit.result().get(), newest, checked);
        newest = false;
      }
    }
  }

  /** What the next commit is compared with. */
  private Output check(Commit commit, Commit.Result result, boolean newest, Output checked) {
    String subject = "commit " + commit.label();
    Output output = Output.of(commit, result);
    if (!commit.isReadable()) {
      problems.report(subject, "it has a result, and was not finished well");
    }
    boolean datums = records.datums(subject, output.datums());
    boolean owners = records.owners(subject, output.owners());
    boolean compared =
        problems.reporting(
            subject,
            () -> {
              // Of an input that starts from a commit, hashes and datums follow from more than it.
              Optional<PipelineVersion> version =
                  maker(subject, commit, result)
                      .filter(
                          v -> result.inputs().stream().allMatch(read -> read.view().isEmpty()));
              BiConsumer<DatumKey, DatumRecord> hashes = hashes(subject, version, result);
              if (datums && owners) {
                outputs.check(
                    subject,
                    checked,
                    output,
                    (key, record) -> {
                      requireGood(subject, key, record);
                      hashes.accept(key, record);
                    });
              }
              if (datums && newest) {
                version.ifPresent(made -> whole.check(subject, made, result));
              }
            });
    return datums && owners && compared ? output : checked;
  }

  private void requireGood(String subject, DatumKey key, DatumRecord record) {
    if (record.state() == DatumState.FAILED) {
      problems.report(subject, "datum " + KeyText.of(key) + " failed, and its job did not");
    }
  }

  private BiConsumer<DatumKey, DatumRecord> hashes(
      String subject, Optional<PipelineVersion> maker, Commit.Result result) {
    return maker
        .<BiConsumer<DatumKey, DatumRecord>>map(
            version -> new HashCheck(files, problems, subject, version, result.inputs()))
        .orElse((key, record) -> {});
  }

  /**
   * The version that made a commit; nothing where it is of another form, which is reported, and
   * where the pipeline was deleted, which may leave its commits.
   */
  private Optional<PipelineVersion> maker(String subject, Commit commit, Commit.Result result) {
    PipelineName name = PipelineName.writing(commit.repo());
    if (Malformed.refuse(() -> pipelines.pipeline(name)).isEmpty()) {
      return Optional.empty();
    }
    Optional<Job> job = Malformed.refuse(() -> jobs.job(new JobId(name, commit.id())));
    if (job.isEmpty()) {
      problems.report(subject, "the job that made it does not exist");
      return Optional.empty();
    }
    if (!job.get().datums().map(Ref::hash).equals(result.datums().map(Ref::hash))) {
      problems.report(subject, "its job has other datums than it has");
    }
    // That a version is missing is said of the job.
    Optional<PipelineVersion> version =
        Malformed.refuse(() -> pipelines.version(name, job.get().version()));
    return version.filter(made -> hasFormOf(subject, made, result));
  }

  private boolean hasFormOf(String subject, PipelineVersion version, Commit.Result result) {
    InputTree inputs = PipelineInputs.of(version);
    if (!Shape.of(inputs, version.salt()).equals(result.shape())) {
      problems.report(
          subject, "its shape is not that of the pipeline's version " + version.number());
      return false;
    }
    long leaves = inputs.leaves().count();
    if (leaves != result.inputs().size()) {
      problems.report(
          subject,
          "it tells of " + result.inputs().size() + " inputs, and its version has " + leaves);
      return false;
    }
    return true;
  }
}
