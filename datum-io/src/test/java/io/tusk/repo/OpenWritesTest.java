/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.PathEntry;
import io.tusk.fsck.Problem;
import io.tusk.name.FilePath;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What many, large or damaged writes to an open commit come to. */
@EveryStore
class OpenWritesTest {
  private static final String BRANCH = "a@master";

  private static final List<String> PATHS =
      List.of("/x", "/d/x", "/d/y", "/d/e/x", "/d/e/y", "/d/e/f/x", "/g/x", "/g/h/x");
  private static final List<String> PLACES = List.of("/", "/d", "/d/e", "/d/e/f", "/g", "/g/h");
  private static final List<String> ALL = Stream.concat(PATHS.stream(), PLACES.stream()).toList();

  private final ObjectStore memory = TestStores.create();
  private final CountingObjectStore objects = new CountingObjectStore(memory);
  private final StoreFixture fixture = new StoreFixture(objects, 1);

  OpenWritesTest() {
    fixture.createRepos("a");
  }

  private static String path(int file) {
    return String.format("/d%02d/%06d", file % 50, file);
  }

  private void fill(int files) {
    fixture.write(
        BRANCH,
        write -> {
          for (int i = 0; i < files; i++) {
            StoreFixture.put(write, path(i), "content");
          }
        });
  }

  private List<String> writes() {
    List<String> keys = new ArrayList<>(memory.list("open/", "", 1_000));
    java.util.Collections.reverse(keys);
    return keys;
  }

  @Test
  void aWriteOfManyDeletesIsASmallObject() {
    int files = 60_000;
    fill(files);
    Commit open = fixture.start(BRANCH);
    fixture.write(
        BRANCH,
        write -> {
          for (int i = 1; i < files; i++) {
            write.delete(new FilePath(path(i)));
          }
        });
    assertThat(writes())
        .singleElement()
        .satisfies(key -> assertThat(memory.size(key).orElseThrow()).isLessThan(1_000));
    assertThat(StoreFixture.problems(memory)).isEmpty();
    fixture.finish(open);
    assertThat(fixture.files(BRANCH)).isEqualTo(Map.of(path(0), "content"));
    assertThat(StoreFixture.problems(memory)).isEmpty();
  }

  /** Each write used to leave the nodes of a whole path behind in the last pack. */
  @Test
  void manySmallWritesAreFoldedAtOnce() {
    fill(5_000);
    Commit open = fixture.start(BRANCH);
    for (int i = 0; i < 300; i++) {
      fixture.put(BRANCH, path(i * 7), "changed " + i);
    }
    long before = objects.counts().bytesWritten();
    fixture.finish(open);
    assertThat(objects.counts().bytesWritten() - before).isLessThan(600_000);
    Map<String, String> files = fixture.files(BRANCH);
    assertThat(files).hasSize(5_000);
    for (int i = 0; i < 300; i++) {
      assertThat(files).containsEntry(path(i * 7), "changed " + i);
    }
    assertThat(StoreFixture.problems(memory)).isEmpty();
  }

  @Test
  void writesApplyInTheirOrderWhateverTheyDo() {
    for (long seed = 0; seed < TestStores.cases(150); seed++) {
      Random random = new Random(seed);
      StoreFixture other = new StoreFixture(TestStores.create(), seed);
      other.createRepos("a");
      Map<String, String> model = new TreeMap<>();
      for (int commit = 0; commit < 2; commit++) {
        Commit open = other.start(BRANCH);
        int writes = random.nextInt(seed % 10 == 0 ? 70 : 6);
        for (int i = 0; i < writes; i++) {
          other.write(
              BRANCH,
              write -> {
                for (int edits = random.nextInt(8); edits > 0; edits--) {
                  if (random.nextInt(3) == 0) {
                    List<String> from = random.nextBoolean() ? PATHS : PLACES;
                    String path = from.get(random.nextInt(from.size()));
                    write.delete(new FilePath(path));
                    String below = path.equals("/") ? "/" : path + "/";
                    model.keySet().removeIf(key -> key.equals(path) || key.startsWith(below));
                  } else {
                    String path = PATHS.get(random.nextInt(PATHS.size()));
                    String content = "content " + random.nextInt(100);
                    StoreFixture.put(write, path, content);
                    model.put(path, content);
                  }
                }
              });
          assertFound(other, open, List.of(ALL.get(random.nextInt(ALL.size()))), model, seed);
        }
        assertFound(other, open, ALL, model, seed);
        assertThat(other.finish(open).error()).as("seed %d", seed).isEmpty();
        assertThat(other.files(BRANCH)).as("seed %d", seed).isEqualTo(model);
      }
      assertThat(StoreFixture.problems(other.objects)).as("seed %d", seed).isEmpty();
    }
  }

