/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.chunks.ChunkParameters;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.FilePath;
import io.tusk.objects.EveryStore;
import io.tusk.tree.TreeParameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random edits against a map. */
@EveryStore
class FileSetModelTest {
  /** They sort around the slash, and differently as Java strings and as UTF-8 bytes. */
  private static final String[] NAMES = {
    "a", "a-b", "a.b", "a0", "A", "b b", "\u00e9", "\u65e5\u672c", "\ufb00", "\ud83d\ude00"
  };

  private static final int ROUNDS = 12;

  private final FilesFixture tiny =
      new FilesFixture(FilesFixture.TINY, new ChunkParameters(4, 8, 16));
  private final FilesFixture usual = new FilesFixture(TreeParameters.DEFAULT);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void randomEditsGiveWhatAMapGives(long seed) {
    Random random = new Random(seed);
    FilesFixture fixture = random.nextInt(4) == 0 ? usual : tiny;
    FileSet set = FileSet.EMPTY;
    FilesModel model = new FilesModel();
    FileSet copyFrom = set;
    FilesModel copyFromModel = model;
    for (int round = 0; round < ROUNDS; round++) {
      String where = "seed " + seed + ", round " + round;
      FilesModel after = new FilesModel(model);
      FileSetEditor editor = fixture.edit(set, 1 + random.nextInt(60));
      int edits = random.nextInt(round == 0 ? 120 : 25);
      for (int i = 0; i < edits; i++) {
        edit(random, fixture, editor, after, copyFrom, copyFromModel, where + ", edit " + i);
      }
      FileSet edited = editor.finish();
      assertSame(fixture, edited, after, where);
      assertSameHashInAnyOrder(random, fixture, edited, after, where);
      assertDifferences(random, fixture, set, model, edited, after, where);
      if (random.nextBoolean()) {
        copyFrom = set;
        copyFromModel = model;
      }
      set = edited;
      model = after;
    }
  }

