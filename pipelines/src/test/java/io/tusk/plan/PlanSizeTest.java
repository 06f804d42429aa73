/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.chunks.ChunkParameters;
import io.tusk.datum.DatumInput;
import io.tusk.datum.InputTree;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.glob.Glob;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.repo.Commit;
import io.tusk.tree.Tree;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PlanSizeTest {
  private final MemoryObjectStore objects = new MemoryObjectStore();
  private final FileSets files =
      new FileSets(
          new Trees(new PieceReader(objects), TreeParameters.DEFAULT), ChunkParameters.DEFAULT);
  private final List<FileSet> held = new ArrayList<>();

  private InputTree leaf(String glob, FileSet set) {
    BranchName branch = new BranchName(new RepoName(ProjectName.DEFAULT, "in"), "master");
    DatumInput input =
        new DatumInput(
            held.size(),
            "in",
            branch,
            Glob.parse(glob),
            "",
            DatumInput.Match.INNER,
            "",
            DatumInput.Hashed.CONTENT,
            Optional.empty());
    held.add(set);
    return new InputTree.Leaf(input);
  }

  private InputTree leaf(int count) {
    return leaf("/*", set("/", count));
  }

  /** A byte each, in one directory. */
  private FileSet set(String directory, int count) {
    try (PackWriter out = new PackWriter(objects)) {
      FileEntry content = files.write(new ByteArrayInputStream("x".getBytes(UTF_8)), out);
      FileSetEditor editor = files.edit(FileSet.EMPTY, out);
      for (int i = 0; i < count; i++) {
        editor.put(new FilePath(directory + i), content);
      }
      FileSet set = editor.finish();
      out.flush();
      return set;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PlanRequest request(InputTree inputs, Optional<PlanRequest.Base> base) {
    return new PlanRequest(
        inputs,
        held.stream().map(set -> new Commit.Read(set, Optional.empty())).toList(),
        "salt",
        base,
        Tree.EMPTY,
        PlanRequest.Reprocess.NONE);
  }

  private long size(InputTree inputs) {
    return PlanSize.of(files, request(inputs, Optional.empty()));
  }

  @Test
  void whatIsGoneThroughCounts() {
    assertThat(size(leaf(10))).isEqualTo(10);
    held.clear();
    assertThat(size(new InputTree.Union(List.of(leaf(10), leaf(20))))).isEqualTo(30);
    held.clear();
    assertThat(size(new InputTree.Join(List.of(leaf(10), leaf(20))))).isEqualTo(30);
    held.clear();
    FileSet some = set("/", 900);
    assertThat(size(new InputTree.Cross(List.of(leaf("/", some), leaf(7))))).isEqualTo(7);
    held.clear();
    assertThat(size(leaf("/d", FileSet.EMPTY))).isZero();
    held.clear();
    InputTree group = new InputTree.Group(List.of(leaf(10), leaf(20)));
    assertThat(size(new InputTree.Cross(List.of(group, leaf(7))))).isEqualTo(210);
  }

  @Test
  void theLargestCrossIsFoundWhereverItIs() {
    InputTree small = new InputTree.Cross(List.of(leaf(10), leaf(20)));
    InputTree large = new InputTree.Cross(List.of(leaf(10), leaf(30)));
    InputTree none = new InputTree.Join(List.of(leaf(1_000), leaf(2_000)));
    PlanRequest union = request(new InputTree.Union(List.of(small, none, large)), Optional.empty());
    assertThat(PlanSize.ofLargestCross(files, union)).isEqualTo(300);
    assertThat(PlanSize.ofLargestCross(files, request(none, Optional.empty()))).isZero();
  }

  @Test
  void ofFewFilesThePathsCountThatMatch() {
    FileSet set = set("/d/", 1_000);
    InputTree narrow =
        new InputTree.Cross(List.of(leaf("/d/1?", set), leaf("/d/99*", set), leaf("/*", set)));
    assertThat(size(narrow)).isEqualTo(10 * 11);
    assertThat(PlanSize.ofLargestCross(files, request(narrow, Optional.empty())))
        .isEqualTo(10 * 11);
    held.clear();
    assertThat(size(leaf("/none*", set))).isZero();
  }

  @Test
  void whatCannotBeCountedIsTheMost() {
    List<InputTree> leaves = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      leaves.add(leaf(10_000));
    }
    InputTree cross = new InputTree.Cross(leaves);
    assertThat(size(cross)).isEqualTo(Long.MAX_VALUE);
    assertThat(size(new InputTree.Union(List.of(cross, leaf(3))))).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whereChangesAreFollowedNothingIsGoneThrough() {
    InputTree leaf = leaf(10);
    PlanRequest.Base base = PlanRequest.Base.of(FileSet.EMPTY, Tree.EMPTY);
    assertThat(PlanSize.of(files, request(leaf, Optional.of(base)))).isZero();
  }

  @Test
  void aGlobLeadsToSomeOfTheFiles() throws IOException {
    try (PackWriter out = new PackWriter(objects)) {
      FileEntry content = files.write(new ByteArrayInputStream("x".getBytes(UTF_8)), out);
      FileSetEditor editor = files.edit(FileSet.EMPTY, out);
      for (int i = 0; i < 35_000; i++) {
        editor.put(new FilePath("/" + (i < 25_000 ? "wide" : "low") + "/" + i), content);
      }
      FileSet set = editor.finish();
      out.flush();
      assertThat(size(leaf("/*", set))).isEqualTo(10_000);
      held.clear();
      assertThat(size(leaf("/low/*", set))).isBetween(10_000L, 20_000L);
      held.clear();
      assertThat(size(leaf("/*/*", set))).isBetween(30_000L, 35_000L);
    }
  }
}
