/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.DatumStats;
import io.tusk.datum.ResultKey;
import io.tusk.engine.egress.OutputEgress;
import io.tusk.engine.log.LogLine;
import io.tusk.engine.log.LogText;
import io.tusk.engine.output.Splicer;
import io.tusk.engine.url.UrlFiles;
import io.tusk.engine.work.JobPlan;
import io.tusk.engine.work.JobWork;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobOperation;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import io.tusk.tree.BatchedEdits;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a job: from the records of its datums to its output commit, in one transaction. */
public final class JobCommit {
  private static final Logger LOG = LoggerFactory.getLogger(JobCommit.class);
  private static final int MOST_LINES = 10;
  private static final int MOST_CHARACTERS = 500;

  private final TuskStore store;
  private final FileSets files;
  private final Supplier<UrlFiles> urls;

  /** For a step of a pipeline. */
  public JobCommit(TuskStore store) {
    this(store, UrlFiles::ofPipeline);
  }

  /** {@code urls}: what an egress writes with; asked for only where there is one. */
  public JobCommit(TuskStore store, Supplier<UrlFiles> urls) {
    this.store = store;
    this.files = store.files();
    this.urls = urls;
  }

  /**
   * Ends the job with the records that its lanes have stored.
   *
   * @throws TuskException CONFLICT when the job is no longer at that attempt; INTERNAL when a datum
   *     lacks its record
   */
  public void commit(JobContext job, JobPlan plan, JobWork work) {
    JobContext now = job;
    Optional<OutputEgress> egress = OutputEgress.of(store, urls, job.job(), job.version());
    while (!tryCommit(now, plan, work, egress)) {
      // The results of a killed job came into the pipeline meanwhile; the splice starts from them.
      LOG.debug("job {} is committed again, on newer results", job.job().id());
      Catalog catalog = store.snapshot().catalog();
      now = job.with(new PipelineCatalog(catalog).requirePipeline(job.pipeline().name()));
    }
  }

  private boolean tryCommit(
      JobContext job, JobPlan plan, JobWork work, Optional<OutputEgress> egress) {
    try (PackWriter out = store.newPackWriter()) {
      Splicer.State before = before(base(job, plan), job.results());
      Splicer.Spliced spliced = new Splicer(files).splice(before, work.work(plan), out);
      if (egress.isPresent()) {
        // What is to be copied is read from the store.
        out.flush();
      }
      JobChanges.Ending ending = copied(egress, spliced.state().files(), ending(spliced));
      Optional<Ref> results = spliced.state().results().root();
      boolean ended =
          store.transact(
              JobOperation.FINISH.of(job.job().id()),
              out,
              tx -> {
                if (!PipelineChanges.replaceResults(tx, job.pipeline(), results)) {
                  return false;
                }
                end(tx, job.job(), plan, spliced, ending);
                return true;
              });
      if (ended && ending.state() == JobState.SUCCESS) {
        egress.ifPresent(OutputEgress::finished);
      }
      return ended;
    }
  }

  /** How the job ends once its output was copied, if that is to be done and there is a good one. */
  private static JobChanges.Ending copied(
      Optional<OutputEgress> egress, FileSet output, JobChanges.Ending ending) {
    if (ending.state() != JobState.SUCCESS) {
      return ending;
    }
    return egress
        .flatMap(to -> to.copy(output))
        .map(
            failure ->
                new JobChanges.Ending(
                    JobState.FAILURE, failure, ending.counts(), ending.stats(), ending.datums()))
        .orElse(ending);
  }

  /**
   * Takes what the lanes of an ended job have stored into its pipeline's results, and remembers
   * with the job what it ran; nothing happens when the pipeline is gone.
   */
  public void keepResults(JobId job, JobPlan plan, JobWork work) {
    List<JobWork.Segment> segments = work.segments(plan);
    if (segments.isEmpty()) {
      return;
    }
    store.transact(
        JobOperation.KEEP_RESULTS.of(job),
        tx -> {
          Optional<Pipeline> pipeline = new PipelineCatalog(tx.catalog()).pipeline(job.pipeline());
          if (pipeline.isEmpty() || new JobCatalog(tx.catalog()).job(job).isEmpty()) {
            return null;
          }
          Tree before = pipeline.get().results().map(Tree::stored).orElse(Tree.EMPTY);
          BatchedEdits results = new BatchedEdits(store.trees(), before, Summarizer.NONE, tx.out());
          segments.forEach(segment -> keepResults(segment, results));
          PipelineChanges.replaceResults(tx, pipeline.get(), results.finish().root());
          keepDatums(tx, job, segments);
          return null;
        });
  }

  private void keepDatums(Transaction tx, JobId job, List<JobWork.Segment> segments) {
    BatchedEdits datums = new BatchedEdits(store.trees(), Tree.EMPTY, DatumRecord.COUNTS, tx.out());
    DatumStats stats = DatumStats.NONE;
    for (JobWork.Segment segment : segments) {
      Iterator<Entry> entries = store.trees().ascending(segment.records(), new byte[0]);
      while (entries.hasNext()) {
        Entry entry = entries.next();
        stats = stats.plus(DatumRecord.decode(entry).stats());
        datums.put(entry);
      }
    }
    Tree tree = datums.finish();
    long[] counts = store.trees().summary(tree, DatumRecord.COUNTS);
    long total = counts[0] + counts[1] + counts[2];
    JobChanges.keepDatums(
        tx, job, new JobCounts(total, counts[0], 0, counts[1], counts[2]), stats, tree.root());
  }

