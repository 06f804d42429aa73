/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.PathInfo;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.EarlierWrite;
import io.tusk.repo.FileWrite;
import io.tusk.repo.SharedPin;
import io.tusk.repo.TuskStore;
import java.util.Iterator;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;

/** Makes one commit of what all bundles stored. Doing it again finds the commit that it made. */
final class CommitFiles extends DoFn<Long, String> {
  private static final long serialVersionUID = 1L;

  private final WriteConfig config;
  private final PCollectionView<Iterable<StoredSet>> parts;

  CommitFiles(WriteConfig config, PCollectionView<Iterable<StoredSet>> parts) {
    this.config = config;
    this.parts = parts;
  }

  @ProcessElement
  public void process(ProcessContext context) {
    TuskStore store = OpenStores.open(config.store(), context.getPipelineOptions());
    SharedPin pin = new SharedPin(store, config.id());
    EarlierWrite earlier =
        new EarlierWrite(store, config.branchName(), config.operation(), config.since());
    Optional<CommitId> made = earlier.upTo(store.snapshot().record().number());
    CommitId commit =
        made.orElseGet(
            () -> {
              requireKept(pin);
              return commit(store, context.sideInput(parts));
            });
    pin.remove();
    context.output(config.branchName().repo() + "@" + commit);
  }

  private void requireKept(SharedPin pin) {
    if (pin.base().isEmpty()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "the write to "
              + config.branchName()
              + " has no pin any more: it took so long that store "
              + config.store().location()
              + " has collected what it uploaded, or an earlier try has added its files to the open"
              + " commit of the branch; look there before you run it again");
    }
  }

  private CommitId commit(TuskStore store, Iterable<StoredSet> stored) {
    try (PackWriter out = store.newPackWriter();
        FileWrite write = new FileWrite(store)) {
      FileSet all = together(store, stored, out);
      out.flush();
      if (config.before() == TuskIO.Before.REPLACE) {
        write.delete(FilePath.ROOT);
      }
      if (all.files() > 0) {
        write.putStored(FilePath.ROOT, all.asDirectory());
      }
      return write.commitOnce(
          config.branchName(), config.operation(), config.message(), config.since());
    }
  }

  private static FileSet together(TuskStore store, Iterable<StoredSet> stored, PackWriter out) {
    FileSetEditor editor = store.files().edit(FileSet.EMPTY, out);
    long files = 0;
    for (StoredSet part : stored) {
      files += part.files();
      walk(store, part).forEachRemaining(info -> editor.put(info.path(), (FileEntry) info.entry()));
    }
    FileSet all = editor.finish();
    if (all.files() != files) {
      throw duplicate(store, stored, out);
    }
    return all;
  }

  private static Iterator<PathInfo> walk(TuskStore store, StoredSet part) {
    return store.files().walk(part.set(), FilePath.ROOT);
  }

  /** Names a path that two bundles wrote. */
  private static TuskException duplicate(
      TuskStore store, Iterable<StoredSet> stored, PackWriter out) {
    FileSetEditor seen = store.files().edit(FileSet.EMPTY, out);
    for (StoredSet part : stored) {
      for (Iterator<PathInfo> files = walk(store, part); files.hasNext(); ) {
        PathInfo info = files.next();
        if (seen.find(info.path()).isPresent()) {
          return StoreFiles.twice(info.path());
        }
        seen.put(info.path(), info.entry());
      }
    }
    throw new IllegalStateException("files are missing, and none comes twice");
  }
}
