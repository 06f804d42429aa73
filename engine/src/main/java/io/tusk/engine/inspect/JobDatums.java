/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.inspect;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.PathLists;
import io.tusk.datum.PlanItem;
import io.tusk.engine.work.CurrentDatum;
import io.tusk.engine.work.JobPlan;
import io.tusk.engine.work.JobWork;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.TuskStore;
import io.tusk.tree.Change;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The datums of jobs: of one that runs as far as it has come, of one that has ended as it left
 * them. Of a killed job only what it ran is known, and of one that waits for its plan nothing.
 */
public final class JobDatums {
  private final TuskStore store;
  private final Trees trees;
  private final PathLists lists;

  public JobDatums(TuskStore store) {
    this.store = store;
    this.trees = store.trees();
    this.lists = new PathLists(store.files());
  }

  /**
   * All datums, in the order of their keys; streams.
   *
   * @throws TuskException NOT_FOUND when there is no such job
   */
  public Iterator<DatumInfo> list(JobId id) {
    Catalog catalog = store.snapshot().catalog();
    Job job = new JobCatalog(catalog).requireJob(id);
    if (job.state().isTerminal()) {
      return ended(id, trees.ascending(datums(job), new byte[0]));
    }
    JobWork work = new JobWork(store, id);
    Optional<JobPlan> plan = work.plan();
    if (plan.isEmpty()) {
      return Collections.emptyIterator();
    }
    Tree base =
        plan.get()
            .base()
            .map(commit -> catalog.requireCommit(id.pipeline().repo(), commit))
            .map(JobDatums::datums)
            .orElse(Tree.EMPTY);
    return new Merged(id, trees.ascending(base, new byte[0]), work, plan.get());
  }

  /**
   * The datums that the job itself has run to their end; the cost follows their number where the
   * job's base is still known.
   *
   * @throws TuskException NOT_FOUND when there is no such job
   */
  Iterator<DatumInfo> ran(JobId id) {
    Catalog catalog = store.snapshot().catalog();
    Job job = new JobCatalog(catalog).requireJob(id);
    if (job.datums().isEmpty()) {
      // It runs, or was killed and is not cleared yet.
      return ended(id, new JobWork(store, id).entries());
    }
    Tree before =
        catalog
            .commit(id.pipeline().repo(), id.set())
            .flatMap(catalog::readableAncestor)
            .map(JobDatums::datums)
            .orElse(Tree.EMPTY);
    Iterator<Change> changes = trees.differences(before, datums(job));
    return new Filtered<>(changes) {
      @Override
      Optional<DatumInfo> take(Change change) {
        return change
            .after()
            .map(entry -> info(id, entry))
            .filter(info -> info.state() != DatumInfo.State.SKIPPED);
      }
    };
  }

  /**
   * One datum.
   *
   * @throws TuskException NOT_FOUND when there is no such job, or it has no such datum
   */
  public DatumInfo require(JobId id, Hash datum) {
    Iterator<DatumInfo> all = list(id);
    while (all.hasNext()) {
      DatumInfo info = all.next();
      if (info.id().equals(datum)) {
        return info;
      }
    }
    throw new TuskException(
        ErrorCode.NOT_FOUND,
        "job " + id + " has no datum " + datum + "; 'tusk list datum " + id + "' shows its datums");
  }

  /**
   * The datums that the lanes of a running job have been at for a second or more.
   *
   * @throws TuskException NOT_FOUND when there is no such job
   */
  public List<CurrentDatum> current(JobId id) {
    Job job = new JobCatalog(store.snapshot().catalog()).requireJob(id);
    return job.state().isTerminal() ? List.of() : new JobWork(store, id).current(job.attempt());
  }

  /** What a datum that a lane runs is made of. */
  Iterable<DatumKey.Part> paths(JobId id, CurrentDatum datum) {
    if (!datum.key().isLong()) {
      return datum.key().parts();
    }
    Optional<FileEntry> list =
        new JobWork(store, id)
            .plan()
            .flatMap(plan -> trees.find(plan.plan().items(), datum.key().bytes()))
            .map(entry -> PlanItem.decode(entry, PlanItem.UNREAD))
            .flatMap(
                item -> item instanceof PlanItem.Run run ? run.paths().list() : Optional.empty());
    // Without its plan the job has ended.
    return list.isPresent() ? lists.parts(datum.key(), list) : List.of();
  }

