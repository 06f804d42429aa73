/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumPaths;
import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.files.FileEntry;
import io.tusk.host.Host;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.plan.Plan;
import io.tusk.repo.TuskStore;
import io.tusk.spec.PipelineSpec.DatumSetSpec;
import io.tusk.tree.Edit;
import io.tusk.tree.Tree;
import io.tusk.tree.TreeParameters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code datum_set_spec} makes of a plan. */
final class ShardSizeTest {
  private static final BranchName BRANCH =
      new BranchName(new RepoName(ProjectName.DEFAULT, "in"), "master");

  private final TuskStore store = TuskStore.create(new MemoryObjectStore(), Host.system());

  /** A plan of datums of so many bytes each. */
  private Plan plan(int... bytes) throws IOException {
    try (PackWriter out = store.newPackWriter()) {
      List<Edit> edits = new ArrayList<>();
      for (int i = 0; i < bytes.length; i++) {
        FileEntry file = store.files().write(new ByteArrayInputStream(new byte[bytes[i]]), out);
        InputPath path =
            new InputPath(0, "in", BRANCH, new FilePath(String.format("/%05d", i)), file);
        Hash hash = Hash.of(String.valueOf(i).getBytes(UTF_8));
        DatumKey key = DatumKey.of(List.of(path.part()), TreeParameters.DEFAULT);
        edits.add(
            Edit.put(new PlanItem.Run(key, hash, hash, DatumPaths.of(List.of(path))).encode()));
      }
      Tree items = store.trees().edit(Tree.EMPTY, edits.iterator(), PlanItem.COUNTS, out);
      out.flush();
      long[] counts = store.trees().summary(items, PlanItem.COUNTS);
      return new Plan(items, Tree.EMPTY, counts[0], counts[1], counts[2], counts[3], counts[0]);
    }
  }

  private static int[] equal(int datums) {
    return IntStream.generate(() -> 1).limit(datums).toArray();
  }

  private List<Integer> shards(Plan plan, int number, int sizeBytes, int perWorker, int workers) {
    DatumSetSpec spec = new DatumSetSpec(number, sizeBytes, perWorker);
    return shards(plan, Optional.of(spec), workers);
  }

  private List<Integer> shards(Plan plan, Optional<DatumSetSpec> spec, int workers) {
    return Sharding.cut(store.trees(), plan, ShardSize.of(spec, plan, () -> workers)).stream()
        .map(Shard::datums)
        .toList();
  }

  @Test
  void numberIsHowManyDatumsAShardHas() throws IOException {
    Plan plan = plan(equal(10));
    assertThat(shards(plan, 4, 0, 0, 2)).containsExactly(4, 4, 2);
    assertThat(shards(plan, 1, 0, 7, 2)).hasSize(10).containsOnly(1);
    assertThat(shards(plan, 5_000, 0, 0, 2)).containsExactly(10);
  }

  @Test
  void sizeBytesEndsAShardWithTheDatumThatReachesIt() throws IOException {
    Plan plan = plan(3, 3, 3, 10, 1, 0, 9, 2);
    assertThat(shards(plan, 0, 9, 0, 2)).containsExactly(3, 1, 3, 1);
    assertThat(shards(plan, 1, 10, 0, 2)).as("wins over number").containsExactly(4, 3, 1);
    assertThat(shards(plan, 0, 1_000, 0, 2)).containsExactly(8);
  }

  @Test
  void perWorkerIsHowManyShardsAWorkerHas() throws IOException {
    Plan plan = plan(equal(24));
    assertThat(shards(plan, 0, 0, 3, 2)).hasSize(6).containsOnly(4);
    assertThat(shards(plan, 0, 0, 1, 1)).containsExactly(24);
    assertThat(shards(plan, 0, 0, 100, 2)).hasSize(24).containsOnly(1);
    assertThat(shards(plan, 0, 0, 5, 1)).containsExactly(4, 4, 4, 4, 4, 4);
  }

  @Test
  void withoutASpecificationThereAreAboutSixtyFour() throws IOException {
    assertThat(shards(plan(equal(10)), Optional.empty(), 2)).hasSize(10);
    assertThat(shards(plan(equal(640)), Optional.empty(), 7)).hasSize(64).containsOnly(10);
  }

  @Test
  void aPlanIsNotMadeOfMillionsOfShards() {
    Plan many = new Plan(Tree.EMPTY, Tree.EMPTY, 10_000_000, 0, 0, 1L << 40, 10_000_000);
    assertThat(ShardSize.of(Optional.of(new DatumSetSpec(1, 0, 0)), many, () -> 1).datums())
        .isEqualTo(153);
    assertThat(ShardSize.of(Optional.of(new DatumSetSpec(0, 1, 0)), many, () -> 1).bytes())
        .isEqualTo(1L << 24);
    assertThat(
            ShardSize.of(Optional.of(new DatumSetSpec(0, 0, Long.MAX_VALUE)), many, () -> 99)
                .datums())
        .isEqualTo(153);
    assertThat(ShardSize.of(Optional.empty(), many, () -> 1).datums()).isEqualTo(1_024);
  }
}
