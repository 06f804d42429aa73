/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.chunks.ChunkParameters;
import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumPaths;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.DatumStats;
import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splicing output paths that come in the order of the datums, and in an order of their own. */
final class SplicerCostTest {
  private static final BranchName BRANCH =
      new BranchName(new RepoName(ProjectName.DEFAULT, "in"), "master");
  private static final int DATUMS = 60_000;
  private static final CommitId JOB = new CommitId("0".repeat(32));

  @TempDir private Path directory;

  /** Of what a splice wrote, and what it left. */
  private record Cost(long bytes, FileSet files) {}

  /** The one output of datum {@code i}, as text. */
  private static String scattered(int i) {
    String hash = Hash.of(String.valueOf(i).getBytes(UTF_8)).toString();
    return "/" + hash.substring(0, 2) + "/" + hash.substring(2, 20);
  }

  private Cost splice(String name, IntFunction<String> output) {
    ObjectStore objects = new LocalObjectStore(directory.resolve(name));
    Trees trees = new Trees(new PieceReader(objects), TreeParameters.DEFAULT);
    FileSets files = new FileSets(trees, ChunkParameters.DEFAULT);
    try (PackWriter out = new PackWriter(objects)) {
      FileEntry content = files.write(new ByteArrayInputStream("x".getBytes(UTF_8)), out);
      out.flush();
      long before = out.bytesStored();
      Splicer.Work work =
          new Splicer.Work() {
            @Override
            public Iterator<PlanItem> items() {
              return IntStream.range(0, DATUMS).mapToObj(i -> (PlanItem) item(i)).iterator();
            }

            @Override
            public Iterator<DatumRecord> records() {
              return IntStream.range(0, DATUMS)
                  .mapToObj(i -> record(files, i, output.apply(i), content, out))
                  .iterator();
            }
          };
      Splicer.Spliced spliced = new Splicer(files).splice(Splicer.State.EMPTY, work, out);
      out.flush();
      assertThat(spliced.failure()).isEmpty();
      assertThat(spliced.state().files().files()).isEqualTo(DATUMS);
      return new Cost(out.bytesStored() - before, spliced.state().files());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PlanItem.Run item(int i) {
    FilePath path = new FilePath(String.format(Locale.ROOT, "/%08d", i));
    InputPath input = new InputPath(0, "in", BRANCH, path, FileEntry.EMPTY);
    Hash hash = Hash.of(String.valueOf(i).getBytes(UTF_8));
    return new PlanItem.Run(
        DatumKey.of(List.of(input.part()), TreeParameters.DEFAULT),
        hash,
        hash,
        DatumPaths.of(List.of(input)));
  }

  private static DatumRecord record(
      FileSets files, int i, String output, FileEntry content, PackWriter out) {
    Hash hash = Hash.of(String.valueOf(i).getBytes(UTF_8));
    return new DatumRecord(
        hash,
        hash,
        DatumState.PROCESSED,
        JOB,
        files.edit(FileSet.EMPTY, out).put(new FilePath(output), content).finishDirectory(),
        Optional.empty(),
        DatumStats.NONE);
  }

  /** More than are edited in a tree at once. */
  @Test
  void theOrderOfTheOutputPathsCostsNothing() {
    String[] inOrder =
        IntStream.range(0, DATUMS).mapToObj(i -> scattered(i)).toArray(String[]::new);
    Arrays.sort(inOrder);

    Cost ordered = splice("ordered", i -> inOrder[i]);
    Cost scattered = splice("scattered", SplicerCostTest::scattered);

    assertThat(scattered.files().hash()).isEqualTo(ordered.files().hash());
    System.out.printf(
        "%d datums: %d bytes written for paths in order, %d for paths in none%n",
        DATUMS, ordered.bytes(), scattered.bytes());
    assertThat(scattered.bytes()).isLessThan(ordered.bytes() + ordered.bytes() / 50);
  }
}
