/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.fsck.Problem;
import io.tusk.host.Host;
import io.tusk.index.ChunkBatch;
import io.tusk.index.ChunkIndex;
import io.tusk.index.ChunkIndexes;
import io.tusk.log.Log;
import io.tusk.log.Operation;
import io.tusk.log.RootRecord;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import io.tusk.tree.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Equal content is stored once, under whatever path of whatever repository. */
@EveryStore
class StoredOnceTest {
  private static final int LITTLE = 24 << 10;

  private final CountingObjectStore objects = new CountingObjectStore(TestStores.create());
  private final TuskStore store = TuskStore.create(objects, Host.system());

  @BeforeEach
  void createRepos() {
    for (String name : List.of("a", "b")) {
      store.transact(
          new Operation("create repo", name),
          tx -> {
            RepoChanges.create(tx, StoreFixture.repo(name), "");
            return null;
          });
    }
  }

  @AfterEach
  void theStoreIsSound() {
    assertThat(StoreFixture.problems(objects)).isEmpty();
  }

  private static byte[] random(int bytes, long seed) {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return content;
  }

  private long put(String branch, String path, byte[] content) {
    return put(store, branch, path, content);
  }

  /** Bytes that are written to put {@code content}. */
  private long put(TuskStore into, String branch, String path, byte[] content) {
    ObjectStoreCounts before = objects.counts();
    StoreFixture.write(into, branch, write -> write(write, path, content));
    return objects.counts().minus(before).bytesWritten();
  }

