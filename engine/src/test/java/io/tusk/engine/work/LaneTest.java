/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumPaths;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumStats;
import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.engine.log.DatumLog;
import io.tusk.engine.transform.DatumTries;
import io.tusk.engine.transform.Transform;
import io.tusk.engine.transform.TryControl;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.host.Host;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.JobId;
import io.tusk.plan.Plan;
import io.tusk.repo.Commit;
import io.tusk.repo.TuskStore;
import io.tusk.tree.Edit;
import io.tusk.tree.Tree;
import io.tusk.tree.TreeParameters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Plans, shards, and lanes that stop anywhere, on a store in memory. */
@EveryStore
final class LaneTest {
  private static final BranchName BRANCH =
      new BranchName(new RepoName(ProjectName.DEFAULT, "in"), "master");
  private static final JobId JOB =
      new JobId(new PipelineName(ProjectName.DEFAULT, "p"), new CommitId("1".repeat(32)));
  private static final Hash SHAPE = Hash.of("shape".getBytes(UTF_8));

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final CountingObjectStore objects = new CountingObjectStore(TestStores.create());
  private final TuskStore store = TuskStore.create(objects, Host.system());
  private final JobWork work = new JobWork(store, JOB);
  private final List<String> ran = new ArrayList<>();

  /** Writes its name, and notes that it ran. */
  private final class Noting implements Transform {
    private final String output;

    Noting(String output) {
      this.output = output;
    }

    @Override
    public Try run(PlanItem.Run datum, DatumLog log, PackWriter out) {
      ran.add(datum.paths().iterator().next().path().value());
      FileSetEditor outputs = store.files().edit(FileSet.EMPTY, out);
      outputs.put(new FilePath("/" + output), file(output, out));
      return new Try(new Outcome.Processed(outputs.finishDirectory()), DatumStats.NONE);
    }

    @Override
    public void close() {}
  }

