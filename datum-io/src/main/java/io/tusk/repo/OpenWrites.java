/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.log.CheckedJson;
import io.tusk.log.Creation;
import io.tusk.log.NumberedKeys;
import io.tusk.log.Operation;
import io.tusk.name.FilePath;
import io.tusk.objects.ObjectStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import io.tusk.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What has been written to an open commit: numbered objects beside the log, folded in when the
 * commit is finished; {@code docs/format.md}, section 7.
 */
public final class OpenWrites {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "key";
  private static final String TRANSACTION = "transaction";
  private static final String SEAL = "seal";
  private static final int PAGE = 1_000;

  private final TuskStore store;
  private final ObjectStore objects;
  private final Commit commit;
  private final String prefix;

  public OpenWrites(TuskStore store, Commit commit) {
    this.store = store;
    this.objects = store.objects();
    this.commit = commit;
    this.prefix =
        "open/" + commit.repo().project() + "/" + commit.repo().name() + "/" + commit.id() + "/";
  }

  /** What the writes make of a file set; on a collision, without them. */
  private record Folded(FileSet files, Optional<String> collision, Set<Hash> known) {}

  /** Adds a write as the newest. What it refers to is in {@code out}, which is flushed first. */
  void add(WriteContent write, PackWriter out) {
    ObjectNode json = JSON.createObjectNode().put(TRANSACTION, store.host().randomId());
    json.setAll(WriteContentJson.write(write, store.trees(), out));
    add(json);
  }

  /** Refuses writes from now on, so that those before can be folded in; may be called again. */
  public void seal() {
    ObjectNode json = JSON.createObjectNode().put(SEAL, store.host().randomId());
    while (true) {
      Optional<String> newest = newest();
      if ((newest.isPresent() && isSeal(newest.get())) || create(newest, json)) {
        return;
      }
    }
  }

  /**
   * Adds a write behind the newest one. Its number is that of the object that was looked at plus
   * one, so no seal can come between.
   */
  private void add(ObjectNode json) {
    boolean added;
    do {
      Optional<String> newest = newest();
      if (newest.isPresent() && isSeal(newest.get())) {
        throw new TuskException(
            ErrorCode.CONFLICT,
            "commit "
                + commit.label()
                + " is being finished; 'tusk finish commit "
                + commit.label()
                + "' finishes it if that was interrupted");
      }
      added = create(newest, json);
    } while (!added);
  }

  private Optional<String> newest() {
    return objects.list(prefix, "", 1).stream().findFirst();
  }

  private boolean isSeal(String key) {
    return json(key).has(SEAL);
  }

  private boolean create(Optional<String> newest, ObjectNode json) {
    long number = newest.map(last -> number(last) + 1).orElse(0L);
    ObjectNode whole =
        JSON.createObjectNode().put(KEY, NumberedKeys.key(prefix, number)).setAll(json);
    return new Creation(objects, store.host()).createNext(prefix, number, CheckedJson.write(whole))
        == Creation.Result.OURS;
  }

  private long number(String key) {
    if (!NumberedKeys.isNumbered(prefix, key)) {
      throw new TuskException(
          ErrorCode.CORRUPT,
          "store "
              + objects.location()
              + " holds "
              + key
              + ", which is no write to an open commit; remove that object");
    }
    return NumberedKeys.number(prefix, key);
  }

  /**
   * Seals and finishes the commit with all writes to it. Where the writes make a path both a file
   * and a directory, it ends with that as its error and without them, and its branch goes on
   * showing what it showed.
   *
   * @param description replaces that of the commit, where present
   * @throws TuskException CONFLICT when it is finished already
   */
  public Commit finish(Operation operation, Optional<String> description) {
    seal();
    Commit finished = store.transact(operation, tx -> finish(tx, description));
    discard();
    return finished;
  }

  /**
   * As {@link #finish(Operation, Optional)}, of a commit that is sealed; {@link #discard} follows.
   */
  public Commit finish(Transaction tx, Optional<String> description) {
    Commit open = tx.catalog().requireCommit(commit.repo(), commit.id());
    CommitChanges.requireOpen(open);
    Commit named = description.map(open::withDescription).orElse(open);
    Folded folded = fold(tx.catalog().filesBelow(open), tx.out());
    tx.known().addAll(folded.known());
    return CommitChanges.finish(tx, named, folded.files(), Optional.empty(), folded.collision());
  }