  private static Tree datums(Job job) {
    return job.datums().map(Tree::stored).orElse(Tree.EMPTY);
  }

  private static Tree datums(Commit commit) {
    return commit.result().flatMap(Commit.Result::datums).map(Tree::stored).orElse(Tree.EMPTY);
  }

  DatumInfo info(JobId job, Entry entry) {
    DatumRecord record = DatumRecord.decode(entry);
    return DatumInfo.of(job, lists.parts(DatumKey.ofBytes(entry.key()), record.paths()), record);
  }

  private Iterator<DatumInfo> ended(JobId job, Iterator<Entry> entries) {
    return new Filtered<>(entries) {
      @Override
      Optional<DatumInfo> take(Entry entry) {
        return Optional.of(info(job, entry));
      }
    };
  }

  /** What {@link #take} makes of items; those of which it makes nothing are left out. */
  private abstract static class Filtered<T> implements Iterator<DatumInfo> {
    private final Iterator<T> items;
    private Optional<DatumInfo> next = Optional.empty();

    Filtered(Iterator<T> items) {
      this.items = items;
    }

    abstract Optional<DatumInfo> take(T item);

    @Override
    public boolean hasNext() {
      while (next.isEmpty() && items.hasNext()) {
        next = take(items.next());
      }
      return next.isPresent();
    }

    @Override
    public DatumInfo next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      DatumInfo result = next.orElseThrow();
      next = Optional.empty();
      return result;
    }
  }

  /** A base's datums, changed by a plan, as far as there are records; all ascend by key. */
  private final class Merged implements Iterator<DatumInfo> {
    private final JobId job;
    private final Head<Entry> base;
    private final Head<PlanItem> items;
    private final Head<Entry> records;
    private Optional<DatumInfo> next;

    Merged(JobId job, Iterator<Entry> base, JobWork work, JobPlan plan) {
      this.job = job;
      this.base = new Head<>(base);
      this.items = new Head<>(work.items(plan, Optional.empty()));
      this.records = new Head<>(work.entries());
      this.next = find();
    }

    private Optional<DatumInfo> find() {
      Optional<DatumInfo> found = Optional.empty();
      while (found.isEmpty() && (base.first != null || items.first != null)) {
        DatumKey before = base.first == null ? null : DatumKey.ofBytes(base.first.key());
        int order =
            before == null ? 1 : items.first == null ? -1 : before.compareTo(items.first.key());
        if (order < 0) {
          found = Optional.of(info(job, base.take()));
          continue;
        }
        if (order == 0) {
          base.take();
        }
        found = planned(items.take());
      }
      return found;
    }

    private Optional<DatumInfo> planned(PlanItem item) {
      if (item instanceof PlanItem.Reuse reuse) {
        return Optional.of(
            DatumInfo.of(job, lists.parts(item.key(), reuse.record().paths()), reuse.record()));
      }
      if (!(item instanceof PlanItem.Run run)) {
        return Optional.empty();
      }
      if (records.first != null && DatumKey.ofBytes(records.first.key()).equals(run.key())) {
        return Optional.of(info(job, records.take()));
      }
      return Optional.of(
          new DatumInfo(
              job,
              run.id(),
              lists.parts(run.key(), run.paths().list()),
              DatumInfo.State.STARTING,
              Optional.empty()));
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public DatumInfo next() {
      DatumInfo result = next.orElseThrow(NoSuchElementException::new);
      next = find();
      return result;
    }
  }

  /** An iterator with a look at what comes next. */
  private static final class Head<T> {
    private final Iterator<T> rest;
    private T first;

    Head(Iterator<T> rest) {
      this.rest = rest;
      take();
    }

    T take() {
      T taken = first;
      first = rest.hasNext() ? rest.next() : null;
      return taken;
    }
  }
}
