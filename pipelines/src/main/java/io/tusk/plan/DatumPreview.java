/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumIdentity;
import io.tusk.datum.DatumKey;
import io.tusk.datum.InputTree;
import io.tusk.datum.Mapped;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.TuskStore;
import io.tusk.tree.Tree;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The datums that inputs make of what they hold, for who only looks: nothing is written to the
 * store. What has to be sorted or read several times, and the leaf tree of a join or group, are
 * kept on the host's disk, at most until this is closed, once they are more than some megabytes.
 */
public final class DatumPreview implements AutoCloseable {
  private final InputTree inputs;
  private final List<FileSet> held;
  private final FileSets files;
  private final PlanScratch scratch = new PlanScratch();
  private final PackWriter out;

  /** A datum. Its paths may be read until the preview is closed, and come from the store. */
  public record Datum(Hash id, Iterable<DatumKey.Part> paths) {}

  /**
   * @param held what each leaf holds, in the order of their numbers
   */
  public DatumPreview(TuskStore store, InputTree inputs, List<FileSet> held) {
    this(store, inputs, held, PackWriter.TARGET_BYTES);
  }

  /** {@code packBytes}: how much of a leaf tree waits in memory. */
  DatumPreview(TuskStore store, InputTree inputs, List<FileSet> held, int packBytes) {
    this.inputs = inputs;
    this.held = List.copyOf(held);
    PlanScratch.Beside beside = scratch.beside(store, packBytes);
    this.files = beside.files();
    this.out = beside.out();
  }

  /**
   * All datums, in the order of their keys, each once; streams, but several inputs are gone through
   * before the first one comes.
   *
   * @throws TuskException HOST when the host's disk fails or is full
   */
  public Iterator<Datum> datums() {
    InputDatums datums = new InputDatums(files, inputs, scratch, count -> {});
    InputState now = datums.enumerated(new InputState(held, Tree.EMPTY), out);
    Candidates candidates = new Candidates(files, datums, scratch, Tree.EMPTY);
    return new Mapped<>(
        candidates.all(now),
        candidate ->
            candidate.now().map(tuple -> datum(candidate.key(), datums.paths().parts(tuple, now))));
  }

  private static Datum datum(DatumKey key, Iterable<DatumKey.Part> paths) {
    Optional<Hash> id = key.id();
    return new Datum(id.isPresent() ? id.get() : DatumIdentity.id(paths), paths);
  }

  @Override
  public void close() {
    scratch.close();
  }
}
