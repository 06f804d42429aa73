/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.chunks.ChunkParameters;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import io.tusk.tree.Edit;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random datums and records over a store in memory. No path is too long for its datum's key. */
final class RandomDatums {
  private static final List<String> ELEMENTS =
      List.of("a", "b.txt", "\u00e9", "\ud83d\ude00", "with blank", "-", "x".repeat(150));

  final Random random;
  final Trees trees;
  private final FileSets files;
  final PackWriter out;

  RandomDatums(Random random) {
    this.random = random;
    MemoryObjectStore objects = new MemoryObjectStore();
    this.trees = new Trees(new PieceReader(objects), TreeParameters.DEFAULT);
    this.files = new FileSets(trees, ChunkParameters.DEFAULT);
    this.out = new PackWriter(objects);
  }

  List<InputPath> paths() {
    return List.of(new InputPath(random.nextInt(300), word(), branch(), path(), entry()));
  }

  private BranchName branch() {
    return new BranchName(new RepoName(new ProjectName(word()), word()), word());
  }

  private String word() {
    return "w" + random.nextInt(1_000);
  }

  private FilePath path() {
    StringBuilder path = new StringBuilder();
    for (int depth = 1 + random.nextInt(5); depth > 0; depth--) {
      path.append('/').append(ELEMENTS.get(random.nextInt(ELEMENTS.size())));
    }
    return new FilePath(path.toString());
  }

  PathEntry entry() {
    return random.nextBoolean() ? file() : directory(1 + random.nextInt(40));
  }

  private FileEntry file() {
    String content = random.nextInt(5) == 0 ? "" : "content " + random.nextInt();
    try {
      return files.write(new ByteArrayInputStream(content.getBytes(UTF_8)), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Small ones are inline, larger ones are stored. */
  DirectoryEntry directory(int most) {
    FileSetEditor editor = files.edit(FileSet.EMPTY, out);
    for (int i = 0; i < most; i++) {
      editor.put(new FilePath("/d" + random.nextInt(3) + "/" + random.nextInt(100)), file());
    }
    return editor.finishDirectory();
  }

  DatumRecord record() {
    return record(random.nextInt(30));
  }

  DatumRecord record(int most) {
    byte[] log = ("log " + random.nextInt()).getBytes(UTF_8);
    Optional<Ref> logged =
        random.nextBoolean() ? Optional.of(out.writeChunk(log, 0, log.length)) : Optional.empty();
    byte[] job = new byte[16];
    random.nextBytes(job);
    DatumState[] states = DatumState.values();
    return new DatumRecord(
        Hash.of(log),
        Hash.of(job),
        states[random.nextInt(states.length)],
        new CommitId(HexFormat.of().formatHex(job)),
        directory(most),
        logged,
        new DatumStats(millis(), millis(), millis(), bytes(), bytes()));
  }

  /** A tree of that entry alone. */
  Tree tree(Entry entry) {
    return trees.edit(Tree.EMPTY, List.of(Edit.put(entry)).iterator(), DatumRecord.COUNTS, out);
  }

  private Duration millis() {
    return Duration.ofMillis(random.nextInt(100_000));
  }

  private long bytes() {
    return random.nextLong() >>> (1 + random.nextInt(62));
  }
}