  /** What is found at each path while the commit is open is what the model has there. */
  private static void assertFound(
      StoreFixture fixture, Commit open, List<String> paths, Map<String, String> model, long seed) {
    OpenWrites writes = new OpenWrites(fixture.store, open);
    for (String path : paths) {
      Optional<PathEntry> found = writes.find(new FilePath(path));
      String below = path.equals("/") ? "/" : path + "/";
      long files = model.keySet().stream().filter(file -> file.startsWith(below)).count();
      assertThat(found.isPresent())
          .as("seed %d: %s of %s", seed, path, model)
          .isEqualTo(model.containsKey(path) || files > 0 || path.equals("/"));
      if (found.orElse(null) instanceof DirectoryEntry directory) {
        assertThat(directory.files()).as("seed %d: %s of %s", seed, path, model).isEqualTo(files);
      }
    }
  }

  @Test
  void aPathIsFoundAtTheSameCostHoweverManyWritesThereAre() {
    fill(2_000);
    fixture.start(BRANCH);
    List<Long> costs = new ArrayList<>();
    int blocks = 2 + TestStores.cases(10);
    for (int block = 0; block < blocks; block++) {
      long before = objects.counts().operations();
      for (int i = 0; i < 32; i++) {
        FilePath path = new FilePath(path(block * 32 + i));
        Commit open = fixture.head(BRANCH);
        assertThat(new OpenWrites(fixture.store, open).find(path)).isPresent();
        fixture.delete(BRANCH, path.value());
        assertThat(new OpenWrites(fixture.store, open).find(path)).isEmpty();
      }
      costs.add(objects.counts().operations() - before);
    }
    long first = costs.get(1);
    assertThat(first).isLessThan(32 * 40);
    assertThat(costs.subList(2, costs.size()))
        .allSatisfy(cost -> assertThat(cost).isEqualTo(first));
    assertThat(StoreFixture.problems(memory)).isEmpty();
    fixture.finish(fixture.head(BRANCH));
    assertThat(fixture.files(BRANCH)).hasSize(2_000 - blocks * 32);
  }

  @Test
  void aCollisionIsNotForgottenHoweverManyWritesFollow() {
    fixture.put(BRANCH, "/kept", "1");
    Commit open = fixture.start(BRANCH);
    fixture.put(BRANCH, "/d", "1");
    fixture.put(BRANCH, "/d/x", "1");
    for (int i = 0; i < 40; i++) {
      fixture.put(BRANCH, "/f" + i, "1");
    }
    assertThat(StoreFixture.problems(memory)).isEmpty();
    assertThat(fixture.finish(open).error())
        .hasValue(
            "directory \"/d\" cannot be written: a file has that path; delete the file first or"
                + " choose another path");
    assertThat(fixture.files(BRANCH)).isEqualTo(Map.of("/kept", "1"));
  }

  /** What a write said of the commit was said over other files than are below it in the end. */
  @Test
  void whatIsBelowMayChangeWhileACommitIsOpen() {
    fixture.createRepos("up");
    fixture.follow(BRANCH, "up@master");
    Commit parent = fixture.head(BRANCH);
    fixture.put("up@master", "/x", "1");
    Commit child = fixture.head(BRANCH);
    assertThat(child.parent()).hasValue(parent.id());
    for (int i = 0; i < 20; i++) {
      fixture.put(BRANCH, "/child" + i, "1");
    }
    assertThat(new OpenWrites(fixture.store, child).find(new FilePath("/parent"))).isEmpty();
    try (FileWrite write = new FileWrite(fixture.store)) {
      StoreFixture.put(write, "/parent", "2");
      write.addTo(parent);
    }
    fixture.finish(parent);
    assertThat(new OpenWrites(fixture.store, child).find(new FilePath("/parent"))).isPresent();
    for (int i = 0; i < 20; i++) {
      fixture.delete(BRANCH, "/child" + i);
    }
    fixture.finish(child);
    assertThat(fixture.files(BRANCH)).isEqualTo(Map.of("/parent", "2"));
    assertThat(StoreFixture.problems(memory)).isEmpty();
  }

