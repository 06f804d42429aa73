/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.DatumStats;
import io.tusk.datum.PlanItem;
import io.tusk.datum.ResultKey;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.files.PathInfo;
import io.tusk.name.FilePath;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.tree.BatchedEdits;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Makes the state after a job from the state before it and from what its datums left: first all
 * outputs of removed and changed datums go, then the new ones come. The cost follows the datums of
 * the plan.
 */
public final class Splicer {
  private final FileSets files;
  private final Trees trees;

  public Splicer(FileSets files) {
    this.files = files;
    this.trees = files.trees();
  }

  /** What a pipeline's output branch shows, and what the pipeline remembers. */
  public record State(FileSet files, Tree datums, Tree owners, Tree results) {
    public static final State EMPTY = new State(FileSet.EMPTY, Tree.EMPTY, Tree.EMPTY, Tree.EMPTY);
  }

  /**
   * The state after a job.
   *
   * @param failure why the job fails, if it does; then files and owners are as they were
   * @param firstFailed the first datum that failed, if one did
   * @param recovered how many datums failed, but their error command did not: they have no output
   * @param failed how many datums failed
   * @param stats the sums over the datums that the job ran
   */
  public record Spliced(
      State state,
      Optional<String> failure,
      Optional<DatumRecord> firstFailed,
      long processed,
      long recovered,
      long failed,
      DatumStats stats) {}

  /** What a job brings: its plan's items and, in the order of their keys, its datums' records. */
  public interface Work {
    Iterator<PlanItem> items();

    /** The records of all items that are to be run, in the order of {@link #items}. */
    Iterator<DatumRecord> records();
  }

  /** The state after the job; its new nodes are in {@code out}. */
  public Spliced splice(State before, Work work, PackWriter out) {
    return new Pass(before, work, out).run();
  }

  private final class Pass {
    private final State before;
    private final Work work;
    private final BatchedEdits datums;
    private final BatchedEdits results;
    private final BatchedEdits owners;
    private final FileSetEditor output;
    private long processed;
    private long recovered;
    private long failed;
    private DatumStats stats = DatumStats.NONE;
    private Optional<String> failure = Optional.empty();
    private Optional<DatumRecord> firstFailed = Optional.empty();

    Pass(State before, Work work, PackWriter out) {
      this.before = before;
      this.work = work;
      this.datums = new BatchedEdits(trees, before.datums(), DatumRecord.COUNTS, out);
      this.results = new BatchedEdits(trees, before.results(), Summarizer.NONE, out);
      this.owners = new BatchedEdits(trees, before.owners(), Summarizer.NONE, out);
      this.output = files.edit(before.files(), out);
    }

    Spliced run() {
      forEach(this::remember);
      if (failed > 0) {
        return spliced(before.files(), before.owners());
      }
      work.items().forEachRemaining(this::removeOutputs);
      try {
        forEach(this::addOutputs);
      } catch (Collision e) {
        failure = Optional.of(e.getMessage());
        return spliced(before.files(), before.owners());
      }
      return spliced(output.finish(), owners.finish());
    }

    private Spliced spliced(FileSet newFiles, Tree newOwners) {
      State after = new State(newFiles, datums.finish(), newOwners, results.finish());
      return new Spliced(after, failure, firstFailed, processed, recovered, failed, stats);
    }

    private interface Step {
      /**
       * {@code record} is what an item to be run left, or what is taken over; absent for Remove.
       */
      void take(PlanItem item, Optional<DatumRecord> record);
    }

    private void forEach(Step step) {
      Iterator<DatumRecord> records = work.records();
      work.items()
          .forEachRemaining(
              item -> {
                if (item instanceof PlanItem.Run run) {
                  DatumRecord record = records.next();
                  if (!record.hash().equals(run.hash())) {
                    throw new TuskException(
                        ErrorCode.CORRUPT,
                        "the job's results do not go with its plan at datum " + item.key());
                  }
                  step.take(item, Optional.of(record));
                } else if (item instanceof PlanItem.Reuse reuse) {
                  step.take(item, Optional.of(reuse.record()));
                } else {
                  step.take(item, Optional.empty());
                }
              });
    }

    private void remember(PlanItem item, Optional<DatumRecord> record) {
      byte[] key = item.key().bytes();
      if (record.isEmpty()) {
        datums.remove(key);
        return;
      }
      datums.put(record.get().encode(key));
      if (!(item instanceof PlanItem.Run run)) {
        return;
      }
      results.put(record.get().encode(ResultKey.of(item.key(), run.hash())));
      stats = stats.plus(record.get().stats());
      switch (record.get().state()) {
        case PROCESSED -> processed++;
        case RECOVERED -> recovered++;
        case FAILED -> {
          failed++;
          if (failure.isEmpty()) {
            failure = Optional.of("datum " + run.id() + " (" + item.key() + ") failed");
            firstFailed = record;
          }
        }
      }
    }

    private void removeOutputs(PlanItem item) {
      Optional<DatumRecord> old =
          trees.find(before.datums(), item.key().bytes()).map(DatumRecord::decode);
      old.ifPresent(
          record ->
              outputs(record)
                  .forEachRemaining(
                      file -> {
                        output.delete(file.path());
                        owners.remove(key(file.path()));
                      }));
    }

    private void addOutputs(PlanItem item, Optional<DatumRecord> record) {
      if (record.isEmpty() || record.get().state() != DatumState.PROCESSED) {
        return;
      }
      outputs(record.get()).forEachRemaining(file -> add(item.key(), record.get().id(), file));
    }

    private void add(DatumKey datum, Hash id, PathInfo file) {
      Optional<Entry> owner = owners.find(key(file.path()));
      if (owner.isPresent()) {
        throw new Collision(
            "path "
                + file.path()
                + " is written by two datums: "
                + id
                + " ("
                + datum
                + ") and "
                + Hash.fromBytes(owner.get().value(), 0)
                + "; change the code so that each path has one datum");
      }
      try {
        output.put(file.path(), (FileEntry) file.entry());
      } catch (TuskException e) {
        if (e.code() != ErrorCode.CONFLICT) {
          throw e;
        }
        throw new Collision(
            "path "
                + file.path()
                + " of datum "
                + id
                + " ("
                + datum
                + ") is a file and a"
                + " directory: "
                + otherOwner(file.path())
                + "; change the code so that it is one of them");
      }
      owners.put(Entry.of(key(file.path()), id.toBytes(), List.of()));
    }

    /** Whose path is above or below {@code path}. */
    private String otherOwner(FilePath path) {
      StringBuilder above = new StringBuilder();
      for (String element : path.elements()) {
        above.append('/').append(element);
        Optional<Entry> owner = owners.find(above.toString().getBytes(UTF_8));
        if (owner.isPresent()) {
          return written(owner.get());
        }
      }
      byte[] below = (path + "/").getBytes(UTF_8);
      return owners.firstFrom(below).map(this::written).orElse("another datum wrote the other");
    }

    private String written(Entry owner) {
      return "datum "
          + Hash.fromBytes(owner.value(), 0)
          + " writes "
          + new String(owner.key(), UTF_8);
    }

    private Iterator<PathInfo> outputs(DatumRecord record) {
      FileSet written =
          new FileSet(record.outputs().tree(), record.outputs().files(), record.outputs().bytes());
      return files.walk(written, FilePath.ROOT);
    }

    private byte[] key(FilePath path) {
      return path.value().getBytes(UTF_8);
    }
  }

  /** Two datums want what cannot be; ends the splice. */
  private static final class Collision extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Collision(String message) {
      super(message);
    }
  }
}
