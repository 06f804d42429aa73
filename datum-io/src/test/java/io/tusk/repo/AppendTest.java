/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.files.FileEntry;
import io.tusk.files.PathEntry;
import io.tusk.log.Operation;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.EveryStore;
import io.tusk.objects.TestStores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files that are appended to and files that are put by reference. */
@EveryStore
class AppendTest {
  private static final String BRANCH = "a@master";

  private final CountingObjectStore objects = new CountingObjectStore(TestStores.create());

  @RegisterExtension final StoreFixture fixture = new StoreFixture(objects, 1);

  @BeforeEach
  void start() {
    fixture.createRepos("a", "b");
  }

  private static void append(FileWrite write, String path, byte[] content) {
    try {
      write.put(new FilePath(path), new ByteArrayInputStream(content), FileWrite.Mode.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommitId append(String path, String content) {
    return fixture.write(BRANCH, write -> append(write, path, content.getBytes(UTF_8)));
  }

  private static CommitId commit(FileWrite write) {
    return write.commit(StoreFixture.branch(BRANCH), new Operation("put file", BRANCH), "");
  }

  private PathEntry entry(String ref, String path) {
    return fixture
        .store
        .files()
        .find(fixture.readable(ref).files(), new FilePath(path))
        .orElseThrow();
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void acrossCommits() {
    append("/log", "one ");
    append("/log", "two ");
    append("/d/log", "other");
    append("/log", "three");
    assertThat(fixture.files(BRANCH)).isEqualTo(Map.of("/log", "one two three", "/d/log", "other"));
    assertThat(fixture.files(BRANCH + "^")).containsEntry("/log", "one two ");
  }

  @Test
  void comesLastInAWriteAndAfterItsDeletes() {
    fixture.put(BRANCH, "/x", "old");
    fixture.put(BRANCH, "/y", "old");
    fixture.write(
        BRANCH,
        write -> {
          write.delete(new FilePath("/x"));
          StoreFixture.put(write, "/z", "new");
          append(write, "/x", "1".getBytes(UTF_8));
          append(write, "/y", "2".getBytes(UTF_8));
          append(write, "/y", "3".getBytes(UTF_8));
          append(write, "/z", "4".getBytes(UTF_8));
          assertThat(write.holds(new FilePath("/z"))).isTrue();
          assertThat(write.holds(new FilePath("/y"))).isTrue();
          assertThat(write.holds(new FilePath("/none"))).isFalse();
          String message = "what is appended comes last in a write";
          assertThatThrownBy(() -> write.delete(new FilePath("/z")))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage(message);
          assertThatThrownBy(() -> StoreFixture.put(write, "/a", ""))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage(message);
        });
    assertThat(fixture.files(BRANCH)).isEqualTo(Map.of("/x", "1", "/y", "old23", "/z", "new4"));
  }

  @Test
  void twoAtTheSameTimeBothSurvive() {
    fixture.put(BRANCH, "/log", "begin ");
    try (FileWrite first = new FileWrite(fixture.store);
        FileWrite second = new FileWrite(fixture.store)) {
      append(first, "/log", "first ".getBytes(UTF_8));
      append(second, "/log", "second ".getBytes(UTF_8));
      commit(second);
      commit(first);
    }
    assertThat(fixture.files(BRANCH)).isEqualTo(Map.of("/log", "begin second first "));
  }

  @Test
  void manyThreadsLoseNothing() throws Exception {
    int threads = 6;
    int lines = 15;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      String line = "line of " + i + "\n";
      running.add(
          pool.submit(
              () -> {
                for (int j = 0; j < lines; j++) {
                  append("/log", line);
                }
              }));
    }
    for (Future<?> thread : running) {
      thread.get();
    }
    pool.shutdown();
    Map<String, Long> counts =
        fixture.files(BRANCH).get("/log").lines().collect(groupingBy(line -> line, counting()));
    assertThat(counts).hasSize(threads).allSatisfy((line, n) -> assertThat(n).isEqualTo(lines));
  }

  @Test
  void toAnOpenCommitInTheOrderOfTheWrites() {
    fixture.put(BRANCH, "/log", "begin ");
    Commit open = fixture.start(BRANCH);
    append("/log", "1 ");
    append("/new", "a");
    fixture.put(BRANCH, "/new", "b");
    append("/new", "c");
    fixture.delete(BRANCH, "/log");
    append("/log", "2 ");
    append("/log", "3");
    OpenWrites writes = new OpenWrites(fixture.store, open);
    assertThat(writes.find(new FilePath("/log"))).isPresent();
    assertThat(writes.find(new FilePath("/none"))).isEmpty();
    fixture.delete(BRANCH, "/new");
    assertThat(writes.find(new FilePath("/new"))).isEmpty();
    append("/new", "d");
    assertThat(StoreFixture.problems(objects)).isEmpty();
    assertThat(fixture.finish(open).error()).isEmpty();
    assertThat(fixture.files(BRANCH)).isEqualTo(Map.of("/log", "2 3", "/new", "d"));
  }

  @Test
  void toADirectoryOrThroughAFileIsAConflict() {
    fixture.put(BRANCH, "/d/x", "1");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "file \"/d\" cannot be written: a directory has that path; delete the directory first or"
            + " choose another path",
        () -> append("/d", "2"));
    fixture.refuses(
        ErrorCode.CONFLICT,
        "directory \"/d/x\" cannot be written: a file has that path; delete the file first or"
            + " choose another path",
        () -> append("/d/x/y", "2"));
    Commit open = fixture.start(BRANCH);
    append("/d", "2");
    assertThat(fixture.finish(open).error()).hasValueSatisfying(e -> assertThat(e).contains("/d"));
    assertThat(fixture.files(BRANCH)).isEqualTo(Map.of("/d/x", "1"));
  }

  @Test
  void randomWritesAgainstAModel() {
    for (long seed = 0; seed < TestStores.cases(60); seed++) {
      Random random = new Random(seed);
      StoreFixture other = new StoreFixture(TestStores.create(), seed);
      other.createRepos("a");
      Map<String, String> model = new TreeMap<>();
      Optional<Commit> open = Optional.empty();
      for (int i = 0; i < 25; i++) {
        if (random.nextInt(5) == 0) {
          if (open.isPresent()) {
            assertThat(other.finish(open.get()).error()).as("seed %d", seed).isEmpty();
            open = Optional.empty();
          } else {
            open = Optional.of(other.start(BRANCH));
          }
        }
        String path = List.of("/x", "/d/x", "/d/y", "/d/e/x").get(random.nextInt(4));
        String content = "content " + i + " ";
        switch (random.nextInt(4)) {
          case 0 -> {
            other.delete(BRANCH, path);
            model.remove(path);
          }
          case 1 -> {
            other.put(BRANCH, path, content);
            model.put(path, content);
          }
          default -> {
            other.write(BRANCH, write -> append(write, path, content.getBytes(UTF_8)));
            model.merge(path, content, String::concat);
          }
        }
        if (open.isEmpty()) {
          assertThat(other.files(BRANCH)).as("seed %d, step %d", seed, i).isEqualTo(model);
        }
      }
      open.ifPresent(other::finish);
      assertThat(other.files(BRANCH)).as("seed %d", seed).isEqualTo(model);
      assertThat(StoreFixture.problems(other.objects)).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void aLineToALargeFileCostsAChunk() {
    fixture.write(BRANCH, write -> append(write, "/large", random(7, 20_000_000)));
    long before = objects.counts().bytesWritten();
    append("/large", "one line");
    assertThat(objects.counts().bytesWritten() - before).isLessThan(4_194_304 + 30_000);
    assertThat(((FileEntry) entry(BRANCH, "/large")).size()).isEqualTo(20_000_008);
  }

  @Test
  void aLargeFileToASmallOneIsStoredOnce() {
    append("/large", "a line");
    long before = objects.counts().bytesWritten();
    fixture.write(BRANCH, write -> append(write, "/large", random(8, 20_000_000)));
    long added = objects.counts().bytesWritten() - before;
    assertThat(added).isLessThan(20_000_000 + 3 * 4_194_304);
    assertThat(((FileEntry) entry(BRANCH, "/large")).size()).isEqualTo(20_000_006);
  }

  private void copy(String from, String to, FileWrite.Mode mode) {
    try (FileWrite write = new FileWrite(fixture.store)) {
      PathEntry entry = entry(BRANCH, from);
      write.put(new FilePath(to), entry, mode);
      commit(write);
    }
  }

  @Test
  void byReference() {
    fixture.put(BRANCH, "/d/x", "1");
    fixture.put(BRANCH, "/d/e/y", "2");
    fixture.put(BRANCH, "/c/x", "old");
    fixture.put(BRANCH, "/c/z", "kept");
    copy("/d", "/c", FileWrite.Mode.REPLACE);
    assertThat(fixture.files(BRANCH))
        .isEqualTo(Map.of("/d/x", "1", "/d/e/y", "2", "/c/x", "1", "/c/e/y", "2", "/c/z", "kept"));
    copy("/d", "/c", FileWrite.Mode.APPEND);
    copy("/d/x", "/c/z", FileWrite.Mode.APPEND);
    copy("/d", "/d/d", FileWrite.Mode.APPEND);
    assertThat(fixture.files(BRANCH))
        .containsEntry("/c/x", "11")
        .containsEntry("/c/e/y", "22")
        .containsEntry("/c/z", "kept1")
        .containsEntry("/d/d/e/y", "2")
        .hasSize(7);
  }

  @Test
  void aLargeDirectoryIsCopiedAtTheCostOfItsDepth() {
    fixture.write(
        BRANCH,
        write -> {
          for (int i = 0; i < 5_000; i++) {
            StoreFixture.put(write, "/d/" + i / 100 + "/" + i, "content " + i);
          }
        });
    fixture.put(BRANCH, "/merged/other", "kept");
    for (FileWrite.Mode mode : FileWrite.Mode.values()) {
      copyCosts(mode + " alone", mode, "/copies/" + mode);
      copyCosts(mode + " beside", mode, "/copies/" + mode + "/again");
      Commit open = fixture.start(BRANCH);
      copyCosts(mode + " in an open commit", mode, "/copies/" + mode + "/open");
      long before = objects.counts().bytesWritten();
      fixture.finish(open);
      assertThat(objects.counts().bytesWritten() - before).as("finish").isLessThan(12_000);
    }
    copyCosts("merged", FileWrite.Mode.REPLACE, "/merged");
    assertThat(fixture.readable(BRANCH).files().files()).isEqualTo(8 * 5_000 + 1);
  }

  private void copyCosts(String what, FileWrite.Mode mode, String to) {
    long before = objects.counts().bytesWritten();
    long reads = objects.counts().reads();
    copy("/d", to, mode);
    assertThat(objects.counts().bytesWritten() - before).as(what).isLessThan(12_000);
    assertThat(objects.counts().reads() - reads).as(what).isLessThan(20);
  }
}
