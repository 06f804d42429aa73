/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.FilePath;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.Pack;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A commit of one file costs what it costs among few, the index of chunks included. */
class OneFileAmongMillionTest {
  private static final long SEED = 41;
  private static final int MILLION = 1_000_000;
  private static final int COMMITS = 40;

  private final CountingObjectStore objects = new CountingObjectStore(new MemoryObjectStore());
  private final Random random = new Random(SEED);

  @Test
  void bytesAndObjects() {
    TuskStore store = TuskStore.create(objects, Host.system());
    store.transact(
        new Operation("create repo", "a"),
        tx -> {
          RepoChanges.create(tx, StoreFixture.repo("a"), "");
          return null;
        });
    store.transact(
        new Operation("put file", "a"),
        tx ->
            CommitChanges.commit(
                tx, StoreFixture.branch("a@master"), "", base -> million(store, base, tx)));
    // Another process, which has nothing in memory.
    TuskStore another = TuskStore.open(objects, Host.system());
    long most = 0;
    ObjectStoreCounts start = objects.counts();
    for (int i = 0; i < COMMITS; i++) {
      ObjectStoreCounts before = objects.counts();
      String path = path(random.nextInt(MILLION)) + "-new";
      String content = "content " + i;
      StoreFixture.write(another, "a@master", write -> StoreFixture.put(write, path, content));
      ObjectStoreCounts cost = objects.counts().minus(before);
      assertThat(cost.puts()).as("packs of commit %d, seed %d", i, SEED).isEqualTo(1);
      assertThat(cost.creates()).as("records of commit %d, seed %d", i, SEED).isEqualTo(1);
      assertThat(cost.deletes()).isZero();
      most = Math.max(most, cost.bytesWritten());
    }
    ObjectStoreCounts all = objects.counts().minus(start);
    assertThat(all.bytesWritten() / COMMITS).as("bytes a commit, seed %d", SEED).isLessThan(42_000);
    assertThat(most).as("bytes of the largest commit, seed %d", SEED).isLessThan(80_000);
    assertThat(all.operations() / COMMITS).as("requests a commit, seed %d", SEED).isLessThan(24);
  }

  private static String path(int i) {
    return String.format(Locale.ROOT, "/d%03d/f%06d", i / 1_000, i);
  }

  /** A million files of different content, which nobody reads. */
  private FileSet million(TuskStore store, FileSet base, Transaction tx) {
    Pack[] packs = new Pack[100];
    for (int i = 0; i < packs.length; i++) {
      packs[i] = Pack.named(Hash.of(("pack " + i).getBytes(UTF_8)));
    }
    FileSetEditor editor = store.files().edit(base, tx.out());
    byte[] hash = new byte[Hash.BYTES];
    for (int i = 0; i < MILLION; i++) {
      random.nextBytes(hash);
      Location location = new Location(packs[i / 10_000], 12L + i % 10_000 * 3_000L, 3_000);
      Ref chunk = new Ref(PieceKind.CHUNK, Hash.fromBytes(hash, 0), location);
      editor.put(new FilePath(path(i)), new FileEntry(3_000, Optional.of(chunk)));
    }
    return editor.finish();
  }
}
