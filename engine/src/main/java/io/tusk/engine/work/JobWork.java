/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.datum.DatumPaths;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.PathLists;
import io.tusk.datum.PlanItem;
import io.tusk.engine.output.Splicer;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.CheckedJson;
import io.tusk.name.CommitId;
import io.tusk.objects.ObjectStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.RefJson;
import io.tusk.pipeline.JobId;
import io.tusk.plan.Plan;
import io.tusk.repo.Commit;
import io.tusk.repo.TuskStore;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a running job keeps in the object store: its plan, who runs which shard, and results. All of
 * it is written create-if-absent, so engines and lanes that overlap agree.
 */
public final class JobWork {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 1_000;

  private final TuskStore store;
  private final ObjectStore objects;
  private final JobObjects keys;
  private final JobId job;

  public JobWork(TuskStore store, JobId job) {
    this.store = store;
    this.objects = store.objects();
    this.keys = new JobObjects(job);
    this.job = job;
  }

  /** The jobs that have objects, whatever their state. */
  public static Iterator<JobId> all(ObjectStore objects) {
    return JobObjects.jobs(objects);
  }

  /** Records of consecutive datums of a shard; {@code records} is a tree by natural key. */
  public record Segment(Progress progress, Tree records) {
    int datums() {
      return Math.toIntExact(progress.processed() + progress.failed());
    }
  }

  /** Who claims shards in some attempt: a lane, in one run of it. */
  public record Claim(int lane, String run) {}

  /** The plan, if an attempt has made it. */
  public Optional<JobPlan> plan() {
    return objects.read(keys.plan()).map(bytes -> JobPlanJson.read(bytes, keys.plan()));
  }

  /**
   * Stores the plan, cut into shards, unless another attempt was faster: then that one's is the
   * job's. What the plan refers to is durable.
   */
  public JobPlan create(
      Plan plan, Optional<CommitId> base, Hash shape, List<Commit.Read> inputs, ShardSize size) {
    List<Shard> shards = Sharding.cut(store.trees(), plan, size);
    JobPlan mine = new JobPlan(plan, base, shape, inputs, shards);
    return create(keys.plan(), JobPlanJson.write(mine))
        ? mine
        : plan().orElseThrow(() -> missing(keys.plan()));
  }

