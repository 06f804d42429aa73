/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.log.Operation;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.objects.TestStores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The requests of a commit of one file, whatever lies in the store already. */
@EveryStore
class CommitCostTest {
  /** Of an index of {@link #MANY} chunks. */
  private static final int INDEX_DEPTH = 3;

  private static final String BRANCH = "a@master";
  private static final int FEW = 100;
  private static final int MANY = 40_000;
  private static final long MOST_BYTES = 128 << 10;

  private final CountingObjectStore counting = new CountingObjectStore(TestStores.create());

  @RegisterExtension final StoreFixture fixture = new StoreFixture(counting, 1);

  private void fill(int files) {
    fixture.createRepos("a");
    fixture.write(
        BRANCH,
        write -> {
          for (int i = 0; i < files; i++) {
            StoreFixture.put(write, path(i), "content " + i);
          }
        });
  }

  private static String path(int file) {
    return String.format("/%03d/file%05d", file % 200, file);
  }

  private ObjectStoreCounts commit(TuskStore store, int file, String content) {
    ObjectStoreCounts before = counting.counts();
    try (FileWrite write = FileWrite.over(store, branch(BRANCH))) {
      StoreFixture.put(write, path(file), content);
      write.commit(branch(BRANCH), new Operation("put file", path(file)), "");
    }
    return counting.counts().minus(before);
  }

  /** Listings: the newest record, before and after. What it holds is known to who wrote it. */
  private static void assertFewRequests(ObjectStoreCounts cost) {
    assertThat(cost)
        .isEqualTo(new ObjectStoreCounts(0, 1, 1, 1, 2, 0, cost.bytesRead(), cost.bytesWritten()));
    assertThat(cost.bytesWritten()).isLessThan(MOST_BYTES);
  }

  @Test
  void aCommitOfOneFileToFewTakesFewRequests() {
    fill(FEW);
    for (int i = 0; i < 20; i++) {
      assertFewRequests(commit(fixture.store, i * 5, "changed " + i));
    }
  }

  @Test
  void aCommitOfOneFileToManyTakesAsManyOnceItsDirectoryIsKnown() {
    fill(MANY);
    commit(fixture.store, 0, "first");
    for (int i = 0; i < 20; i++) {
      assertFewRequests(commit(fixture.store, i * 200, "changed " + i));
    }
  }

  /**
   * The nodes from the metadata's root to the commit, from the root directory to the file and, in
   * the index of chunks, to where the content would be.
   */
  @Test
  void whoKnowsNothingReadsOnePathOfNodes() {
    fill(MANY);
    TuskStore other = TuskStore.open(counting, fixture.host);
    ObjectStoreCounts cost = commit(other, 7, "changed");
    assertThat(cost.reads()).isLessThanOrEqualTo(5 + INDEX_DEPTH);
    assertThat(cost.lists()).isEqualTo(2);
    cost = commit(other, 207, "changed");
    assertThat(cost.reads()).as("content that the index was asked for before").isZero();
    cost = commit(other, 407, "something else");
    assertThat(cost.reads()).isLessThanOrEqualTo(INDEX_DEPTH - 1);
  }

  /** Reads: the newest write. */
  @Test
  void aWriteToAnOpenCommitTakesFewRequests() {
    fill(FEW);
    fixture.start(BRANCH);
    commit(fixture.store, 1, "first");
    for (int number = 1; number < 100; number++) {
      ObjectStoreCounts cost = commit(fixture.store, number, "changed " + number);
      boolean saysWhatThereIs = number % 16 == 15;
      assertThat(cost)
          .as("write %d", number)
          .isEqualTo(
              new ObjectStoreCounts(
                  saysWhatThereIs ? 1 + Math.min(number, 16) : 1,
                  1,
                  1,
                  1,
                  saysWhatThereIs ? 3 : 2,
                  0,
                  cost.bytesRead(),
                  cost.bytesWritten()));
      assertThat(cost.bytesWritten()).as("write %d", number).isLessThan(64 << 10);
    }
  }

  /** Those that start from other branches are not looked at, however many they are. */
  @Test
  void aCommitCostsAsMuchBesideManyTriggersOfOtherBranches() {
    fill(FEW);
    fixture.change(
        tx -> {
          for (int i = 0; i < 2_000; i++) {
            TriggerChanges.set(
                tx, branch("a@moved" + i), branch("a@other"), TriggersTest.commits(1));
          }
          TriggerChanges.set(tx, branch("a@release"), branch(BRANCH), TriggersTest.commits(1));
        });
    ObjectStoreCounts cost = commit(TuskStore.open(counting, fixture.host), 0, "changed");
    assertThat(cost.bytesRead()).as("%s", cost).isLessThan(MOST_BYTES);
    assertThat(cost.bytesWritten()).as("%s", cost).isLessThan(MOST_BYTES);
    assertThat(fixture.head("a@release").id()).isEqualTo(fixture.head(BRANCH).id());
  }
}
