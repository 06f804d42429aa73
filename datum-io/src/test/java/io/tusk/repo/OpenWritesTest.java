/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.fsck.Problem;
import io.tusk.name.FilePath;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What many, large or damaged writes to an open commit come to. */
class OpenWritesTest {
  private static final String BRANCH = "a@master";

  private final MemoryObjectStore memory = new MemoryObjectStore();
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
    List<String> paths =
        List.of("/x", "/d/x", "/d/y", "/d/e/x", "/d/e/y", "/d/e/f/x", "/g/x", "/g/h/x");
    List<String> places = List.of("/", "/d", "/d/e", "/d/e/f", "/g", "/g/h");
    for (long seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      StoreFixture other = new StoreFixture(new MemoryObjectStore(), seed);
      other.createRepos("a");
      Map<String, String> model = new TreeMap<>();
      for (int commit = 0; commit < 2; commit++) {
        Commit open = other.start(BRANCH);
        int writes = random.nextInt(6);
        for (int i = 0; i < writes; i++) {
          other.write(
              BRANCH,
              write -> {
                for (int edits = random.nextInt(8); edits > 0; edits--) {
                  if (random.nextInt(3) == 0) {
                    List<String> from = random.nextBoolean() ? paths : places;
                    String path = from.get(random.nextInt(from.size()));
                    write.delete(new FilePath(path));
                    String below = path.equals("/") ? "/" : path + "/";
                    model.keySet().removeIf(key -> key.equals(path) || key.startsWith(below));
                  } else {
                    String path = paths.get(random.nextInt(paths.size()));
                    String content = "content " + random.nextInt(100);
                    StoreFixture.put(write, path, content);
                    model.put(path, content);
                  }
                }
              });
        }
        assertThat(other.finish(open).error()).as("seed %d", seed).isEmpty();
        assertThat(other.files(BRANCH)).as("seed %d", seed).isEqualTo(model);
      }
      assertThat(StoreFixture.problems(other.objects)).as("seed %d", seed).isEmpty();
    }
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
              + " of store memory is missing, a write to the open commit "
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
    assertFails(
        ErrorCode.CORRUPT,
        "object " + second + " of store memory is malformed; run 'tusk fsck' for the whole damage",
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
    assertFails(
        ErrorCode.CONFLICT,
        "commit "
            + open.label()
            + " is finished already; 'tusk start commit a@master' starts another",
        late::roots);
  }
}
