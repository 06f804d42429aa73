/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.chunks.ChunkParameters;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.name.FilePath;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@EveryStore
final class InputViewTest {
  private static final int HISTORIES = 150;
  private static final int STEPS = 8;

  private final ObjectStore objects = TestStores.create();
  private final Trees trees = new Trees(new PieceReader(objects), TreeParameters.DEFAULT);
  private final FileSets files = new FileSets(trees, ChunkParameters.DEFAULT);
  private final PackWriter out = new PackWriter(objects);
  private final Map<String, FileEntry> contents = new HashMap<>();

  @Test
  void madeStepByStepOrAtOnceItIsWhatDiffersFromTheStart() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      Map<String, String> start = random(random, Map.of());
      FileSet from = fileSet(start);
      InputView view = new InputView(files, from);
      InputView.Viewed last = view.first();
      Map<String, String> now = start;
      for (int step = 0; step < STEPS; step++) {
        now = random(random, now);
        FileSet held = fileSet(now);
        FileSet made = view.of(last, held, out);

        Map<String, String> work = new TreeMap<>(now);
        start.forEach(work::remove);
        String what = "seed " + seed + ", step " + step;
        assertThat(made.hash()).as(what).isEqualTo(fileSet(work).hash());
        assertThat(made.files()).as(what).isEqualTo(work.size());
        assertThat(view.of(view.first(), held, out).hash()).as(what).isEqualTo(made.hash());
        last = new InputView.Viewed(held, made);
      }
    }
  }

  /** Paths of a few names, so that files become directories and come back as they were. */
  private static Map<String, String> random(Random random, Map<String, String> before) {
    Map<String, String> after = new TreeMap<>(before);
    for (int edits = random.nextInt(5); edits >= 0; edits--) {
      StringBuilder path = new StringBuilder();
      for (int depth = random.nextInt(3); depth >= 0; depth--) {
        path.append('/').append((char) ('a' + random.nextInt(3)));
      }
      String name = path.toString();
      after.keySet().removeIf(p -> p.startsWith(name + "/") || name.startsWith(p + "/"));
      if (random.nextInt(3) == 0) {
        after.remove(name);
      } else {
        after.put(name, "content " + random.nextInt(3));
      }
    }
    return after;
  }

  @Test
  void itsCostFollowsTheChange() {
    assertThat(nodes(1_000)).isLessThan(60);
    assertThat(nodes(100_000)).isLessThan(60);
  }

  /** The nodes visited for one changed file beside {@code count} that were changed before. */
  private long nodes(int count) {
    FileSetEditor editor = files.edit(FileSet.EMPTY, out);
    FileEntry old = file("old");
    for (int i = 0; i < count; i++) {
      editor.put(new FilePath(String.format("/d%d/f%06d", i / 1_000, i)), old);
    }
    FileSet before = editor.finish();
    InputView view = new InputView(files, FileSet.EMPTY);
    InputView.Viewed viewed = new InputView.Viewed(before, view.of(view.first(), before, out));
    FileSet after = files.edit(before, out).put(new FilePath("/d0/f000500"), file("new")).finish();
    long start = trees.nodesVisited();
    FileSet made = view.of(viewed, after, out);
    assertThat(made.hash()).isEqualTo(after.hash());
    return trees.nodesVisited() - start;
  }

  private FileSet fileSet(Map<String, String> paths) {
    FileSetEditor editor = files.edit(FileSet.EMPTY, out);
    paths.forEach((path, content) -> editor.put(new FilePath(path), file(content)));
    return editor.finish();
  }

  private FileEntry file(String content) {
    return contents.computeIfAbsent(
        content,
        text -> {
          try {
            return files.write(new ByteArrayInputStream(text.getBytes(UTF_8)), out);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