  private static void write(FileWrite write, String path, byte[] content) {
    try {
      write.put(new FilePath(path), new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private FileEntry file(String branch, String path) {
    Snapshot snapshot = store.snapshot();
    return (FileEntry)
        store
            .files()
            .find(
                snapshot.resolver().readable(CommitRef.parse(ProjectName.DEFAULT, branch)).files(),
                new FilePath(path))
            .orElseThrow();
  }

  private byte[] read(String branch, String path) throws IOException {
    try (InputStream in = store.files().open(file(branch, path))) {
      return in.readAllBytes();
    }
  }

  @Test
  void anotherPathAnotherRepoAnotherProcess() throws IOException {
    byte[] content = random(200_000, 1);
    assertThat(put("a@master", "/one", content)).isGreaterThan(content.length);
    assertThat(put("a@master", "/two", content)).as("another path").isLessThan(LITTLE);
    assertThat(put("b@master", "/dir/three", content)).as("another repo").isLessThan(LITTLE);
    TuskStore reopened = TuskStore.open(objects, Host.system());
    assertThat(put(reopened, "b@other", "/four", content)).as("another process").isLessThan(LITTLE);
    assertThat(read("b@master", "/dir/three")).isEqualTo(content);
    assertThat(read("b@other", "/four")).isEqualTo(content);
    assertThat(places(file("b@other", "/four"))).isEqualTo(places(file("a@master", "/one")));
  }

  /** Where the chunks of a file of several lie. */
  private List<String> places(FileEntry file) {
    List<String> places = new ArrayList<>();
    store
        .trees()
        .parts(Tree.stored(file.content().orElseThrow()), 0, node -> {})
        .forEachRemaining(
            part ->
                places.add(
                    part.chunk().location().pack() + " at " + part.chunk().location().offset()));
    return places;
  }

  @Test
  void theChunksOfALargeFile() throws IOException {
    byte[] content = random(20 << 20, 2);
    put("a@master", "/large", content);
    byte[] longer = new byte[content.length + 3];
    System.arraycopy(content, 0, longer, 3, content.length);
    assertThat(put("b@master", "/longer", longer)).as("one chunk is new").isLessThan(5 << 20);
    assertThat(put("b@master", "/longer too", longer)).isLessThan(LITTLE);
    assertThat(read("b@master", "/longer too")).isEqualTo(longer);
  }

  @Test
  void whatWasDeletedIsStillThere() {
    byte[] content = random(200_000, 3);
    put("a@master", "/one", content);
    StoreFixture.write(store, "a@master", write -> write.delete(new FilePath("/one")));
    assertThat(put("a@master", "/again", content)).isLessThan(LITTLE);
  }

  @Test
  void anOpenCommitTakesAndGives() throws IOException {
    byte[] before = random(200_000, 4);
    byte[] within = random(200_000, 5);
    put("a@master", "/before", before);
    Commit open =
        store.transact(
            new Operation("start commit", ""),
            tx -> CommitChanges.start(tx, StoreFixture.branch("b@master"), ""));
    assertThat(put("b@master", "/before", before)).as("into an open commit").isLessThan(LITTLE);
    assertThat(put("b@master", "/within", within)).isGreaterThan(within.length);
    new OpenWrites(store, open).finish(new Operation("finish commit", ""), Optional.empty());
    assertThat(put("a@master", "/copy", within)).as("out of one").isLessThan(LITTLE);
    assertThat(read("b@master", "/before")).isEqualTo(before);
    assertThat(read("a@master", "/copy")).isEqualTo(within);
  }

  /** The index of the transaction that lost lists what both brought. */
  @Test
  void aLostRaceLosesNoEntry() {
    byte[] first = random(100_000, 6);
    byte[] second = random(100_000, 7);
    byte[] third = random(100_000, 8);
    AtomicBoolean raced = new AtomicBoolean();
    try (FileWrite write = new FileWrite(store)) {
      write(write, "/first", first);
      write.commit(StoreFixture.branch("b@other"), new Operation("put file", ""), "");
    }
    store.transact(
        new Operation("two", ""),
        tx -> {
          if (raced.compareAndSet(false, true)) {
            put("a@master", "/second", second);
          }
          return CommitChanges.commit(
              tx,
              StoreFixture.branch("b@master"),
              "",
              base -> withFile(base, "/third", third, tx.out()));
        });
    for (byte[] content : List.of(first, second, third)) {
      assertThat(put("a@copies", "/" + content[0], content)).isLessThan(LITTLE);
    }
  }

  @Test
  void writersAtTheSameTime() throws Exception {
    int writers = 4;
    int rounds = 5;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      int own = i;
      running.add(
          threads.submit(
              () -> {
                for (int round = 0; round < rounds; round++) {
                  String path = "/" + own + "/" + round;
                  put("a@master", path, random(50_000, 100 * own + round));
                }
              }));
    }
    for (Future<?> each : running) {
      each.get();
    }
    threads.shutdown();
    for (int i = 0; i < writers; i++) {
      for (int round = 0; round < rounds; round++) {
        byte[] content = random(50_000, 100 * i + round);
        assertThat(put("b@master", "/" + i + "-" + round, content)).isLessThan(LITTLE);
      }
    }
  }

  private FileSet withFile(FileSet base, String path, byte[] content, PackWriter out) {
    try {
      FileEntry file = store.files().write(new ByteArrayInputStream(content), out);
      return store.files().edit(base, out).put(new FilePath(path), file).finish();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withoutAnIndexEverythingIsStoredAgain() {
    byte[] content = random(100_000, 9);
    put("a@master", "/one", content);
    store
        .log()
        .commit(
            new Operation("collect", ""),
            (base, time) -> new Log.Outcome.NewRoot(base.record().metadata(), Optional.empty()));
    assertThat(put("b@master", "/one", content)).isGreaterThan(content.length);
    assertThat(put("b@master", "/two", content)).isLessThan(LITTLE);
  }

  @Test
  void aTransactionWithoutFilesKeepsTheIndex() {
    put("a@master", "/one", random(1_000, 10));
    String index = store.snapshot().index().toString();
    store.transact(
        new Operation("create repo", "c"),
        tx -> {
          RepoChanges.create(tx, StoreFixture.repo("c"), "");
          return null;
        });
    assertThat(store.snapshot().index()).hasToString(index);
    StoreFixture.write(store, "a@master", write -> write.delete(new FilePath("/one")));
    assertThat(store.snapshot().index()).hasToString(index);
  }

  /** Put works, content is read, fsck names the damage, and the next commit has a sound index. */
  @Test
  void aDamagedNodeOfTheIndex() throws IOException {
    byte[] content = random(100_000, 11);
    put("a@master", "/one", content);
    Ref root = store.snapshot().index().root().orElseThrow();
    String key = root.location().pack().key();
    byte[] sound = objects.read(key).orElseThrow();
    byte[] altered = sound.clone();
    altered[(int) root.location().offset() + 20] ^= 1;
    objects.put(key, altered);

    assertThat(StoreFixture.problems(objects))
        .contains(
            new Problem(
                key,
                "the index of chunks is damaged, so that content may be stored twice until a commit"
                    + " starts a new one: node "
                    + root.hash()
                    + " is altered in object "
                    + key
                    + " of store "
                    + objects.location()));
    TuskStore reopened = TuskStore.open(objects, Host.system());
    assertThat(put(reopened, "b@master", "/two", content)).isGreaterThan(content.length);
    assertThat(put(reopened, "b@master", "/three", content)).isLessThan(LITTLE);
    assertThat(read("b@master", "/three")).isEqualTo(content);
    assertThat(StoreFixture.problems(objects))
        .allSatisfy(problem -> assertThat(problem.fact()).doesNotContain("index"))
        .isNotEmpty();
    objects.put(key, sound);
  }

  @Test
  void aChunkThatIsNotWhereTheIndexSays() {
    put("a@master", "/one", random(1_000, 12));
    Ref listed = file("a@master", "/one").content().orElseThrow();
    Location at = listed.location();
    Ref wrong =
        new Ref(
            listed.kind(),
            Hash.of(new byte[] {1}),
            new Location(at.pack(), at.offset() + 1, at.length()));
    RootRecord record = store.snapshot().record();
    store
        .log()
        .commit(
            new Operation("test", ""),
            (base, time) -> {
              try (var out = store.newPackWriter()) {
                var batch = new ChunkBatch();
                batch.add(wrong);
                var index =
                    new ChunkIndexes(new PieceReader(objects)).add(ChunkIndex.EMPTY, batch, out);
                out.flush();
                return new Log.Outcome.NewRoot(base.record().metadata(), index.root());
              }
            });
    assertThat(StoreFixture.problems(objects))
        .containsExactly(
            new Problem(
                at.pack().key(),
                "chunk "
                    + wrong.hash()
                    + ", which the index of chunks lists, is not at "
                    + wrong.location().offset()
                    + " of it"));
    store
        .log()
        .commit(
            new Operation("test", ""),
            (base, time) -> new Log.Outcome.NewRoot(record.metadata(), record.index()));
  }
}
