/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.PathEntry;
import io.tusk.log.Operation;
import io.tusk.name.FilePath;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What has been written to an open commit: numbered objects beside the log, folded in when the
 * commit is finished; {@code docs/format.md}, section 7.
 */
public final class OpenWrites {
  private static final String TRANSACTION = "transaction";

  private final TuskStore store;
  private final Commit commit;
  private final OpenObjects objects;

  public OpenWrites(TuskStore store, Commit commit) {
    this.store = store;
    this.commit = commit;
    this.objects = new OpenObjects(store, commit);
  }

  /** Adds a write as the newest. What it refers to is in {@code out}, which is flushed first. */
  void add(WriteContent write, PackWriter out) {
    String transaction = store.host().randomId();
    boolean added;
    do {
      // The number after the one that is looked at, so no seal can come between.
      long number = unsealed();
      Optional<StatedFiles> state =
          OpenState.isStatedWith(number) ? state().after(number, write, out) : Optional.empty();
      ObjectNode json = JsonNodeFactory.instance.objectNode().put(TRANSACTION, transaction);
      json.setAll(WriteContentJson.write(write, state, store.trees(), out));
      added = objects.create(number, json);
    } while (!added);
  }

  /** The number of the next write. */
  private long unsealed() {
    OptionalLong newest = objects.newest();
    if (newest.isEmpty()) {
      return 0;
    }
    if (OpenObjects.isSeal(objects.json(newest.getAsLong()))) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "commit "
              + commit.label()
              + " is being finished; 'tusk finish commit "
              + commit.label()
              + "' finishes it if that was interrupted");
    }
    return newest.getAsLong() + 1;
  }

  /** Refuses writes from now on, so that those before can be folded in; may be called again. */
  public void seal() {
    ObjectNode json = OpenObjects.seal(store.host().randomId());
    while (true) {
      OptionalLong newest = objects.newest();
      boolean isSealed = newest.isPresent() && OpenObjects.isSeal(objects.json(newest.getAsLong()));
      if (isSealed || objects.create(newest.orElse(-1) + 1, json)) {
        return;
      }
    }
  }

  /** Over what is below the commit now. */
  private OpenState state() {
    return state(store.snapshot().catalog());
  }

  private OpenState state(Catalog catalog) {
    return new OpenState(store, objects, catalog.filesBelow(commit));
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
    OpenState.Folded folded = state(tx.catalog()).fold(objects.count(), tx.out());
    tx.known().addAll(folded.known());
    return CommitChanges.finish(tx, named, folded.files(), Optional.empty(), folded.collision());
  }

  /**
   * Deletes the writes of a commit that is sealed and finished, or gone, oldest first. The seal
   * stays: it refuses those that looked at the commit while it was open and write only now.
   */
  public void discard() {
    objects.deleteAllButTheNewest();
  }

  /** Whether writes are refused. */
  boolean isSealed() {
    OptionalLong newest = objects.newest();
    return newest.isPresent() && OpenObjects.isSeal(objects.json(newest.getAsLong()));
  }

  /** Whether anything was written. */
  boolean any() {
    return objects.anyButASeal();
  }

  /**
   * What {@code path} holds after the writes so far. Reads the last few writes, whatever their
   * number, and of a directory what they changed in it.
   */
  public Optional<PathEntry> find(FilePath path) {
    OptionalLong newest = objects.newest();
    return state().find(newest.orElse(-1) + 1, path);
  }

  /** The roots of what was written so far, for those who must reach everything. */
  public List<Ref> roots() {
    List<Ref> roots = new ArrayList<>();
    long count = objects.count();
    for (long number = 0; number < count; number++) {
      ObjectNode json = objects.json(number);
      WriteContent write = objects.parse(number, () -> WriteContentJson.read(json));
      write.deletes().root().ifPresent(roots::add);
      write.puts().root().root().ifPresent(roots::add);
      write.appends().root().root().ifPresent(roots::add);
      objects
          .parse(number, () -> WriteContentJson.readState(json))
          .flatMap(state -> state.files().root().root())
          .ifPresent(roots::add);
    }
    return roots;
  }
}
