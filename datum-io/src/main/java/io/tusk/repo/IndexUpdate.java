/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSets;
import io.tusk.index.ChunkBatch;
import io.tusk.index.ChunkIndex;
import io.tusk.index.ChunkIndexes;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import java.util.Iterator;
import java.util.List;

/**
 * The index of chunks after a transaction. Remembers what it made, so that a transaction that is
 * applied again because another was faster only takes over what the other brought; a large one
 * would lose every race otherwise.
 */
final class IndexUpdate {
  private final FileSets files;
  private final ChunkIndexes indexes;
  private final PackWriter out;

  private List<FileChange> changes = List.of();
  private ChunkIndex base = ChunkIndex.EMPTY;
  private ChunkIndex result = ChunkIndex.EMPTY;

  IndexUpdate(FileSets files, ChunkIndexes indexes, PackWriter out) {
    this.files = files;
    this.indexes = indexes;
    this.out = out;
  }

  /** {@code newest} with the chunks that {@code now} brought; new nodes go to the pack writer. */
  ChunkIndex after(ChunkIndex newest, List<FileChange> now) {
    if (now.isEmpty()) {
      return newest;
    }
    try {
      result = isAsBefore(now) ? indexes.combine(base, result, newest, out) : withAll(newest, now);
    } catch (TuskException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      // Files that cannot be compared are not listed; whoever reads them is told.
      return newest;
    }
    changes = List.copyOf(now);
    base = newest;
    return result;
  }

  private boolean isAsBefore(List<FileChange> now) {
    if (now.size() != changes.size()) {
      return false;
    }
    for (int i = 0; i < now.size(); i++) {
      if (!now.get(i).sameContent(changes.get(i))) {
        return false;
      }
    }
    return true;
  }

  private ChunkIndex withAll(ChunkIndex newest, List<FileChange> now) {
    ChunkIndex index = newest;
    ChunkBatch batch = new ChunkBatch();
    for (FileChange change : now) {
      Iterator<Ref> chunks = files.changedChunks(change.before(), change.after(), change.known());
      while (chunks.hasNext()) {
        if (batch.isFull()) {
          index = indexes.add(index, batch, out);
          batch = new ChunkBatch();
        }
        batch.add(chunks.next());
      }
    }
    return batch.isEmpty() ? index : indexes.add(index, batch, out);
  }
}