  /** {@code base} with all writes, in their order; new nodes go to {@code out}. */
  private Folded fold(FileSet base, PackWriter out) {
    Overlay overlay = new Overlay(store.files(), base, out);
    for (String key : allKeys()) {
      ObjectNode json = json(key);
      if (!json.has(SEAL)) {
        WriteContent write = write(key, json);
        try {
          overlay.write(write);
        } catch (TuskException e) {
          if (e.code() != ErrorCode.CONFLICT) {
            throw e;
          }
          return new Folded(base, Optional.of(e.getMessage()), Set.of());
        }
      }
    }
    return new Folded(overlay.finish(), Optional.empty(), overlay.known());
  }

  /**
   * Deletes the writes of a commit that is sealed and finished, or gone, oldest first. The seal
   * stays: it refuses those that looked at the commit while it was open and write only now.
   */
  public void discard() {
    List<String> keys = keys();
    keys.subList(0, Math.max(0, keys.size() - 1)).forEach(objects::delete);
  }

  /** Whether anything was written. */
  boolean any() {
    return keys().stream().anyMatch(key -> !isSeal(key));
  }

  /**
   * What {@code path} holds after the writes so far; of a directory whose files were deleted one by
   * one, it may be what it held before. Reads each write at that path.
   */
  public Optional<PathEntry> find(FilePath path) {
    FileSets files = store.files();
    Optional<PathEntry> found = files.find(store.snapshot().catalog().filesBelow(commit), path);
    for (String key : allKeys()) {
      WriteContent write = write(key, json(key));
      Optional<PathEntry> before = deletes(write.deletes(), path) ? Optional.empty() : found;
      found =
          files
              .find(write.appends(), path)
              .or(() -> files.find(write.puts(), path))
              .or(() -> before);
    }
    return found;
  }

  /** Whether the path or a directory that it is in is deleted. */
  private boolean deletes(Tree deletes, FilePath path) {
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

  /** The roots of what was written so far, for those who must reach everything. */
  public List<Ref> roots() {
    List<Ref> roots = new ArrayList<>();
    for (String key : allKeys()) {
      WriteContent write = write(key, json(key));
      write.deletes().root().ifPresent(roots::add);
      write.puts().root().root().ifPresent(roots::add);
      write.appends().root().root().ifPresent(roots::add);
    }
    return roots;
  }

  /** Oldest first; of an open commit, whose writes have numbers without a gap. */
  private List<String> allKeys() {
    List<String> keys = keys();
    for (int i = 0; i < keys.size(); i++) {
      if (number(keys.get(i)) != i) {
        throw gone(NumberedKeys.key(prefix, i));
      }
    }
    return keys;
  }

  /** Oldest first. */
  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    List<String> page;
    String after = "";
    do {
      page = objects.list(prefix, after, PAGE);
      keys.addAll(page);
      after = page.isEmpty() ? after : page.get(page.size() - 1);
    } while (page.size() == PAGE);
    Collections.reverse(keys);
    return keys;
  }

  private ObjectNode json(String key) {
    byte[] bytes = objects.read(key).orElseThrow(() -> gone(key));
    return CheckedJson.read(bytes)
        .filter(json -> json.path(KEY).asText().equals(key))
        .orElseThrow(() -> malformed(key, null));
  }

  /** The writes are deleted once the commit is finished; before, none may be missing. */
  private TuskException gone(String key) {
    Commit now = store.snapshot().catalog().requireCommit(commit.repo(), commit.id());
    CommitChanges.requireOpen(now);
    return new TuskException(
        ErrorCode.CORRUPT,
        "object "
            + key
            + " of store "
            + objects.location()
            + " is missing, a write to the open commit "
            + commit.label()
            + "; run 'tusk fsck' for the whole damage");
  }

  private WriteContent write(String key, ObjectNode json) {
    try {
      return WriteContentJson.read(json);
    } catch (IllegalArgumentException e) {
      throw malformed(key, e);
    }
  }

  private TuskException malformed(String key, Exception cause) {
    return new TuskException(
        ErrorCode.CORRUPT,
        "object "
            + key
            + " of store "
            + objects.location()
            + " is malformed; run 'tusk fsck'"
            + " for the whole damage",
        cause);
  }
}