  /** The items of a plan from a shard's first datum on, or all without a shard. */
  public Iterator<PlanItem> items(JobPlan plan, Optional<Shard> from) {
    byte[] start = from.map(shard -> shard.from().bytes()).orElse(new byte[0]);
    Iterator<Entry> entries = store.trees().ascending(plan.plan().items(), start);
    DatumPaths.Source paths = new PathLists(store.files()).source(plan.inputs());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public PlanItem next() {
        return PlanItem.decode(entries.next(), paths);
      }
    };
  }

  Claims claims(long attempt) {
    return new Claims(this, keys, attempt);
  }

  /** The segments of a shard so far, in order. */
  public List<Segment> segments(Shard shard) {
    return segmentsBelow(keys.segmentsOf(shard.number()));
  }

  private List<Segment> segmentsBelow(String prefix) {
    return Requests.sideBySide(list(prefix), key -> segment(key).orElseThrow(() -> missing(key)));
  }

  Optional<byte[]> read(String key) {
    return objects.read(key);
  }

  Iterator<String> list(String prefix) {
    return new Iterator<>() {
      private Iterator<String> page = Collections.emptyIterator();
      private String after = "";
      private boolean last;

      @Override
      public boolean hasNext() {
        if (!page.hasNext() && !last) {
          List<String> keys = objects.list(prefix, after, PAGE);
          last = keys.size() < PAGE;
          page = keys.iterator();
        }
        return page.hasNext();
      }

      @Override
      public String next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        after = page.next();
        return after;
      }
    };
  }

  /**
   * Stores a segment under its number. Where another run of the shard was faster, its segment is
   * returned, and this one is forgotten. What the segment refers to is durable.
   */
  public Segment add(Shard shard, int number, Segment segment) {
    String key = keys.segment(shard.number(), number);
    Ref root = segment.records().root().orElseThrow();
    ObjectNode json =
        JSON.createObjectNode()
            .put("datums", segment.datums())
            .put("failed", segment.progress().failed())
            .put("bytes", segment.progress().bytes());
    json.set("records", RefJson.write(root));
    if (create(key, CheckedJson.write(json))) {
      return segment;
    }
    return segment(key).orElseThrow(() -> missing(key));
  }

  private static Segment parse(byte[] bytes, String key) {
    try {
      JsonNode json = CheckedJson.read(bytes).orElseThrow(IllegalArgumentException::new);
      long failed = json.path("failed").asLong();
      return new Segment(
          new Progress(json.path("datums").asInt() - failed, failed, json.path("bytes").asLong()),
          Tree.stored(RefJson.read(PieceKind.NODE, json.path("records"))));
    } catch (IllegalArgumentException e) {
      throw new TuskException(
          ErrorCode.CORRUPT, "object " + key + " is altered; run the job again", e);
    }
  }

  /** The keys of all segments so far, in the order of the plan. */
  public List<String> segmentKeys() {
    List<String> found = new ArrayList<>();
    list(keys.segments()).forEachRemaining(found::add);
    return found;
  }

  /** The segment under one of {@link #segmentKeys}; nothing once the job has ended. */
  public Optional<Segment> segment(String key) {
    return objects.read(key).map(bytes -> parse(bytes, key));
  }

  /** All segments so far, in the order of the plan. Lists once, whatever the number of shards. */
  public List<Segment> segments(JobPlan plan) {
    return plan.shards().isEmpty() ? List.of() : segmentsBelow(keys.segments());
  }

  /**
   * The job's work as the splice reads it.
   *
   * @throws TuskException INTERNAL when a datum of the plan lacks its record
   */
  public Splicer.Work work(JobPlan plan) {
    List<Segment> segments = segments(plan);
    long datums = segments.stream().mapToLong(Segment::datums).sum();
    if (datums != plan.plan().run()) {
      throw new TuskException(
          ErrorCode.INTERNAL,
          "the lanes of job "
              + job
              + " have ended, but "
              + datums
              + " of its "
              + plan.plan().run()
              + " datums have a result; run 'tusk run' to go on with the job");
    }
    return new Splicer.Work() {
      @Override
      public Iterator<PlanItem> items() {
        return JobWork.this.items(plan, Optional.empty());
      }

      @Override
      public Iterator<DatumRecord> records() {
        return JobWork.this.records(segments.iterator());
      }
    };
  }

  private Iterator<DatumRecord> records(Iterator<Segment> segments) {
    return new Iterator<>() {
      private Iterator<Entry> entries = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!entries.hasNext()) {
          if (segments.hasNext()) {
            entries = store.trees().ascending(segments.next().records(), new byte[0]);
          } else {
            return false;
          }
        }
        return true;
      }

      @Override
      public DatumRecord next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return DatumRecord.decode(entries.next());
      }
    };
  }

  /**
   * The records of all segments so far as entries under their natural keys, which ascend. What is
   * stored meanwhile may be among them.
   */
  public Iterator<Entry> entries() {
    Iterator<String> found = segmentKeys().iterator();
    return new Iterator<>() {
      private Iterator<Entry> entries = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!entries.hasNext() && found.hasNext()) {
          entries =
              segment(found.next())
                  .map(segment -> entries(segment))
                  .orElse(Collections.emptyIterator());
        }
        return entries.hasNext();
      }

      @Override
      public Entry next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return entries.next();
      }
    };
  }

  /** The records of a segment, under their natural keys. */
  public Iterator<Entry> entries(Segment segment) {
    return store.trees().ascending(segment.records(), new byte[0]);
  }

  /** Tells observers how far the lanes of a process are, and that it lives. */
  public void progress(long attempt, String process, ProcessProgress progress) {
    objects.put(keys.progress(attempt, process), progress.write());
  }

  /** What is done of a job beside its lanes; the plan perhaps by many processes. */
  public enum Step {
    /** All that the engine does that has the job, waiting for the runner included. */
    ENGINE,
    PLAN,
    COMMIT
  }

  /** Tells observers that who does that step lives; {@code beat} rises. */
  public void beat(long attempt, Step step, long beat) {
    objects.put(keys.progress(attempt, step), ProcessProgress.beat(beat).write());
  }

  /** What the processes told last that run an attempt's lanes, or do its steps. */
  public List<ProcessProgress> progress(long attempt) {
    return readAll(keys.progressOf(attempt)).map(ProcessProgress::read).toList();
  }

  /** Tells observers what a lane has been running for a while. */
  public void current(long attempt, int lane, CurrentDatum datum) {
    objects.put(keys.current(attempt, lane), datum.write());
  }

  /** What the lanes of an attempt told last; some of it may have ended since. */
  public List<CurrentDatum> current(long attempt) {
    return readAll(keys.currentOf(attempt))
        .flatMap(bytes -> CurrentDatum.read(bytes).stream())
        .toList();
  }

  /** Says why a lane breaks off. */
  public void fault(long attempt, int lane, Fault fault) {
    objects.put(keys.fault(attempt, lane), fault.write());
  }

  /** Says why a step breaks off. */
  public void fault(long attempt, Step step, Fault fault) {
    objects.put(keys.fault(attempt, step), fault.write());
  }

  /** Why steps of an attempt broke off; a runner may have tried some of them again, and better. */
  public List<Fault> faults(long attempt) {
    return readAll(keys.faultsOf(attempt)).flatMap(bytes -> Fault.read(bytes).stream()).toList();
  }

  /** Whether the engine that made an attempt has said why it runs the job no longer. */
  public boolean isGivenUp(long attempt) {
    return objects.read(keys.fault(attempt, Step.ENGINE)).isPresent();
  }

  private Stream<byte[]> readAll(String prefix) {
    return Requests.sideBySide(list(prefix), objects::read).stream().flatMap(Optional::stream);
  }

  /** Deletes all of the job's objects; for after its end. */
  public void deleteAll() {
    Requests.sideBySide(
        list(keys.prefix()),
        key -> {
          objects.delete(key);
          return key;
        });
  }

  /** Creates an object that decides nothing but who was first; a lost answer is asked again. */
  boolean create(String key, byte[] content) {
    try {
      return objects.createIfAbsent(key, content) == ObjectStore.Created.CREATED;
    } catch (TuskException e) {
      if (e.code() != ErrorCode.OUTCOME_UNKNOWN) {
        throw e;
      }
      return objects.createIfAbsent(key, content) == ObjectStore.Created.CREATED;
    }
  }

  private static TuskException missing(String key) {
    return new TuskException(
        ErrorCode.CORRUPT, "object " + key + " was there and is gone; run the job again");
  }
}