  private void keepResults(JobWork.Segment segment, BatchedEdits results) {
    store
        .trees()
        .ascending(segment.records(), new byte[0])
        .forEachRemaining(
            entry -> {
              DatumRecord record = DatumRecord.decode(entry);
              if (record.state() == DatumState.PROCESSED) {
                byte[] key = ResultKey.of(DatumKey.ofBytes(entry.key()), record.hash());
                results.put(record.encode(key));
              }
            });
  }

  /**
   * Ends a job whose inputs are what its base's were: with the base's content.
   *
   * @throws TuskException CONFLICT when the job is no longer at that attempt
   */
  public void repeat(JobContext context) {
    Job job = context.job();
    Commit base = context.base().orElseThrow();
    Commit.Result result = base.result().orElseThrow();
    long total = total(result.datums().map(Tree::stored).orElse(Tree.EMPTY));
    Optional<OutputEgress> egress = OutputEgress.of(store, urls, job, context.version());
    JobChanges.Ending good =
        new JobChanges.Ending(
            JobState.SUCCESS,
            "",
            new JobCounts(total, 0, total, 0, 0),
            DatumStats.NONE,
            result.datums());
    JobChanges.Ending ending = copied(egress, base.files(), good);
    boolean succeeds = ending.state() == JobState.SUCCESS;
    store.transact(
        JobOperation.FINISH.of(job.id()),
        tx -> {
          if (succeeds) {
            JobChanges.succeed(tx, job.id(), job.attempt(), base.files(), result, ending);
          } else {
            JobChanges.fail(tx, job.id(), job.attempt(), ending);
          }
          return null;
        });
    if (succeeds) {
      egress.ifPresent(OutputEgress::finished);
    }
  }

  private static void end(
      Transaction tx, Job job, JobPlan plan, Splicer.Spliced spliced, JobChanges.Ending ending) {
    if (ending.state() == JobState.FAILURE) {
      JobChanges.fail(tx, job.id(), job.attempt(), ending);
      return;
    }
    Splicer.State after = spliced.state();
    Commit.Result result =
        new Commit.Result(
            plan.shape(),
            plan.inputs(),
            after.datums().root(),
            after.owners().root(),
            plan.plan().leaves().root());
    JobChanges.succeed(tx, job.id(), job.attempt(), after.files(), result, ending);
  }

  /** The commit that the plan starts from; an earlier attempt may have made it. */
  private Optional<Commit> base(JobContext job, JobPlan plan) {
    if (plan.base().equals(job.base().map(Commit::id))) {
      return job.base();
    }
    Catalog catalog = store.snapshot().catalog();
    return plan.base().map(id -> catalog.requireCommit(job.pipeline().name().repo(), id));
  }

  private static Splicer.State before(Optional<Commit> base, Tree results) {
    if (base.isEmpty()) {
      return new Splicer.State(FileSet.EMPTY, Tree.EMPTY, Tree.EMPTY, results);
    }
    Commit.Result result = base.get().result().orElseThrow();
    return new Splicer.State(
        base.get().files(),
        result.datums().map(Tree::stored).orElse(Tree.EMPTY),
        result.owners().map(Tree::stored).orElse(Tree.EMPTY),
        results);
  }

  private JobChanges.Ending ending(Splicer.Spliced spliced) {
    long total = total(spliced.state().datums());
    long ran = spliced.processed() + spliced.recovered() + spliced.failed();
    JobCounts counts =
        new JobCounts(
            total, spliced.processed(), total - ran, spliced.recovered(), spliced.failed());
    return new JobChanges.Ending(
        spliced.failure().isPresent() ? JobState.FAILURE : JobState.SUCCESS,
        spliced.failure().map(text -> text + lastLines(spliced.firstFailed())).orElse(""),
        counts,
        spliced.stats(),
        spliced.state().datums().root());
  }

  private long total(Tree datums) {
    Trees trees = store.trees();
    long total = 0;
    for (long count : trees.summary(datums, DatumRecord.COUNTS)) {
      total += count;
    }
    return total;
  }

  /** The end of what the datum printed, each line, or its beginning, on a line of its own. */
  private String lastLines(Optional<DatumRecord> failed) {
    Optional<Ref> log = failed.flatMap(DatumRecord::log);
    if (log.isEmpty()) {
      return "";
    }
    List<String> lines =
        LogText.parse(store.trees().pieces().chunk(log.get())).lines().stream()
            .map(line -> LogLine.cut(line.marked(), MOST_CHARACTERS))
            .toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
    return ":\n" + String.join("\n", last);
  }

  static TuskException noPlan(JobId job) {
    return new TuskException(
        ErrorCode.CORRUPT, "job " + job + " has lost its plan; run the job again");
  }
}
