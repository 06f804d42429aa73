/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.Plan;
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
  public record Segment(int datums, Tree records) {}

  /** Who runs a shard in some attempt. */
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
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public PlanItem next() {
        return PlanItem.decode(entries.next());
      }
    };
  }

  /**
   * Whether the shard is this run's of this lane now; so it is when it claimed the shard before.
   */
  public boolean claim(long attempt, Shard shard, Claim claim) {
    String key = keys.claim(attempt, shard.number());
    byte[] mine = (claim.lane() + " " + claim.run()).getBytes(UTF_8);
    if (create(key, mine)) {
      return true;
    }
    String holder = objects.read(key).map(bytes -> new String(bytes, UTF_8)).orElse("");
    // A lane that the runner started again has another run, and goes on with what the lane claimed.
    return holder.startsWith(claim.lane() + " ");
  }

  /** The segments of a shard so far, in order. */
  public List<Segment> segments(Shard shard) {
    return segmentsBelow(keys.segmentsOf(shard.number()));
  }

  private List<Segment> segmentsBelow(String prefix) {
    List<Segment> segments = new ArrayList<>();
    String after = "";
    while (true) {
      List<String> page = objects.list(prefix, after, PAGE);
      for (String key : page) {
        segments.add(segment(key).orElseThrow(() -> missing(key)));
      }
      if (page.size() < PAGE) {
        return segments;
      }
      after = page.get(page.size() - 1);
    }
  }

  /**
   * Stores a segment under its number. Where another run of the shard was faster, its segment is
   * returned, and this one is forgotten. What the segment refers to is durable.
   */
  public Segment add(Shard shard, int number, Segment segment) {
    String key = keys.segment(shard.number(), number);
    Ref root = segment.records().root().orElseThrow();
    ObjectNode json = JSON.createObjectNode().put("datums", segment.datums());
    json.set("records", RefJson.write(root));
    if (create(key, CheckedJson.write(json))) {
      return segment;
    }
    return segment(key).orElseThrow(() -> missing(key));
  }

  private static Segment parse(byte[] bytes, String key) {
    try {
      JsonNode json = CheckedJson.read(bytes).orElseThrow(IllegalArgumentException::new);
      return new Segment(
          json.path("datums").asInt(),
          Tree.stored(RefJson.read(PieceKind.NODE, json.path("records"))));
    } catch (IllegalArgumentException e) {
      throw new TuskException(
          ErrorCode.CORRUPT, "object " + key + " is altered; run the job again", e);
    }
  }

  /** The keys of all segments so far, in the order of the plan. */
  public List<String> segmentKeys() {
    List<String> keysFound = new ArrayList<>();
    List<String> page;
    do {
      String after = keysFound.isEmpty() ? "" : keysFound.get(keysFound.size() - 1);
      page = objects.list(keys.segments(), after, PAGE);
      keysFound.addAll(page);
    } while (page.size() == PAGE);
    return keysFound;
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

  /** Tells observers how far a lane is, and that it lives. */
  public void progress(long attempt, int lane, Progress progress) {
    objects.put(keys.progress(attempt, lane), progress.write());
  }

  /** What the lanes of an attempt told last. */
  public List<Progress> progress(long attempt) {
    return objects.list(keys.progressOf(attempt), "", PAGE).stream()
        .flatMap(key -> objects.read(key).stream())
        .map(Progress::read)
        .toList();
  }

  /** Tells observers what a lane has been running for a while. */
  public void current(long attempt, int lane, CurrentDatum datum) {
    objects.put(keys.current(attempt, lane), datum.write());
  }

  /** What the lanes of an attempt told last; some of it may have ended since. */
  public List<CurrentDatum> current(long attempt) {
    return objects.list(keys.currentOf(attempt), "", PAGE).stream()
        .flatMap(key -> objects.read(key).stream())
        .flatMap(bytes -> CurrentDatum.read(bytes).stream())
        .toList();
  }

  /** Deletes all of the job's objects; for after its end. */
  public void deleteAll() {
    List<String> page;
    do {
      page = objects.list(keys.prefix(), "", PAGE);
      page.forEach(objects::delete);
    } while (page.size() == PAGE);
  }

  /** Creates an object that decides nothing but who was first; a lost answer is asked again. */
  private boolean create(String key, byte[] content) {
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
