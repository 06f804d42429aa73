/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import static io.tusk.files.FilesFixture.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.glob.Glob;
import io.tusk.name.FilePath;
import io.tusk.objects.EveryStore;
import io.tusk.tree.TreeParameters;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EveryStore
class FileSetGlobTest {
  private static final String[] GLOBS = {
    "/",
    "/*",
    "/**",
    "/a",
    "/a/b",
    "/a*",
    "/a/*",
    "/*/a",
    "/*/b*",
    "/{a,b}/c",
    "/a/b/*",
    "/a.b/**",
    "/a-*/*",
    "/**/b",
    "/b/(a|b)*",
    "/absent",
    "/absent/*",
    "/a/../b",
    "/\u00e9*",
    "/a/\ud83d\ude00*",
    "/?",
    "/[a-b]/?",
    "/a/b/c/d/e"
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void globsGiveWhatMatchingEveryPathGives(long seed) {
    Random random = new Random(seed);
    FilesFixture fixture = new FilesFixture(FilesFixture.TINY);
    String[] names = {"a", "b", "a-b", "a.b", "c", "ab", "\u00e9", "\ud83d\ude00", "b0"};
    FilesModel model = new FilesModel();
    for (int i = 0; i < 250; i++) {
      StringBuilder path = new StringBuilder();
      for (int depth = random.nextInt(4); depth >= 0; depth--) {
        path.append('/').append(names[random.nextInt(names.length)]);
      }
      model.put(path(path.toString()), "" + i);
    }
    FileSet set = fixture.of(model.files);
    for (String text : GLOBS) {
      Glob glob = Glob.parse(text);
      List<String> expected = new ArrayList<>();
      if (glob.matches(FilePath.ROOT)) {
        expected.add("/");
      }
      for (String key : model.entries().keySet()) {
        if (glob.matches(FilePath.parse(key))) {
          expected.add(key);
        }
      }
      assertThat(keys(fixture, set, glob)).as("seed %d, %s", seed, glob).isEqualTo(expected);
      assertThat(keys(fixture, FileSet.EMPTY, glob)).isEmpty();
      for (long every : new long[] {1, 7, 60, 1_000}) {
        List<String> cut = new ArrayList<>();
        for (PathRange range : fixture.sets.ranges(set, glob, every)) {
          cut.addAll(keys(fixture.sets.glob(set, glob, range)));
        }
        assertThat(cut).as("seed %d, %s cut every %d", seed, glob, every).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b5, 1, 12",
    "/a/b0500*, 11, 8",
    "/a/b0500, 1, 12",
    "/a/b05001, 1, 12",
    "/a/c*, 1, 8",
    "/z/**, 0, 6",
    "/a/?, 1, 500",
  })
  void globReadsOnlyTheNodesNeeded(String text, int matches, int mostNodes) {
    FilesFixture fixture = new FilesFixture(TreeParameters.DEFAULT);
    FileSetEditor editor = fixture.sets.edit(FileSet.EMPTY, fixture.out);
    FileEntry file = fixture.file("content");
    for (int i = 0; i < 50_000; i++) {
      editor.put(path(String.format("/a/b%05d", i)), file);
    }
    editor.put(path("/a/b5"), file).put(path("/a/b0500"), file).put(path("/a/c"), file);
    FileSet set = editor.finish();
    long before = fixture.trees.nodesVisited();
    List<String> found = keys(fixture, set, Glob.parse(text));
    assertThat(fixture.trees.nodesVisited() - before).isLessThanOrEqualTo(mostNodes);
    assertThat(found).hasSize(matches);
  }

  @Test
  void theRootAloneIsMatchedWithoutReading() {
    FilesFixture fixture = new FilesFixture(TreeParameters.DEFAULT);
    FileSet set = fixture.of(Map.of(path("/a/b"), "1"));
    long before = fixture.trees.nodesVisited();
    assertThat(keys(fixture, set, Glob.parse("/"))).containsExactly("/");
    assertThat(fixture.trees.nodesVisited() - before).isZero();
  }

  private static List<String> keys(FilesFixture fixture, FileSet set, Glob glob) {
    return keys(fixture.sets.glob(set, glob));
  }

  private static List<String> keys(Iterator<PathInfo> found) {
    List<String> keys = new ArrayList<>();
    found.forEachRemaining(
        info -> keys.add(FilesModel.key(info.path(), info.entry() instanceof DirectoryEntry)));
    return keys;
  }
}
