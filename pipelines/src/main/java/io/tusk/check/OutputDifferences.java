/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.check.Claim.Side;
import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.files.PathChange;
import io.tusk.files.PathEntry;
import io.tusk.name.FilePath;
import io.tusk.pieces.Hash;
import io.tusk.tree.Change;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BiConsumer;

/** How one output differs from another, told by its datums' records and by its paths. */
final class OutputDifferences {
  private final FileSets files;
  private final Trees trees;
  private final Output before;
  private final Output after;

  OutputDifferences(FileSets files, Output before, Output after) {
    this.files = files;
    this.trees = files.trees();
    this.before = before;
    this.after = after;
  }

  /**
   * What the records of datums say that differ, in the order of the datums.
   *
   * @param different is told each record of the second output that the first one does not have
   */
  void written(BiConsumer<DatumKey, DatumRecord> different, Claim.Sink sink) {
    Iterator<Change> changes = trees.differences(before.datums(), after.datums());
    while (changes.hasNext()) {
      Change change = changes.next();
      Optional<DatumRecord> was = change.before().map(DatumRecord::decode);
      Optional<DatumRecord> is = change.after().map(DatumRecord::decode);
      is.ifPresent(record -> different.accept(DatumKey.ofBytes(change.key()), record));
      if (was.isPresent() && is.isPresent() && was.get().id().equals(is.get().id())) {
        claims(is.get().id(), outputs(was.get()), outputs(is.get()), sink);
      } else {
        was.ifPresent(record -> claims(record.id(), outputs(record), FileSet.EMPTY, sink));
        is.ifPresent(record -> claims(record.id(), FileSet.EMPTY, outputs(record), sink));
      }
    }
  }

  /** What a datum wrote of its output commit; nothing unless it was processed. */
  static FileSet outputs(DatumRecord record) {
    DirectoryEntry outputs = record.outputs();
    return record.state() == DatumState.PROCESSED
        ? new FileSet(outputs.tree(), outputs.files(), outputs.bytes())
        : FileSet.EMPTY;
  }

  private void claims(Hash datum, FileSet was, FileSet is, Claim.Sink sink) {
    Iterator<PathChange> changes = files.differences(was, is);
    while (changes.hasNext()) {
      PathChange change = changes.next();
      if (!change.isDirectory()) {
        byte[] path = bytes(change.path());
        file(change.before())
            .ifPresent(file -> sink.take(Side.GONE, claim(path, Optional.of(datum), file)));
        file(change.after())
            .ifPresent(file -> sink.take(Side.NEW, claim(path, Optional.of(datum), file)));
      }
    }
  }

  /** What files and owners say of the paths that differ, in the order of the paths. */
  void held(Claim.Sink sink) {
    Changes<PathChange> paths =
        new Changes<>(files.differences(before.files(), after.files())) {
          @Override
          Optional<byte[]> key(PathChange change) {
            return change.isDirectory() ? Optional.empty() : Optional.of(bytes(change.path()));
          }
        };
    Changes<Change> owners =
        new Changes<>(trees.differences(before.owners(), after.owners())) {
          @Override
          Optional<byte[]> key(Change change) {
            return Optional.of(change.key());
          }
        };
    while (paths.key != null || owners.key != null) {
      int order =
          paths.key == null
              ? 1
              : owners.key == null ? -1 : Arrays.compareUnsigned(paths.key, owners.key);
      byte[] path = order <= 0 ? paths.key : owners.key;
      Optional<PathChange> file = order <= 0 ? Optional.of(paths.take()) : Optional.empty();
      Optional<Change> owner = order >= 0 ? Optional.of(owners.take()) : Optional.empty();
      held(path, file, owner, sink);
    }
  }

  /** What did not change is the same in both outputs. */
  private void held(
      byte[] path, Optional<PathChange> file, Optional<Change> owner, Claim.Sink sink) {
    Optional<FileEntry> fileBefore;
    Optional<FileEntry> fileAfter;
    if (file.isPresent()) {
      fileBefore = file(file.get().before());
      fileAfter = file(file.get().after());
    } else {
      fileAfter = file(after.files(), path);
      fileBefore = fileAfter;
    }
    Optional<Hash> ownerAfter =
        owner.isPresent() ? owner.get().after().map(this::datum) : owner(after.owners(), path);
    Optional<Hash> ownerBefore =
        owner.isPresent() ? owner.get().before().map(this::datum) : ownerAfter;
    take(Side.GONE, new Claim(path, ownerBefore, fileBefore), sink);
    take(Side.NEW, new Claim(path, ownerAfter, fileAfter), sink);
  }

  private static void take(Side side, Claim claim, Claim.Sink sink) {
    if (claim.datum().isPresent() || claim.file().isPresent()) {
      sink.take(side, claim);
    }
  }

  /** What the second output holds at a path. */
  Claim held(byte[] path) {
    return new Claim(path, owner(after.owners(), path), file(after.files(), path));
  }

  private Optional<Hash> owner(Tree owners, byte[] path) {
    return trees.find(owners, path).map(this::datum);
  }

  private Optional<FileEntry> file(FileSet set, byte[] path) {
    return file(files.find(set, new FilePath(new String(path, UTF_8))));
  }

  private Hash datum(Entry owner) {
    if (owner.value().length != Hash.BYTES) {
      throw new TuskException(
          ErrorCode.CORRUPT,
          "the owner of path " + new String(owner.key(), UTF_8) + " is malformed");
    }
    return Hash.fromBytes(owner.value(), 0);
  }

  private static Optional<FileEntry> file(Optional<PathEntry> entry) {
    return entry.filter(FileEntry.class::isInstance).map(FileEntry.class::cast);
  }

  private static Claim claim(byte[] path, Optional<Hash> datum, FileEntry file) {
    return new Claim(path, datum, Optional.of(file));
  }

  static byte[] bytes(FilePath path) {
    return path.value().getBytes(UTF_8);
  }

  /** Changes with the next one's key; those without a key are passed by. */
  private abstract static class Changes<T> {
    private final Iterator<T> changes;
    private T next;

    /** Null at the end. */
    byte[] key;

    Changes(Iterator<T> changes) {
      this.changes = changes;
      moveOn();
    }

    abstract Optional<byte[]> key(T change);

    T take() {
      T taken = next;
      moveOn();
      return taken;
    }

    private void moveOn() {
      key = null;
      while (key == null && changes.hasNext()) {
        next = changes.next();
        key = key(next).orElse(null);
      }
    }
  }
}
