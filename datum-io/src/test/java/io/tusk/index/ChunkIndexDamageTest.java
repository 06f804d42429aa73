/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.index;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.objects.EveryStore;
import io.tusk.objects.FaultyObjectStore;
import io.tusk.objects.FaultyObjectStore.Call;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Damage to an index costs what it lists, and nothing else. */
@EveryStore
class ChunkIndexDamageTest {
  private final IndexFixture fixture = new IndexFixture(31);
  private final ChunkBatch chunks = fixture.randomBatch(1_000);
  private ChunkIndex index;

  @BeforeEach
  void build() {
    index = fixture.indexes.add(ChunkIndex.EMPTY, chunks, fixture.out);
    fixture.out.flush();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ChunkIndexes reopened() {
    return new ChunkIndexes(fixture.pieces);
  }

  private List<Ref> all() {
    return chunks.sorted(0, chunks.size());
  }

  /** Alters a child of the root; returns the digit of its chunks. */
  private int damageAChild() {
    IndexNode root = fixture.indexes.node(index.root().orElseThrow(), 0);
    int digit = 0;
    while (root.child(digit) == null) {
      digit++;
    }
    Ref child = root.child(digit);
    String key = child.location().pack().key();
    byte[] pack = fixture.store.read(key).orElseThrow();
    pack[(int) child.location().offset() + 40] ^= 1;
    fixture.store.put(key, pack);
    return digit;
  }

  @Test
  void whatLiesBelowADamagedNodeIsNotThere() {
    int digit = damageAChild();
    ChunkIndexes indexes = reopened();
    IndexNode root = indexes.node(index.root().orElseThrow(), 0);
    for (Ref chunk : all()) {
      boolean lost = chunk.hash().digit(0) == digit && root.find(chunk.hash()) == null;
      assertThat(indexes.find(index, chunk.hash()).isPresent()).isEqualTo(!lost);
    }
    List<String> told = new ArrayList<>();
    indexes.walk(
        index,
        new ChunkIndexes.Visitor() {
          @Override
          public void chunk(Ref chunk) {}

          @Override
          public void damaged(Ref node, io.tusk.error.TuskException fact) {
            told.add(fact.getMessage());
          }
        });
    Ref child = root.child(digit);
    assertThat(told)
        .containsExactly(
            "node "
                + child.hash()
                + " is altered in object "
                + child.location().pack().key()
                + " of store "
                + fixture.store.location()
                + "; run 'tusk fsck' for the whole damage");
  }

  /** One lookup that met damage makes the next edit start anew, wherever that edit leads. */
  @Test
  void anIndexThatFailedALookupIsDropped() {
    int digit = damageAChild();
    ChunkIndexes indexes = reopened();
    Ref lost =
        all().stream()
            .filter(chunk -> chunk.hash().digit(0) == digit)
            .filter(chunk -> indexes.find(index, chunk.hash()).isEmpty())
            .findFirst()
            .orElseThrow();
    Ref other = fixture.chunk(withDigit(digit ^ 1));
    ChunkIndex after = indexes.add(index, IndexFixture.batch(other), fixture.out);
    assertThat(indexes.find(after, other.hash())).isPresent();
    assertThat(all()).noneMatch(chunk -> indexes.find(after, chunk.hash()).isPresent());

    ChunkIndex next = indexes.add(after, IndexFixture.batch(lost), fixture.out);
    assertThat(indexes.find(next, other.hash())).as("a sound index is kept").isPresent();
    assertThat(indexes.find(next, lost.hash())).isPresent();
  }

  private static Hash withDigit(int digit) {
    return Hash.fromHex(Integer.toHexString(digit) + "1".repeat(63));
  }

  @Test
  void anEditThatMeetsDamageStartsANewIndex() {
    int digit = damageAChild();
    ChunkIndexes indexes = reopened();
    Ref added = fixture.chunk(withDigit(digit));
    ChunkIndex after = indexes.add(index, IndexFixture.batch(added), fixture.out);
    assertThat(fixture.newNodes(ChunkIndex.EMPTY, after)).isEqualTo(1);
    assertThat(indexes.find(after, added.hash())).hasValue(added);
  }

  @Test
  void aLargeEditThatMeetsDamageStartsANewIndex() {
    damageAChild();
    ChunkIndexes indexes = reopened();
    ChunkBatch many = fixture.randomBatch(2_000);
    ChunkIndex after = indexes.add(index, many, fixture.out);
    assertThat(many.sorted(0, 2_000)).allMatch(ref -> indexes.find(after, ref.hash()).isPresent());
    assertThat(all()).noneMatch(chunk -> indexes.find(after, chunk.hash()).isPresent());
  }

  @Test
  void aMissingPackIsDamage() {
    fixture.store.delete(index.root().orElseThrow().location().pack().key());
    ChunkIndexes indexes = reopened();
    Ref chunk = all().get(0);
    assertThat(indexes.find(index, chunk.hash())).isEmpty();
    ChunkIndex after = indexes.add(index, IndexFixture.batch(chunk), fixture.out);
    assertThat(indexes.find(after, chunk.hash())).hasValue(chunk);
  }

  @Test
  void combiningWithADamagedOneKeepsOnesOwn() {
    ChunkIndex mine = fixture.add(ChunkIndex.EMPTY, fixture.chunk());
    fixture.out.flush();
    damageAChild();
    ChunkIndexes indexes = reopened();
    ChunkIndex both = indexes.combine(ChunkIndex.EMPTY, mine, index, fixture.out);
    assertThat(fixture.newNodes(ChunkIndex.EMPTY, both)).isEqualTo(1);
  }

  @Test
  void aStoreThatDoesNotAnswerIsNoDamage() {
    FaultyObjectStore deaf = new FaultyObjectStore(fixture.store, 1).failing(Call.READ, 1);
    ChunkIndexes indexes = new ChunkIndexes(new PieceReader(deaf));
    String message =
        "store "
            + fixture.store.location()
            + " failed to READ '"
            + index.root().orElseThrow().location().pack().key()
            + "' as it was told to";
    Ref chunk = fixture.chunk();
    assertFails(ErrorCode.STORAGE, message, () -> indexes.find(index, chunk.hash()));
    assertFails(
        ErrorCode.STORAGE,
        message,
        () -> indexes.add(index, IndexFixture.batch(chunk), fixture.out));
    deaf.calm();
    assertThat(indexes.add(index, IndexFixture.batch(chunk), fixture.out)).isNotEqualTo(index);
    assertThat(indexes.find(index, all().get(0).hash())).isPresent();
  }
}
