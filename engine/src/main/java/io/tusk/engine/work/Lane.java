/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import io.tusk.datum.DatumRecord;
import io.tusk.datum.PlanItem;
import io.tusk.engine.transform.DatumTries;
import io.tusk.host.Stopwatch;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.TuskStore;
import io.tusk.tree.Edit;
import io.tusk.tree.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One of the N that work on a job at once: claims shards, runs their datums in order, and stores
 * their records in segments as it goes. What an earlier attempt stored is not run again.
 */
public final class Lane {
  private static final Duration FLUSH_EVERY = Duration.ofSeconds(2);
  private static final long FLUSH_BYTES = 16 << 20;

  private final TuskStore store;
  private final JobWork work;
  private final DatumTries tries;
  private final BooleanSupplier stopped;
  private final Consumer<DatumRecord> ran;

  /** Of datums whose records are stored. */
  private Progress stored = Progress.NONE;

  private volatile Progress progress = Progress.NONE;

  /**
   * @param stopped says whether to leave the rest to others
   * @param ran is told of each datum that was run, by the thread that runs the lane
   */
  public Lane(
      TuskStore store,
      JobWork work,
      DatumTries tries,
      BooleanSupplier stopped,
      Consumer<DatumRecord> ran) {
    this.store = store;
    this.work = work;
    this.tries = tries;
    this.stopped = stopped;
    this.ran = ran;
  }

  /**
   * Works until no shard is left that nobody has; the claim names one of {@code lanes} lanes. A
   * lane that the runner has started again goes on with the shards that it had.
   */
  public void run(JobPlan plan, long attempt, int lanes, JobWork.Claim claim) {
    List<Shard> shards = plan.shards();
    if (shards.isEmpty() || stopped.getAsBoolean()) {
      return;
    }
    ShardRuns runs = ShardRuns.of(shards.size(), lanes);
    new Claiming(work.claims(attempt), runs.count(), lanes, claim, stopped)
        .run(
            (number, claimed) -> {
              boolean hasSegments = hasSegments(attempt, claimed);
              for (int i = runs.from(number); i < runs.to(number); i++) {
                if (stopped.getAsBoolean()) {
                  return;
                }
                run(plan, shards.get(i), hasSegments);
                tries.endSet();
              }
            });
  }

  private static boolean hasSegments(long attempt, Claims.Claimed claimed) {
    return attempt > 1 || claimed == Claims.Claimed.AGAIN;
  }

  /** How far the lane has come; for any thread. */
  public Progress progress() {
    return progress;
  }

  private void count(JobWork.Segment segment) {
    stored = stored.plus(segment.progress());
    progress = stored;
  }

  private void run(JobPlan plan, Shard shard, boolean hasSegments) {
    List<JobWork.Segment> segments = hasSegments ? work.segments(shard) : List.of();
    int done = segments.stream().mapToInt(JobWork.Segment::datums).sum();
    int number = segments.size();
    segments.forEach(this::count);
    while (done < shard.datums() && !stopped.getAsBoolean()) {
      Optional<JobWork.Segment> segment = runSegment(plan, shard, done, number);
      if (segment.isEmpty()) {
        return;
      }
      count(segment.get());
      done += segment.get().datums();
      number++;
    }
  }

  /**
   * Runs datums from the {@code done}-th on until it is time to store, or until it is stopped: what
   * is done is stored then, too. Nothing when that is nothing.
   */
  private Optional<JobWork.Segment> runSegment(JobPlan plan, Shard shard, int done, int number) {
    Iterator<PlanItem.Run> datums = datums(plan, shard, done);
    List<Edit> records = new ArrayList<>();
    Progress ranHere = Progress.NONE;
    Stopwatch watch = Stopwatch.start();
    try (PackWriter out = store.newPackWriter()) {
      while (datums.hasNext() && !stopped.getAsBoolean()) {
        PlanItem.Run datum = datums.next();
        Optional<DatumRecord> record = tries.run(datum, out);
        if (record.isEmpty()) {
          break;
        }
        ranHere = ranHere.plus(record.get());
        progress = stored.plus(ranHere);
        ran.accept(record.get());
        records.add(Edit.put(record.get().encode(datum.key().bytes())));
        if (watch.elapsed().compareTo(FLUSH_EVERY) >= 0 || out.bytesStored() >= FLUSH_BYTES) {
          break;
        }
      }
      return records.isEmpty()
          ? Optional.empty()
          : Optional.of(store(shard, number, records, ranHere, out));
    }
  }

  /** Not to be disturbed: an interrupt would break off the writing, and so is kept for later. */
  private JobWork.Segment store(
      Shard shard, int number, List<Edit> records, Progress ranHere, PackWriter out) {
    boolean interrupted = Thread.interrupted();
    try {
      Tree tree = store.trees().edit(Tree.EMPTY, records.iterator(), DatumRecord.COUNTS, out);
      out.flush();
      return work.add(shard, number, new JobWork.Segment(ranHere, tree));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Iterator<PlanItem.Run> datums(JobPlan plan, Shard shard, int done) {
    Iterator<PlanItem> items = work.items(plan, Optional.of(shard));
    Iterator<PlanItem.Run> runs =
        new Iterator<>() {
          private int left = shard.datums();

          @Override
          public boolean hasNext() {
            return left > 0;
          }

          @Override
          public PlanItem.Run next() {
            if (left == 0) {
              throw new NoSuchElementException();
            }
            left--;
            while (true) {
              if (items.next() instanceof PlanItem.Run run) {
                return run;
              }
            }
          }
        };
    for (int i = 0; i < done; i++) {
      runs.next();
    }
    return runs;
  }
}
