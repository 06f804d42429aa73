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
import io.tusk.datum.Identities;
import io.tusk.datum.InputPath;
import io.tusk.datum.ResultKey;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.files.PathInfo;
import io.tusk.glob.Glob;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.tree.Edit;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Planning one changed file among a thousand and among a million. What is counted is every node
 * that the planner looks at, whether it is cached or not: those of the two input trees, which are
 * at most three times the levels above the file; and those of two look-ups, of the datum in the
 * base's datum tree and of its result in the results tree, a node for each of their levels.
 */
final class PlannerCostTest {
  private static final BranchName BRANCH =
      new BranchName(new RepoName(ProjectName.DEFAULT, "in"), "master");
  private static final DatumInput INPUT = new DatumInput("in", BRANCH, Glob.parse("/**/*.txt"));
  private static final CommitId JOB = new CommitId("0".repeat(32));
  private static final int DIRECTORY = 1_000;

  /** The root of the datum tree, for what it counts as unprocessed; the root of the plan's tree. */
  private static final int OTHER_NODES = 2;

  private final MemoryObjectStore objects = new MemoryObjectStore();
  private final Trees trees = new Trees(new PieceReader(objects), TreeParameters.DEFAULT);
  private final FileSets files = new FileSets(trees, ChunkParameters.DEFAULT);
  private final PackWriter out = new PackWriter(objects);

  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_000_000})
  void followsTheChange(int count) {
    FileSet before = input(count);
    Tree datums = trees.edit(Tree.EMPTY, records(before, false), DatumRecord.COUNTS, out);
    Tree results = trees.edit(Tree.EMPTY, records(before, true), Summarizer.NONE, out);
    FilePath changed = new FilePath("/d" + count / DIRECTORY / 2 + "/f0500.txt");
    FileSet after = files.edit(before, out).put(changed, file("changed")).finish();
    PlanRequest request =
        PlanRequest.of(
            INPUT,
            after,
            "salt",
            Optional.of(PlanRequest.Base.of(before, datums)),
            results,
            PlanRequest.Reprocess.NONE);

    long start = trees.nodesVisited();
    Plan plan = new Planner(files).plan(request, out);
    long total = trees.nodesVisited() - start;

    assertThat(plan.run()).isEqualTo(1);
    assertThat(plan.reuse() + plan.remove()).isZero();
    assertThat(plan.runBytes()).isEqualTo("changed".length());
    int depth = depth(after, changed);
    long lookups = (long) trees.depth(datums) + trees.depth(results);
    long ofInput = total - lookups - OTHER_NODES;
    System.out.printf(
        "%d files: %d nodes of the input trees, which have %d levels above the file; %d in all%n",
        count, ofInput, depth, total);
    assertThat(ofInput).as("nodes of the input trees").isBetween(1L, 3L * depth);
  }

  private FileEntry file(String content) {
    try {
      return files.write(new ByteArrayInputStream(content.getBytes(UTF_8)), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies of a directory of a thousand files. */
  private FileSet input(int count) {
    FileSetEditor one = files.edit(FileSet.EMPTY, out);
    FileEntry content = file("content");
    for (int i = 0; i < DIRECTORY; i++) {
      one.put(new FilePath(String.format("/f%04d.txt", i)), content);
    }
    PathEntry directory = one.finish().asDirectory();
    FileSetEditor all = files.edit(FileSet.EMPTY, out);
    for (int i = 0; i < count / DIRECTORY; i++) {
      all.put(new FilePath("/d" + i), directory);
    }
    FileSet made = all.finish();
    assertThat(made.files()).isEqualTo(count);
    return made;
  }

  /** The record of each file's datum, in the order of its key. */
  private Iterator<Edit> records(FileSet input, boolean results) {
    Iterator<PathInfo> paths = files.glob(input, INPUT.glob());
    Iterable<PathInfo> infos = () -> paths;
    Stream<PathInfo> stream = StreamSupport.stream(infos.spliterator(), false);
    return stream.map(info -> record(info, results)).iterator();
  }

  private static Edit record(PathInfo info, boolean results) {
    List<InputPath> paths = List.of(new InputPath(0, "in", BRANCH, info.path(), info.entry()));
    DatumKey key = Identities.key(paths);
    Hash id = Identities.id(paths);
    Hash hash = Identities.hash(paths, "salt");
    DatumRecord record =
        new DatumRecord(
            id,
            hash,
            DatumState.PROCESSED,
            JOB,
            new DirectoryEntry(Tree.EMPTY, 0, 0),
            Optional.empty(),
            DatumStats.NONE);
    return Edit.put(record.encode(results ? ResultKey.of(key, hash) : key.bytes()));
  }

  /** The levels of all directories on the way to {@code path}. */
  private int depth(FileSet set, FilePath path) {
    FilePath directory = new FilePath("/" + path.elements().get(0));
    DirectoryEntry entry = (DirectoryEntry) files.find(set, directory).orElseThrow();
    return trees.depth(set.root()) + trees.depth(entry.tree());
  }
}