  @Test
  void aCommitIsWrittenToByItsId() {
    Commit open = fixture.start(BRANCH);
    fixture.put(BRANCH, "/x", "1");
    try (FileWrite write = new FileWrite(fixture.store)) {
      write.delete(new FilePath("/x"));
      StoreFixture.put(write, "/y", "2");
      write.addTo(open);
    }
    fixture.finish(open);
    assertThat(fixture.files(BRANCH)).isEqualTo(Map.of("/y", "2"));
    try (FileWrite write = new FileWrite(fixture.store)) {
      StoreFixture.put(write, "/z", "3");
      fixture.refuses(
          ErrorCode.CONFLICT,
          "commit "
              + open.label()
              + " is finished already; 'tusk start commit a@master' starts another",
          () -> write.addTo(open));
    }
    fixture.createRepos("out");
    fixture.change(
        tx -> {
          BranchChanges.own(
              tx, StoreFixture.branch("out@master"), List.of(StoreFixture.branch(BRANCH)));
          BranchChanges.trigger(tx, StoreFixture.branch("out@master"));
        });
    Commit output = fixture.head("out@master");
    assertThat(output.isOpen()).isTrue();
    try (FileWrite write = new FileWrite(fixture.store)) {
      StoreFixture.put(write, "/z", "3");
      fixture.refuses(
          ErrorCode.CONFLICT,
          "branch out@master is written by pipeline out alone; use another branch or change the"
              + " pipeline's input",
          () -> write.addTo(output));
    }
    assertThat(fixture.files(BRANCH)).isEqualTo(Map.of("/y", "2"));
  }

  @Test
  void aMissingWriteIsNeverLeftOut() {
    Commit open = fixture.start(BRANCH);
    for (int i = 0; i < 3; i++) {
      fixture.put(BRANCH, path(i), "content");
    }
    for (String missing : writes().subList(0, 2)) {
      byte[] bytes = memory.read(missing).orElseThrow();
      memory.delete(missing);
      String fact =
          "object "
              + missing
              + " of store "
              + memory.location()
              + " is missing, a write to the open commit "
              + open.label();
      assertThat(StoreFixture.problems(memory))
          .containsExactly(new Problem("commit " + open.label(), fact));
      assertFails(
          ErrorCode.CORRUPT,
          fact + "; run 'tusk fsck' for the whole damage",
          () -> fixture.finish(open));
      memory.put(missing, bytes);
    }
    fixture.finish(open);
    assertThat(fixture.files(BRANCH)).hasSize(3);
  }

  @Test
  void writesThatChangedPlacesAreNoticed() {
    Commit open = fixture.start(BRANCH);
    fixture.put(BRANCH, "/x", "first");
    fixture.put(BRANCH, "/x", "second");
    String first = writes().get(0);
    String second = writes().get(1);
    byte[] bytes = memory.read(first).orElseThrow();
    memory.put(first, memory.read(second).orElseThrow());
    memory.put(second, bytes);
    assertThat(StoreFixture.problems(memory))
        .extracting(Problem::toString)
        .containsExactly(
            second + ": it holds what belongs under \"" + first + "\"",
            first + ": it holds what belongs under \"" + second + "\"");
    fixture.refuses(
        ErrorCode.CORRUPT,
        "object "
            + second
            + " of store "
            + memory.location()
            + " is malformed; run 'tusk fsck' for the whole damage",
        () -> fixture.put(BRANCH, "/x", "third"));
    assertThat(open.isOpen()).isTrue();
  }

  @Test
  void whoFoldsWhatAnotherHasFinishedIsToldSo() {
    Commit open = fixture.start(BRANCH);
    fixture.put(BRANCH, "/x", "1");
    fixture.put(BRANCH, "/y", "2");
    OpenWrites late = new OpenWrites(fixture.store, open);
    fixture.finish(open);
    fixture.refuses(
        ErrorCode.CONFLICT,
        "commit "
            + open.label()
            + " is finished already; 'tusk start commit a@master' starts another",
        late::roots);
  }
}
