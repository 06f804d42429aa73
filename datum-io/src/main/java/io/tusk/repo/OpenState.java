/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.name.FilePath;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the writes to an open commit come to so far. Some of them say what they and all before them
 * made, so that who asks reads the few behind the last of those.
 */
final class OpenState {
  /** How many writes there are from one that says so to the next. */
  private static final long INTERVAL = 16;

  private final TuskStore store;
  private final FileSets files;
  private final OpenObjects objects;

  /** What lies below the commit, which its writes are laid over. */
  private final FileSet below;

  OpenState(TuskStore store, OpenObjects objects, FileSet below) {
    this.store = store;
    this.files = store.files();
    this.objects = objects;
    this.below = below;
  }

  /**
   * What the writes make of a file set; on a collision, without them.
   *
   * @param known as in {@link WriteContent}, of all writes
   */
  record Folded(FileSet files, Optional<String> collision, Set<Hash> known) {}

  /** The writes that follow some state of the commit. */
  private record Tail(FileSet state, Deque<WriteContent> writes) {}

  /** Whether the write of that number says what was made. */
  static boolean isStatedWith(long number) {
    return number % INTERVAL == INTERVAL - 1;
  }

  /**
   * What the commit will hold once {@code write} comes as number {@code number}; its new nodes are
   * in {@code out}. Nothing where a path would be a file and a directory.
   */
  Optional<StatedFiles> after(long number, WriteContent write, PackWriter out) {
    Tail tail = tail(number);
    tail.writes().add(write);
    Folded folded = fold(tail, out);
    return folded.collision().isPresent()
        ? Optional.empty()
        : Optional.of(new StatedFiles(below.hash(), folded.files()));
  }

  /** The first {@code count} writes, laid over what is below; reads all of them. */
  Folded fold(long count, PackWriter out) {
    Set<Hash> known = new HashSet<>();
    Folded folded = fold(tail(count, write -> known.addAll(write.known())), out);
    if (folded.collision().isPresent()) {
      return folded;
    }
    known.addAll(folded.known());
    return new Folded(folded.files(), Optional.empty(), known);
  }

  private Folded fold(Tail tail, PackWriter out) {
    Overlay overlay = new Overlay(files, tail.state(), out);
    for (WriteContent write : tail.writes()) {
      try {
        overlay.write(write);
      } catch (TuskException e) {
        if (e.code() != ErrorCode.CONFLICT) {
          throw e;
        }
        return new Folded(below, Optional.of(e.getMessage()), Set.of());
      }
    }
    return new Folded(overlay.finish(), Optional.empty(), overlay.known());
  }

  /** The writes before number {@code end}, back to the last one that says what was made. */
  private Tail tail(long end) {
    Deque<WriteContent> writes = new ArrayDeque<>();
    for (long number = end - 1; number >= 0; number--) {
      ObjectNode json = objects.json(number);
      Optional<FileSet> stated = stated(number, json);
      if (stated.isPresent()) {
        return new Tail(stated.get(), writes);
      }
      write(number, json).ifPresent(writes::addFirst);
    }
    return new Tail(below, writes);
  }

  /** As {@link #tail(long)}, and {@code each} is told of every write, of those before it too. */
  private Tail tail(long end, Consumer<WriteContent> each) {
    Deque<WriteContent> writes = new ArrayDeque<>();
    Optional<FileSet> state = Optional.empty();
    for (long number = end - 1; number >= 0; number--) {
      ObjectNode json = objects.json(number);
      Optional<WriteContent> write = write(number, json);
      write.ifPresent(each);
      if (state.isEmpty()) {
        state = stated(number, json);
        if (state.isEmpty()) {
          write.ifPresent(writes::addFirst);
        }
      }
    }
    return new Tail(state.orElse(below), writes);
  }

  /** What a write says of what is below now. */
  private Optional<FileSet> stated(long number, ObjectNode json) {
    return objects
        .parse(number, () -> WriteContentJson.readState(json))
        .filter(state -> state.below().equals(below.hash()))
        .map(StatedFiles::files);
  }

  /** Nothing for a seal. */
  private Optional<WriteContent> write(long number, ObjectNode json) {
    return OpenObjects.isSeal(json)
        ? Optional.empty()
        : Optional.of(objects.parse(number, () -> WriteContentJson.read(json)));
  }

  /** What {@code path} holds after the first {@code count} writes; the root may be empty. */
  Optional<PathEntry> find(long count, FilePath path) {
    Tail tail = tail(count);
    Optional<PathEntry> found = files.find(tail.state(), path);
    try (PackWriter scratch = store.newPackWriter()) {
      for (WriteContent write : tail.writes()) {
        Optional<PathEntry> kept =
            isDeleted(write.deletes(), path)
                ? Optional.empty()
                : found.flatMap(entry -> without(entry, write.deletes(), path, scratch));
        Optional<PathEntry> put = over(kept, files.find(write.puts(), path), scratch);
        found = over(put, files.find(write.appends(), path), scratch);
      }
    }
    return path.isRoot() ? found.or(() -> Optional.of(FileSet.EMPTY.asDirectory())) : found;
  }

  /** Whether the path or a directory that it is in is deleted. */
  private boolean isDeleted(Tree deletes, FilePath path) {
    FilePath above = path;
    while (!deletes.isEmpty()) {
      if (store.trees().find(deletes, Overlay.path(above).key()).isPresent()) {
        return true;
      }
      if (above.isRoot()) {
        return false;
      }
      above = above.parent();
    }
    return false;
  }

  /** What is left of {@code entry}, which is at {@code path}, after deletions below it. */
  private Optional<PathEntry> without(
      PathEntry entry, Tree deletes, FilePath path, PackWriter scratch) {
    if (!(entry instanceof DirectoryEntry directory) || deletes.isEmpty()) {
      return Optional.of(entry);
    }
    String prefix = path.isRoot() ? "/" : path.value() + "/";
    Overlay overlay = new Overlay(files, set(directory), scratch);
    Iterator<Entry> paths = store.trees().ascending(deletes, prefix.getBytes(UTF_8));
    while (paths.hasNext()) {
      String deleted = new String(paths.next().key(), UTF_8);
      if (!deleted.startsWith(prefix)) {
        break;
      }
      overlay.delete(new FilePath("/" + deleted.substring(prefix.length())));
    }
    DirectoryEntry left = overlay.finish().asDirectory();
    return left.files() > 0 || path.isRoot() ? Optional.of(left) : Optional.empty();
  }

  /** A directory is laid over another one, anything else takes its place. */
  private Optional<PathEntry> over(
      Optional<PathEntry> before, Optional<PathEntry> added, PackWriter scratch) {
    if (before.orElse(null) instanceof DirectoryEntry below
        && added.orElse(null) instanceof DirectoryEntry above
        && below.files() > 0) {
      Overlay overlay = new Overlay(files, set(below), scratch);
      overlay.put(FilePath.ROOT, above);
      return Optional.of(overlay.finish().asDirectory());
    }
    return added
        .filter(entry -> !(entry instanceof DirectoryEntry empty) || empty.files() > 0)
        .or(() -> before);
  }

  private static FileSet set(DirectoryEntry directory) {
    return new FileSet(directory.tree(), directory.files(), directory.bytes());
  }
}
