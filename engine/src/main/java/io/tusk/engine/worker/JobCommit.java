/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.DatumStats;
import io.tusk.datum.ResultKey;
import io.tusk.engine.log.LogLine;
import io.tusk.engine.log.LogText;
import io.tusk.engine.output.Splicer;
import io.tusk.engine.work.JobPlan;
import io.tusk.engine.work.JobWork;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSets;
import io.tusk.log.Operation;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a job: from the records of its datums to its output commit, in one transaction. */
public final class JobCommit {
  private static final Logger LOG = LoggerFactory.getLogger(JobCommit.class);
  private static final int MOST_LINES = 10;

  private final TuskStore store;
  private final FileSets files;

  public JobCommit(TuskStore store) {
    this.store = store;
    this.files = store.files();
  }

  /**
   * Ends the job with the records that its lanes have stored.
   *
   * @throws TuskException CONFLICT when the job is no longer at that attempt; INTERNAL when a datum
   *     lacks its record
   */
  public void commit(JobId job, long attempt, JobPlan plan, JobWork work) {
    while (!tryCommit(job, attempt, plan, work)) {
      // The results of a killed job came into the pipeline meanwhile; the splice starts from them.
      LOG.debug("job {} is committed again, on newer results", job);
    }
  }

  private boolean tryCommit(JobId job, long attempt, JobPlan plan, JobWork work) {
    Catalog catalog = store.snapshot().catalog();
    Pipeline pipeline = new PipelineCatalog(catalog).requirePipeline(job.pipeline());
    Splicer.State before = stateOf(pipeline, base(catalog, job, plan));
    try (PackWriter out = store.newPackWriter()) {
      Splicer.Spliced spliced = new Splicer(files).splice(before, work.work(plan), out);
      JobChanges.Ending ending = ending(spliced);
      Optional<Ref> results = spliced.state().results().root();
      return store.transact(
          new Operation("finish job", job.toString()),
          out,
          tx -> {
            if (!PipelineChanges.replaceResults(tx, pipeline, results)) {
              return false;
            }
            end(tx, job, attempt, plan, spliced, ending);
            return true;
          });
    }
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
        new Operation("keep results", job.toString()),
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
  public void repeat(JobId job, long attempt, Commit base) {
    Commit.Result result = base.result().orElseThrow();
    long total = total(result.datums().map(Tree::stored).orElse(Tree.EMPTY));
    JobChanges.Ending ending =
        new JobChanges.Ending(
            JobState.SUCCESS,
            "",
            new JobCounts(total, 0, total, 0, 0),
            DatumStats.NONE,
            result.datums());
    store.transact(
        new Operation("finish job", job.toString()),
        tx -> {
          JobChanges.succeed(tx, job, attempt, base.files(), result, ending);
          return null;
        });
  }

  private static void end(
      Transaction tx,
      JobId job,
      long attempt,
      JobPlan plan,
      Splicer.Spliced spliced,
      JobChanges.Ending ending) {
    if (spliced.failure().isPresent()) {
      JobChanges.fail(tx, job, attempt, ending);
      return;
    }
    Splicer.State after = spliced.state();
    Commit.Result result =
        new Commit.Result(
            plan.shape(), plan.inputs(), after.datums().root(), after.owners().root());
    JobChanges.succeed(tx, job, attempt, after.files(), result, ending);
  }

  private static Optional<Commit> base(Catalog catalog, JobId job, JobPlan plan) {
    return plan.base().map(id -> catalog.requireCommit(job.pipeline().repo(), id));
  }

  private static Splicer.State stateOf(Pipeline pipeline, Optional<Commit> base) {
    Tree results = pipeline.results().map(Tree::stored).orElse(Tree.EMPTY);
    Splicer.State empty = Splicer.State.EMPTY;
    return base.map(
            commit -> {
              Commit.Result result = commit.result().orElseThrow();
              return new Splicer.State(
                  commit.files(),
                  result.datums().map(Tree::stored).orElse(Tree.EMPTY),
                  result.owners().map(Tree::stored).orElse(Tree.EMPTY),
                  results);
            })
        .orElse(new Splicer.State(empty.files(), empty.datums(), empty.owners(), results));
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

  /** The end of what the datum printed, each line on a line of its own. */
  private String lastLines(Optional<DatumRecord> failed) {
    Optional<Ref> log = failed.flatMap(DatumRecord::log);
    if (log.isEmpty()) {
      return "";
    }
    List<String> lines =
        LogText.parse(store.trees().pieces().chunk(log.get())).lines().stream()
            .map(LogLine::marked)
            .toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
    return ":\n" + String.join("\n", last);
  }

  static TuskException noPlan(JobId job) {
    return new TuskException(
        ErrorCode.CORRUPT, "job " + job + " has lost its plan; run the job again");
  }
}
