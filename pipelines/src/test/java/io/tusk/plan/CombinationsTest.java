/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.chunks.ChunkParameters;
import io.tusk.datum.DatumInput;
import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.DatumStats;
import io.tusk.datum.InputTree;
import io.tusk.datum.Mapped;
import io.tusk.datum.PlanItem;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.glob.Glob;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.repo.Commit;
import io.tusk.tree.Edit;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Crosses and joins that make many datums, or would if a part were not empty. */
final class CombinationsTest {
  private final MemoryObjectStore objects = new MemoryObjectStore();
  private final Trees trees = new Trees(new PieceReader(objects), TreeParameters.DEFAULT);
  private final FileSets files = new FileSets(trees, ChunkParameters.DEFAULT);
  private final PackWriter out = new PackWriter(objects);
  private final List<Long> counts = new ArrayList<>();

  /** Its join value is the name up to the dash. */
  private static InputTree leaf(int number, String name) {
    BranchName branch = new BranchName(new RepoName(ProjectName.DEFAULT, name), "master");
    return new InputTree.Leaf(
        new DatumInput(
            number,
            name,
            branch,
            Glob.parse("/(*)-*"),
            "$1",
            DatumInput.Match.INNER,
            "$1",
            DatumInput.Hashed.CONTENT,
            Optional.empty()));
  }

