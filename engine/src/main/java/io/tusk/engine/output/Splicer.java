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
import io.tusk.sort.ExternalSort;
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

  /**
   * What a job brings: its plan's items and, in the order of their keys, its datums' records. What
   * these refer to is durable.
   */
  public interface Work {
    Iterator<PlanItem> items();

    /** The records of all items that are to be run, in the order of {@link #items}. */
    Iterator<DatumRecord> records();
  }

  /** The state after the job; its new nodes are in {@code out}. Reads the records once. */
  public Spliced splice(State before, Work work, PackWriter out) {
    try (ExternalSort removed = new ExternalSort();
        ExternalSort added = new ExternalSort()) {
      return new Pass(before, work, removed, added, out).run();
    }
  }

  /** Outputs are sorted by path before they are edited, so that each node is written once. */
  private final class Pass {
    private final State before;
    private final Work work;
    private final ExternalSort removed;
    private final ExternalSort added;
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

    Pass(State before, Work work, ExternalSort removed, ExternalSort added, PackWriter out) {
      this.before = before;
      this.work = work;
      this.removed = removed;
      this.added = added;
      this.datums = new BatchedEdits(trees, before.datums(), DatumRecord.COUNTS, out);
      this.results = new BatchedEdits(trees, before.results(), Summarizer.NONE, out);
      this.owners = new BatchedEdits(trees, before.owners(), Summarizer.NONE, out);
      this.output = files.edit(before.files(), out);
    }

    Spliced run() {
      read();
      if (failed > 0) {
        return spliced(before.files(), before.owners());
      }
      removed.sorted().forEachRemaining(item -> remove(path(item)));
      try {
        added.sorted().forEachRemaining(item -> add(path(item), OutputFile.decode(item.value())));
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

    /** Takes in all items and records, in the order of the keys. */
    private void read() {
      Iterator<DatumRecord> records = work.records();
      work.items()
          .forEachRemaining(
              item -> {
                Optional<DatumRecord> record = record(item, records);
                remember(item, record);
                sortOutputs(item, record);
              });
    }

    /** What an item to be run left, or what is taken over; absent for one that is removed. */
    private Optional<DatumRecord> record(PlanItem item, Iterator<DatumRecord> records) {
      if (item instanceof PlanItem.Run run) {
        DatumRecord record = records.next();
        if (!record.hash().equals(run.hash())) {
          throw new TuskException(
              ErrorCode.CORRUPT,
              "the job's results do not go with its plan at datum " + item.key());
        }
        return Optional.of(record);
      }
      return item instanceof PlanItem.Reuse reuse ? Optional.of(reuse.record()) : Optional.empty();
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
      stats = stats.plus(record.get().stats());
      switch (record.get().state()) {
        case PROCESSED -> {
          processed++;
          // Nothing else is a result; it would take the place of an earlier success.
          results.put(record.get().encode(ResultKey.of(item.key(), run.hash())));
        }
        case RECOVERED -> recovered++;
        case FAILED -> {
          failed++;
          if (failure.isEmpty()) {
            failure = Optional.of("datum " + named(run.id(), item.key()) + " failed");
            firstFailed = record;
          }
        }
      }
    }

    private void sortOutputs(PlanItem item, Optional<DatumRecord> record) {
      if (failed > 0) {
        return;
      }
      trees
          .find(before.datums(), item.key().bytes())
          .map(DatumRecord::decode)
          .ifPresent(
              old ->
                  outputs(old)
                      .forEachRemaining(file -> removed.add(key(file.path()), new byte[0])));
      record
          .filter(now -> now.state() == DatumState.PROCESSED)
          .ifPresent(now -> outputs(now).forEachRemaining(file -> sort(now.id(), file)));
    }

    private void sort(Hash datum, PathInfo file) {
      added.add(key(file.path()), new OutputFile(datum, (FileEntry) file.entry()).encode());
    }

    private void remove(FilePath path) {
      output.delete(path);
      owners.remove(key(path));
    }

    private void add(FilePath path, OutputFile file) {
      Optional<Entry> owner = owners.find(key(path));
      if (owner.isPresent()) {
        throw new Collision(
            "path "
                + path
                + " is written by two datums: "
                + named(file.datum())
                + " and "
                + named(Hash.fromBytes(owner.get().value(), 0))
                + "; change the code, and update it with --reprocess, so that each path has one"
                + " datum");
      }
      try {
        output.put(path, file.file());
      } catch (TuskException e) {
        if (e.code() != ErrorCode.CONFLICT) {
          throw e;
        }
        throw new Collision(
            "path "
                + path
                + " of datum "
                + named(file.datum())
                + " is a file and a directory: "
                + otherOwner(path)
                + "; change the code, and update it with --reprocess, so that it is one of them");
      }
      owners.put(Entry.of(key(path), file.datum().toBytes(), List.of()));
    }

    /** A datum's id, with its key if the job runs it or takes its result over. */
    private String named(Hash datum) {
      Iterator<PlanItem> items = work.items();
      while (items.hasNext()) {
        PlanItem item = items.next();
        boolean found =
            item instanceof PlanItem.Run run
                ? run.id().equals(datum)
                : item instanceof PlanItem.Reuse reuse && reuse.record().id().equals(datum);
        if (found) {
          return named(datum, item.key());
        }
      }
      return datum.toString();
    }

    /** Both; a long key says no more than the id. */
    private static String named(Hash datum, DatumKey key) {
      return key.isLong() ? datum.toString() : datum + " (" + key + ")";
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
          + named(Hash.fromBytes(owner.value(), 0))
          + " writes "
          + new String(owner.key(), UTF_8);
    }

    private Iterator<PathInfo> outputs(DatumRecord record) {
      FileSet written =
          new FileSet(record.outputs().tree(), record.outputs().files(), record.outputs().bytes());
      return files.walk(written, FilePath.ROOT);
    }

    private FilePath path(ExternalSort.Item item) {
      return new FilePath(new String(item.key(), UTF_8));
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