  private static void edit(
      Random random,
      FilesFixture fixture,
      FileSetEditor editor,
      FilesModel model,
      FileSet copyFrom,
      FilesModel copyFromModel,
      String where) {
    FilePath path = random.nextInt(3) == 0 ? anyOf(random, model) : path(random);
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> {
        editor.delete(path);
        model.delete(path);
      }
      case 3 -> {
        FilePath source = anyOf(random, copyFromModel);
        Optional<PathEntry> entry = fixture.sets.find(copyFrom, source);
        if (entry.isPresent() && !path.isRoot()) {
          Optional<String> collision =
              entry.get() instanceof FileEntry
                  ? model.put(path, copyFromModel.files.get(source))
                  : model.putDirectory(path, copyFromModel.below(source));
          assertPut(editor, path, entry.get(), collision, where);
        }
      }
      case 4 -> {
        Optional<PathEntry> found = editor.find(path);
        if (found.isPresent() && found.get() instanceof FileEntry file) {
          assertThat(fixture.content(file)).as(where).isEqualTo(model.files.get(path));
        } else {
          assertThat(found.isPresent())
              .as(where)
              .isEqualTo(path.isRoot() || model.isDirectory(path));
          found.ifPresent(
              entry -> assertThat(entry.files()).as(where).isEqualTo(model.below(path).size()));
        }
      }
      case 5 -> {
        Optional<PathEntry> found = editor.find(path);
        if (found.isPresent() && found.get() instanceof FileEntry file) {
          String more = "more " + random.nextInt(20);
          editor.put(path, fixture.append(file, more));
          model.files.put(path, model.files.get(path) + more);
        }
      }
      default -> {
        if (!path.isRoot()) {
          String content = "c".repeat(random.nextInt(3)) + random.nextInt(20);
          FileEntry file = fixture.file(content);
          assertPut(editor, path, file, model.put(path, content), where);
        }
      }
    }
  }

  private static void assertPut(
      FileSetEditor editor,
      FilePath path,
      PathEntry entry,
      Optional<String> collision,
      String where) {
    try {
      editor.put(path, entry);
      assertThat(collision).as(where).isEmpty();
    } catch (TuskException e) {
      assertThat(e.code()).as(where).isEqualTo(ErrorCode.CONFLICT);
      assertThat(Optional.of(e.getMessage())).as(where).isEqualTo(collision);
    }
  }

  private static void assertSame(
      FilesFixture fixture, FileSet set, FilesModel model, String where) {
    Map<FilePath, String> walked = new TreeMap<>();
    List<FilePath> order = new ArrayList<>();
    fixture
        .sets
        .walk(set, FilePath.ROOT)
        .forEachRemaining(
            info -> {
              order.add(info.path());
              walked.put(info.path(), fixture.content(info.entry()));
            });
    assertThat(walked).as(where).isEqualTo(model.files);
    assertThat(order).as(where).containsExactlyElementsOf(model.files.keySet());
    assertThat(set.files()).as(where).isEqualTo(model.files.size());
    assertThat(set.bytes())
        .as(where)
        .isEqualTo(model.files.values().stream().mapToLong(String::length).sum());
    model
        .entries()
        .forEach(
            (key, expected) -> {
              PathEntry entry = fixture.sets.find(set, FilePath.parse(key)).orElseThrow();
              if (expected instanceof Map<?, ?> below) {
                assertDirectory(fixture, set, FilePath.parse(key), below, where);
                assertThat(entry.files()).as(where).isEqualTo(below.size());
              } else {
                assertThat(fixture.content(entry)).as(where).isEqualTo(expected);
              }
            });
    assertThat(fixture.sets.find(set, new FilePath("/absent"))).as(where).isEmpty();
  }

  private static void assertDirectory(
      FilesFixture fixture, FileSet set, FilePath directory, Map<?, ?> below, String where) {
    TreeSet<String> expected = new TreeSet<>(FilesModel.KEY_ORDER);
    for (Object key : below.keySet()) {
      String name = (String) key;
      expected.add(name.contains("/") ? name.substring(0, name.indexOf('/') + 1) : name);
    }
    List<String> listed = new ArrayList<>();
    fixture
        .sets
        .list(set, directory)
        .forEachRemaining(
            info ->
                listed.add(
                    info.path().name() + (info.entry() instanceof DirectoryEntry ? "/" : "")));
    assertThat(listed).as(where).containsExactlyElementsOf(expected);
  }

  private static void assertSameHashInAnyOrder(
      Random random, FilesFixture fixture, FileSet set, FilesModel model, String where) {
    List<Map.Entry<FilePath, String>> files = new ArrayList<>(model.files.entrySet());
    Collections.shuffle(files, random);
    FileSetEditor editor = fixture.edit(FileSet.EMPTY, 1 + random.nextInt(200));
    files.forEach(file -> editor.put(file.getKey(), fixture.file(file.getValue())));
    FileSet again = editor.finish();
    assertThat(again.hash()).as(where).isEqualTo(set.hash());
    assertThat(again.sameContent(set)).as(where).isTrue();
    assertThat(again.files()).as(where).isEqualTo(set.files());
    assertThat(again.bytes()).as(where).isEqualTo(set.bytes());
  }

  private static void assertDifferences(
      Random random,
      FilesFixture fixture,
      FileSet before,
      FilesModel beforeModel,
      FileSet after,
      FilesModel afterModel,
      String where) {
    List<String> keys = new ArrayList<>();
    FileSetDifferences differences = fixture.sets.differences(before, after);
    differences.forEachRemaining(
        change -> {
          keys.add(FilesModel.key(change.path(), change.isDirectory()));
          assertSide(fixture, change, change.before(), beforeModel, where);
          assertSide(fixture, change, change.after(), afterModel, where);
        });
    Set<String> expected = beforeModel.differences(afterModel);
    assertThat(keys).as(where).containsExactlyElementsOf(expected);

    // The same, but some directories are not descended into.
    long salt = random.nextLong();
    TreeSet<String> pruned = new TreeSet<>(FilesModel.KEY_ORDER);
    for (String key : expected) {
      boolean reached = true;
      for (int slash = key.indexOf('/'); slash >= 0 && slash < key.length() - 1; ) {
        reached &= descends(key.substring(0, slash + 1), salt);
        slash = key.indexOf('/', slash + 1);
      }
      if (reached) {
        pruned.add(key);
      }
    }
    List<String> shallow = new ArrayList<>();
    fixture
        .sets
        .differences(before, after, change -> descends(FilesModel.key(change.path(), true), salt))
        .forEachRemaining(
            change -> shallow.add(FilesModel.key(change.path(), change.isDirectory())));
    assertThat(shallow).as(where).containsExactlyElementsOf(pruned);
  }

  private static boolean descends(String key, long salt) {
    return ((key.hashCode() ^ salt) & 3) != 0;
  }

  private static void assertSide(
      FilesFixture fixture,
      PathChange change,
      Optional<PathEntry> side,
      FilesModel model,
      String where) {
    if (!change.isDirectory()) {
      assertThat(side.map(fixture::content))
          .as(where + " " + change.path())
          .isEqualTo(Optional.ofNullable(model.files.get(change.path())));
    } else {
      assertThat(side.map(PathEntry::files).orElse(0L))
          .as(where + " " + change.path())
          .isEqualTo(model.below(change.path()).size());
    }
  }

  private static FilePath path(Random random) {
    StringBuilder path = new StringBuilder();
    int depth = 1 + random.nextInt(4);
    for (int i = 0; i < depth; i++) {
      path.append('/').append(NAMES[random.nextInt(NAMES.length)]);
    }
    return new FilePath(path.toString());
  }

  /** A file or directory of {@code model}, the root among them. */
  private static FilePath anyOf(Random random, FilesModel model) {
    if (random.nextInt(30) == 0) {
      return FilePath.ROOT;
    }
    List<String> keys = new ArrayList<>(model.entries().keySet());
    return keys.isEmpty() ? path(random) : FilePath.parse(keys.get(random.nextInt(keys.size())));
  }
}
