/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumIdentity;
import io.tusk.datum.DatumInput;
import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumPaths;
import io.tusk.datum.InputPath;
import io.tusk.datum.Mapped;
import io.tusk.datum.PathLists;
import io.tusk.datum.PlanItem;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A datum as it is now. What it reads is looked up once, as each look may cost a node; of one with
 * a long key, which may have any number of paths, no more is remembered than what identifies it.
 */
final class CurrentDatum {
  private final PlanRequest request;
  private final FileSets files;
  private final Paths paths;
  private final DatumKey key;
  private final Tuple tuple;
  private final InputState now;

  /** Empty under a long key. */
  private final List<InputPath> inputs = new ArrayList<>();

  private final Hash id;
  private final Hash hash;
  private boolean isWork = true;
  private long count;
  private long bytes;

  CurrentDatum(
      PlanRequest request, FileSets files, Paths paths, DatumKey key, Tuple tuple, InputState now) {
    this.request = request;
    this.files = files;
    this.paths = paths;
    this.key = key;
    this.tuple = tuple;
    this.now = now;
    DatumIdentity identity = new DatumIdentity();
    paths.of(tuple, now).forEach(path -> look(path, identity));
    this.id = identity.id();
    this.hash = identity.hash(id, request.salt());
  }

  /** What is read at a path: of the view where it has it, else of the whole input. */
  private void look(Element.Path path, DatumIdentity identity) {
    DatumInput leaf = paths.leaf(path.leaf());
    Optional<FileSet> view = request.reads().get(path.leaf()).view();
    Optional<PathEntry> work =
        view.flatMap(set -> files.find(set, path.path()))
            .filter(found -> DatumInput.isPresent(found));
    PathEntry entry =
        work.or(path::entry).or(() -> whole(path)).orElseThrow(() -> missing(leaf, path));
    identity.path(paths.part(path));
    if (leaf.hashed() == DatumInput.Hashed.CONTENT) {
      identity.content(entry);
    } else {
      identity.kind(entry);
    }
    isWork &= view.isEmpty() || work.isPresent();
    count++;
    bytes += entry.bytes();
    if (!key.isLong()) {
      inputs.add(leaf.at(path.path(), entry));
    }
  }

  private Optional<PathEntry> whole(Element.Path path) {
    return files.find(now.files().get(path.leaf()), path.path());
  }

  private static TuskException missing(DatumInput leaf, Element.Path path) {
    return new TuskException(
        ErrorCode.CORRUPT,
        "input " + leaf.name() + " holds no " + leaf.branch() + ":" + path.path());
  }

  /** Whether all of its paths are work. */
  boolean isWork() {
    return isWork;
  }

  Hash hash() {
    return hash;
  }

  /** Whether its paths are as they were in {@code held}. */
  boolean isHeldBy(List<FileSet> held) {
    for (Element.Path path : paths.of(tuple, now)) {
      Optional<PathEntry> before = files.find(held.get(path.leaf()), path.path());
      if (before.isEmpty() || whole(path).filter(before.get()::sameContent).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** {@code before}: the list of the same paths in the base, if there is one. */
  PlanItem.Run run(Optional<FileEntry> before, PathLists lists, PackWriter out) {
    DatumPaths read =
        key.isLong()
            ? listed(lists.write(items(), before, out))
            : DatumPaths.fitting(inputs, files.trees(), out);
    return new PlanItem.Run(key, id, hash, read);
  }

  private DatumPaths listed(FileEntry list) {
    return new DatumPaths.Listed(list, count, bytes, PlanItem.UNREAD);
  }

  private Iterator<PathLists.Item> items() {
    return new Mapped<>(
        paths.of(tuple, now).iterator(),
        path -> Optional.of(new PathLists.Item(path.leaf(), paths.part(path))));
  }
}