  private FileEntry file(String content) {
    try {
      return files.write(new ByteArrayInputStream(content.getBytes(UTF_8)), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileSet files(FileSet base, String content, String... names) {
    FileSetEditor editor = files.edit(base, out);
    for (String name : names) {
      editor.put(new FilePath("/" + name), file(content));
    }
    return editor.finish();
  }

  private FileSet files(String... names) {
    return files(FileSet.EMPTY, "content", names);
  }

  private FileSet many(FileSet base, String prefix, int count) {
    FileEntry content = file("content");
    FileSetEditor editor = files.edit(base, out);
    for (int i = 0; i < count; i++) {
      editor.put(new FilePath(String.format("/%s-%07d", prefix, i)), content);
    }
    return editor.finish();
  }

  private Plan plan(InputTree inputs, List<FileSet> now, Optional<PlanRequest.Base> base) {
    List<Commit.Read> reads =
        now.stream().map(held -> new Commit.Read(held, Optional.empty())).toList();
    PlanRequest request =
        new PlanRequest(inputs, reads, "salt", base, Tree.EMPTY, PlanRequest.Reprocess.NONE);
    return new Planner(files, counts::add).plan(request, out);
  }

  private Plan first(InputTree inputs, FileSet... now) {
    return plan(inputs, List.of(now), Optional.empty());
  }

  /** What a change makes run after {@code made}, whose datums are not in its base. */
  private Plan changed(InputTree inputs, Plan made, List<FileSet> before, FileSet... now) {
    counts.clear();
    InputState state = new InputState(before, made.leaves());
    return plan(
        inputs,
        List.of(now),
        Optional.of(new PlanRequest.Base(Optional.of(state), Optional.empty(), Tree.EMPTY)));
  }

  private List<String> datums(Plan plan) {
    List<String> datums = new ArrayList<>();
    trees
        .ascending(plan.items(), new byte[0])
        .forEachRemaining(
            entry ->
                datums.add(
                    DatumKey.ofBytes(entry.key()).parts().stream()
                        .map(part -> part.path().value())
                        .collect(Collectors.joining(" "))));
    return datums;
  }

  @Test
  void aCrossIsCountedBeforeItIsMadeAndSoIsWhatAChangeMakesOfIt() {
    InputTree cross = new InputTree.Cross(List.of(leaf(0, "a"), leaf(1, "b")));
    FileSet a = files("x-1", "x-2");
    FileSet b = files("y-1", "y-2", "y-3");
    Plan first = first(cross, a, b);
    assertThat(counts).containsExactly(6L);
    assertThat(first.run()).isEqualTo(6);

    Plan next =
        changed(cross, first, List.of(a, b), files(a, "content", "x-3"), files(b, "other", "y-2"));
    assertThat(counts).containsExactly(5L);
    assertThat(datums(next))
        .containsExactly("/x-1 /y-2", "/x-2 /y-2", "/x-3 /y-1", "/x-3 /y-2", "/x-3 /y-3");
  }

  @Test
  void aJoinIsCountedValueByValue() {
    InputTree join = new InputTree.Join(List.of(leaf(0, "a"), leaf(1, "b")));
    FileSet a = files("x-1", "x-2", "y-1", "z-1");
    FileSet b = files("x-1", "x-2", "x-3", "y-1");
    Plan first = first(join, a, b);
    assertThat(counts).as("at most, of x, y and z").containsExactly(6L, 1L, 1L);
    assertThat(first.run()).isEqualTo(7);

    Plan next =
        changed(join, first, List.of(a, b), files(a, "content", "x-3"), files(b, "any", "z-1"));
    assertThat(counts).as("of x and z").containsExactly(3L, 1L);
    assertThat(datums(next)).containsExactly("/x-3 /x-1", "/x-3 /x-2", "/x-3 /x-3", "/z-1 /z-1");
  }

  /** Each of the other part's paths of the value is looked at once, not once for each new one. */
  @Test
  void manyNewPathsOfOneValueOnBothSidesOfAJoinCostTheirPairs() {
    int count = 20_000;
    InputTree join = new InputTree.Join(List.of(leaf(0, "a"), leaf(1, "b")));
    FileSet a = files("x-a");
    FileSet b = files("x-a");
    Plan first = first(join, a, b);

    Plan next =
        changed(join, first, List.of(a, b), many(a, "x", count), files(b, "content", "x-b"));
    assertThat(counts).containsExactly(2L * count + 1);
    assertThat(next.run()).isEqualTo(2L * count + 1);
    assertThat(datums(next))
        .startsWith("/x-0000000 /x-a", "/x-0000000 /x-b", "/x-0000001 /x-a")
        .endsWith("/x-0019999 /x-a", "/x-0019999 /x-b", "/x-a /x-b");
  }

  @Test
  void aCrossWithAnEmptyPartReadsNothingOfALargeOne() {
    InputTree cross = new InputTree.Cross(List.of(leaf(0, "a"), leaf(1, "b"), leaf(2, "c")));
    FileSet a = files("x-1");
    FileSet large = many(FileSet.EMPTY, "y", 50_000);
    Plan first = first(cross, a, large, FileSet.EMPTY);
    assertThat(first.run()).isZero();

    long start = trees.nodesVisited();
    Plan next =
        changed(
            cross,
            first,
            List.of(a, large, FileSet.EMPTY),
            files(a, "content", "x-2"),
            large,
            FileSet.EMPTY);
    assertThat(trees.nodesVisited() - start).isLessThan(20);
    assertThat(next.isEmpty()).isTrue();
    assertThat(counts).containsExactly(0L);
  }

  @Test
  void theListOfPathsOfALargeGroupIsStoredOnce() {
    InputTree group = new InputTree.Group(List.of(leaf(0, "a")));
    FileSet a = many(FileSet.EMPTY, "x", 20_000);
    Plan first = first(group, a);
    out.flush();
    long stored = out.bytesStored();
    FileSet changed = files(a, "other", "x-0010000");

    Plan next =
        plan(
            group,
            List.of(changed),
            Optional.of(
                new PlanRequest.Base(
                    Optional.of(new InputState(List.of(a), first.leaves())),
                    Optional.empty(),
                    datumTree(first))));
    out.flush();
    assertThat(next.run()).isEqualTo(1);
    assertThat(run(next).paths().list()).isEqualTo(run(first).paths().list());
    assertThat(run(next).hash()).isNotEqualTo(run(first).hash());
    assertThat(out.bytesStored() - stored).isLessThan(100_000);
  }

  private PlanItem.Run run(Plan plan) {
    Entry only = trees.ascending(plan.items(), new byte[0]).next();
    return (PlanItem.Run) PlanItem.decode(only, PlanItem.UNREAD);
  }

  /** What the plan's datums come to when all are processed. */
  private Tree datumTree(Plan plan) {
    Iterator<Edit> records =
        new Mapped<>(
            trees.ascending(plan.items(), new byte[0]),
            entry -> {
              PlanItem.Run run = (PlanItem.Run) PlanItem.decode(entry, PlanItem.UNREAD);
              DatumRecord record =
                  new DatumRecord(
                      run.id(),
                      run.hash(),
                      DatumState.PROCESSED,
                      new CommitId("0".repeat(32)),
                      new DirectoryEntry(Tree.EMPTY, 0, 0),
                      Optional.empty(),
                      DatumStats.NONE,
                      run.paths().list());
              return Optional.of(Edit.put(record.encode(run.key().bytes())));
            });
    return trees.edit(Tree.EMPTY, records, DatumRecord.COUNTS, out);
  }

  @Test
  void whetherACrossWithinAGroupHasDatumsIsFoundWithoutMakingThem() {
    InputTree pairs = new InputTree.Cross(List.of(leaf(0, "a"), leaf(1, "b")));
    InputTree either = new InputTree.Union(List.of(pairs, leaf(2, "c")));
    InputTree group =
        new InputTree.Group(List.of(new InputTree.Cross(List.of(either, leaf(3, "d")))));
    Plan plan = first(group, files("x-1"), files("x-2"), files("x-3"), files("x-4"));
    assertThat(datums(plan)).containsExactly("/x-1 /x-2 /x-3 /x-4");
    assertThat(counts).isEmpty();
  }
}