  private FileEntry file(String content, PackWriter out) {
    try {
      return store.files().write(new ByteArrayInputStream(content.getBytes(UTF_8)), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DatumKey key(int i) {
    return DatumKey.of(List.of(path(i).part()), TreeParameters.DEFAULT);
  }

  private static InputPath path(int i) {
    return new InputPath(0, "in", BRANCH, new FilePath(String.format("/%05d", i)), FileEntry.EMPTY);
  }

  /** A plan of {@code size} items, of which about one in {@code others} is not to be run. */
  private JobPlan plan(int size, int others) {
    return plan(size, others, Optional.empty());
  }

  private JobPlan plan(int size, int others, Optional<ShardSize> asked) {
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Hash hash = Hash.of(String.valueOf(i).getBytes(UTF_8));
      PlanItem item =
          random.nextInt(others) == 0
              ? new PlanItem.Remove(key(i))
              : new PlanItem.Run(key(i), hash, hash, DatumPaths.of(List.of(path(i))));
      edits.add(Edit.put(item.encode()));
    }
    try (PackWriter out = store.newPackWriter()) {
      Tree items = store.trees().edit(Tree.EMPTY, edits.iterator(), PlanItem.COUNTS, out);
      out.flush();
      long[] counts = store.trees().summary(items, PlanItem.COUNTS);
      Plan plan =
          new Plan(items, Tree.EMPTY, counts[0], counts[1], counts[2], counts[3], counts[0]);
      ShardSize shards = asked.orElse(ShardSize.of(Optional.empty(), plan, () -> 1));
      return work.create(
          plan,
          Optional.empty(),
          SHAPE,
          List.of(new Commit.Read(FileSet.EMPTY, Optional.empty())),
          shards);
    }
  }

  private static List<DatumKey> toRun(Iterator<PlanItem> items) {
    List<DatumKey> keys = new ArrayList<>();
    items.forEachRemaining(
        item -> {
          if (item instanceof PlanItem.Run) {
            keys.add(item.key());
          }
        });
    return keys;
  }

  @Test
  void shardsCoverEachDatumOnce() {
    for (int round = 0; round < TestStores.cases(40); round++) {
      work.deleteAll();
      JobPlan plan = plan(random.nextInt(round % 10 == 0 ? 3_000 : 200), 2 + random.nextInt(9));
      List<DatumKey> wanted = toRun(work.items(plan, Optional.empty()));
      List<DatumKey> covered = new ArrayList<>();
      for (Shard shard : plan.shards()) {
        List<DatumKey> from = toRun(work.items(plan, Optional.of(shard)));
        assertThat(from.get(0)).isEqualTo(shard.from());
        covered.addAll(from.subList(0, shard.datums()));
        assertThat(shard.datums()).as("seed %d", seed).isBetween(1, 1_024);
      }
      assertThat(covered).as("seed %d", seed).isEqualTo(wanted);
      assertThat(plan.shards().size()).as("seed %d", seed).isLessThanOrEqualTo(65);
    }
  }

  @Test
  void plansComeBackAsTheyWere() {
    JobPlan plan = plan(100, 3);
    byte[] written = JobPlanJson.write(plan);
    assertThat(JobPlanJson.write(work.plan().orElseThrow())).isEqualTo(written);
    JobPlan second =
        work.create(plan.plan(), Optional.of(JOB.set()), SHAPE, List.of(), new ShardSize(1, 1));
    assertThat(JobPlanJson.write(second)).as("the first one is the job's").isEqualTo(written);
    assertThat(JobPlanJson.write(JobPlanJson.read(written, "x"))).isEqualTo(written);
    written[20] ^= 1;
    assertThatThrownBy(() -> JobPlanJson.read(written, "jobs/x/plan"))
        .isInstanceOf(TuskException.class)
        .hasMessage("object jobs/x/plan is not a plan: its checksum is wrong");
  }

  private Lane lane(Transform transform, int most) {
    int end = ran.size() + most;
    return new Lane(store, work, tries(transform), () -> ran.size() >= end, record -> {});
  }

  private static DatumTries tries(Transform transform) {
    return new DatumTries(transform, new TryControl(), JOB.set(), 1, Clock.systemUTC(), "worker-0");
  }

  /** A lane that stops loses what it has not stored, and the next attempt goes on after that. */
  @Test
  void attemptsGoOnAfterWhatIsStored() {
    for (int round = 0; round < TestStores.cases(20); round++) {
      work.deleteAll();
      ran.clear();
      JobPlan plan = plan(300, 5);
      int attempts = 1 + random.nextInt(5);
      for (int attempt = 1; attempt <= attempts; attempt++) {
        int stored = work.segments(plan).stream().mapToInt(JobWork.Segment::datums).sum();
        int most = 1 + random.nextInt(100);
        int before = ran.size();
        lane(new Noting("attempt" + attempt), most)
            .run(plan, attempt, 1, new JobWork.Claim(0, "run" + attempt));
        int now = work.segments(plan).stream().mapToInt(JobWork.Segment::datums).sum();
        int largest = plan.shards().stream().mapToInt(Shard::datums).max().orElse(0);
        assertThat(ran.size() - before - (now - stored))
            .as("seed %d: lost at most a shard's", seed)
            .isBetween(0, largest);
      }
      Lane last = lane(new Noting("last"), Integer.MAX_VALUE - ran.size());
      last.run(plan, attempts + 1, 1, new JobWork.Claim(0, "last"));
      assertRecords(plan);
      assertThat(last.progress())
          .as("seed %d: what was stored counts", seed)
          .isEqualTo(new Progress(plan.plan().run(), 0, 0));
    }
  }

  /** Lanes that stop anywhere and are started again by the runner, in one attempt. */
  @Test
  void lanesThatAreStartedAgainGoOnWithTheirShards() {
    for (int round = 0; round < TestStores.cases(30); round++) {
      work.deleteAll();
      ran.clear();
      JobPlan plan = plan(300, 5);
      int lanes = 1 + random.nextInt(4);
      for (int run = 0; run < 8; run++) {
        lane(new Noting("run" + run), random.nextInt(100))
            .run(plan, 1, lanes, new JobWork.Claim(random.nextInt(lanes), "run" + run));
      }
      long counted = 0;
      for (int number = 0; number < lanes; number++) {
        Lane last = lane(new Noting("last"), Integer.MAX_VALUE - ran.size());
        last.run(plan, 1, lanes, new JobWork.Claim(number, "last"));
        counted += last.progress().processed();
      }
      assertRecords(plan);
      assertThat(counted).as("seed %d: each datum counts once", seed).isEqualTo(plan.plan().run());
    }
  }

  @Test
  void aLaneThatComesLateAsksOnceForAllThatIsClaimed() {
    JobPlan plan = plan(300, Integer.MAX_VALUE);
    assertThat(plan.shards()).hasSize(60);
    lane(new Noting("early"), Integer.MAX_VALUE).run(plan, 1, 4, new JobWork.Claim(0, "early"));
    for (int late = 1; late < 4; late++) {
      ObjectStoreCounts before = objects.counts();
      lane(new Noting("late"), 1_000).run(plan, 1, 4, new JobWork.Claim(late, "late"));
      ObjectStoreCounts cost = objects.counts().minus(before);
      assertThat(cost.creates()).as("its first claim, and that it began").isEqualTo(2);
      assertThat(cost.reads()).as("who has its first claim").isEqualTo(1);
      assertThat(cost.lists()).isEqualTo(1);
      assertThat(cost.operations()).isEqualTo(4);
    }
    assertRecords(plan);
    assertThat(ran).hasSize(300);
  }

  @Test
  void lanesClaimLessOftenThanThereAreShards() {
    JobPlan plan = plan(128, Integer.MAX_VALUE);
    assertThat(plan.shards()).hasSize(64);
    assertThat(claimsOfOneLane(plan, 1)).isEqualTo(7);
    work.deleteAll();
    ran.clear();
    plan = plan(128, Integer.MAX_VALUE);
    assertThat(claimsOfOneLane(plan, 2)).isEqualTo(15);
  }

  /** How many objects a lane creates for its claims that has none beside it. */
  private long claimsOfOneLane(JobPlan plan, int lanes) {
    ObjectStoreCounts before = objects.counts();
    lane(new Noting("x"), 1_000).run(plan, 1, lanes, new JobWork.Claim(0, "run"));
    ObjectStoreCounts cost = objects.counts().minus(before);
    assertRecords(plan);
    long claims = cost.creates() - work.segmentKeys().size();
    assertThat(cost.lists())
        .as("none where there is one lane")
        .isEqualTo(lanes == 1 ? 0 : claims - 1);
    return claims;
  }

  private void assertRecords(JobPlan plan) {
    List<Hash> wanted = new ArrayList<>();
    work.items(plan, Optional.empty())
        .forEachRemaining(
            item -> {
              if (item instanceof PlanItem.Run run) {
                wanted.add(run.hash());
              }
            });
    List<Hash> hashes = new ArrayList<>();
    work.work(plan).records().forEachRemaining(record -> hashes.add(record.hash()));
    assertThat(hashes).as("seed %d", seed).isEqualTo(wanted);
  }

  @Test
  void whoComesSecondAdoptsTheSegmentThatIsThere() {
    JobPlan plan = plan(1, Integer.MAX_VALUE);
    Shard shard = plan.shards().get(0);
    PlanItem.Run datum = (PlanItem.Run) work.items(plan, Optional.empty()).next();
    JobWork.Segment first = segment(datum, "first", new Progress(1, 0, 7));
    JobWork.Segment second = segment(datum, "second", new Progress(0, 1, 8));

    assertThat(work.add(shard, 0, first).records().sameContent(first.records())).isTrue();
    assertThat(work.add(shard, 0, second).records().sameContent(first.records())).isTrue();
    assertThat(second.records().sameContent(first.records())).isFalse();
    assertThat(work.segments(shard))
        .extracting(JobWork.Segment::progress)
        .containsExactly(first.progress());
    assertThat(work.segments(shard).get(0).datums()).isEqualTo(1);

    DatumRecord record = work.work(plan).records().next();
    DirectoryEntry outputs = record.outputs();
    assertThat(
            store
                .files()
                .find(
                    new FileSet(outputs.tree(), outputs.files(), outputs.bytes()),
                    new FilePath("/first")))
        .isPresent();
  }

  private JobWork.Segment segment(PlanItem.Run datum, String output, Progress progress) {
    try (PackWriter out = store.newPackWriter()) {
      DatumRecord record = tries(new Noting(output)).run(datum, out).orElseThrow();
      Edit edit = Edit.put(record.encode(datum.key().bytes()));
      Tree records =
          store.trees().edit(Tree.EMPTY, List.of(edit).iterator(), DatumRecord.COUNTS, out);
      out.flush();
      return new JobWork.Segment(progress, records);
    }
  }

  @Test
  void missingRecordsAreSaid() {
    JobPlan plan = plan(3, Integer.MAX_VALUE);
    assertThatThrownBy(() -> work.work(plan))
        .isInstanceOf(TuskException.class)
        .hasMessage(
            "the lanes of job p@"
                + JOB.set()
                + " have ended, but 0 of its 3 datums have a result; run 'tusk run' to go on with"
                + " the job");
  }

  @Test
  void jobsWithObjectsAreFoundOnce() {
    plan(10, 2);
    List<JobId> jobs = new ArrayList<>(List.of(JOB));
    for (String name : List.of("p-1", "p0", "q")) {
      JobId job = new JobId(new PipelineName(ProjectName.DEFAULT, name), JOB.set());
      new JobWork(store, job).beat(1, JobWork.Step.ENGINE, 1);
      jobs.add(job);
    }
    for (String foreign : List.of("jobs/00", "jobs/w/y", "jobs/x/y/z/plan", "jobs/zz/p/q/r/s")) {
      store.objects().put(foreign, new byte[0]);
    }
    assertThat(JobWork.all(store.objects())).toIterable().containsExactlyInAnyOrderElementsOf(jobs);
  }
}
