/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.name.FilePath;
import io.tusk.tree.Tree;
import io.tusk.tree.TreeParameters;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Cost follows the change, never the total: nodes looked at, and bytes stored. */
class FileSetCostTest {
  private static final long MAX_NODE_BYTES = 16_384 + 8_192;

  private final FilesFixture fixture = new FilesFixture(TreeParameters.DEFAULT);

  @ParameterizedTest
  @CsvSource({"1000, FLAT", "1000, NESTED", "100000, FLAT", "100000, NESTED"})
  void oneChangedFileAmongMany(int count, Layout layout) {
    FileSet before = set(count, layout);
    assertThat(before.files()).isEqualTo(count);
    assertCostOfThreeChanges(before, layout.path(count / 3), layout.path(count / 2));
  }

  /** A hundred copies of ten thousand files, with a difference in each. */
  @ParameterizedTest
  @EnumSource(Layout.class)
  void oneChangedFileAmongAMillion(Layout layout) {
    PathEntry tenThousand = set(10_000, layout).asDirectory();
    FileSetEditor editor = fixture.sets.edit(FileSet.EMPTY, fixture.out);
    for (int i = 0; i < 100; i++) {
      FilePath copy = FilesFixture.path("/copy" + i);
      editor.put(copy, tenThousand).put(copy.resolve("index"), fixture.file("copy " + i));
    }
    FileSet before = editor.finish();
    assertThat(before.files()).isEqualTo(1_000_100);
    String below = layout.path(3_333).value().substring(1);
    assertCostOfThreeChanges(
        before,
        FilesFixture.path("/copy33").resolve(below),
        FilesFixture.path("/copy66").resolve(below));
  }

  private void assertCostOfThreeChanges(FileSet before, FilePath changed, FilePath removed) {
    int depth = depth(before, changed);
    FilePath added = FilePath.parse(changed + "-new");
    long start = fixture.trees.nodesVisited();
    long stored = fixture.out.bytesStored();
    FileSet after =
        fixture
            .sets
            .edit(before, fixture.out)
            .put(changed, fixture.file("other"))
            .put(added, fixture.file("new"))
            .delete(removed)
            .finish();
    long edited = fixture.trees.nodesVisited() - start;
    assertThat(edited).as("nodes visited by three edits").isLessThanOrEqualTo(3 * 4L * depth);
    assertThat(fixture.out.bytesStored() - stored)
        .as("bytes stored by three edits")
        .isLessThan(3L * 2 * depth * MAX_NODE_BYTES);

    start = fixture.trees.nodesVisited();
    List<PathChange> changes = FilesFixture.all(fixture.sets.differences(before, after));
    long compared = fixture.trees.nodesVisited() - start;
    assertThat(changes.stream().filter(change -> !change.isDirectory()).map(PathChange::path))
        .containsExactly(changed, added, removed);
    assertThat(compared).as("nodes visited by a comparison").isLessThanOrEqualTo(3 * 3L * depth);

    start = fixture.trees.nodesVisited();
    assertThat(fixture.sets.find(after, changed)).isPresent();
    assertThat(fixture.trees.nodesVisited() - start).isLessThanOrEqualTo(depth);
  }

  @ParameterizedTest
  @CsvSource({"1000", "100000"})
  void copyAndDeleteOfADirectoryOfAnySize(int count) {
    FileSet base = set(count, Layout.FLAT);
    PathEntry directory = fixture.sets.find(base, FilesFixture.path("/all")).orElseThrow();
    long start = fixture.trees.nodesVisited();
    FileSet copied =
        fixture.sets.edit(base, fixture.out).put(FilesFixture.path("/x/copy"), directory).finish();
    assertThat(copied.files()).isEqualTo(2L * count);
    FileSet deleted =
        fixture.sets.edit(copied, fixture.out).delete(FilesFixture.path("/all")).finish();
    assertThat(deleted.files()).isEqualTo(count);
    assertThat(fixture.trees.nodesVisited() - start).isLessThanOrEqualTo(12);
  }

  private enum Layout {
    FLAT,
    NESTED;

    FilePath path(int i) {
      return FilesFixture.path(
          this == FLAT
              ? String.format("/all/file-%08d", i)
              : String.format("/d%03d/e%02d/f%05d", i / 1000, i / 50 % 20, i));
    }
  }

  private FileSet set(int count, Layout layout) {
    FileSetEditor editor = fixture.sets.edit(FileSet.EMPTY, fixture.out);
    FileEntry file = fixture.file("content");
    for (int i = 0; i < count; i++) {
      editor.put(layout.path(i), file);
    }
    return editor.finish();
  }

  /** The levels of all directories on the way to {@code path}. */
  private int depth(FileSet set, FilePath path) {
    int depth = fixture.trees.depth(set.root());
    Directories directories = new Directories(fixture.trees);
    Tree tree = set.root();
    List<String> elements = path.elements();
    for (String name : elements.subList(0, elements.size() - 1)) {
      tree = directories.tree(tree, name).orElseThrow();
      depth += fixture.trees.depth(tree);
    }
    return depth;
  }
}
