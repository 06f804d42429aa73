/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.log.CheckedJson;
import io.tusk.log.Creation;
import io.tusk.log.NumberedKeys;
import io.tusk.log.Operation;
import io.tusk.name.FilePath;
import io.tusk.objects.ObjectStore;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.RefJson;
import io.tusk.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What has been written to an open commit: numbered objects beside the log, folded in when the
 * commit is finished; {@code docs/format.md}, section 7.
 */
public final class OpenWrites {
  private static final ObjectMapper JSON = new ObjectMapper();
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

  private record Write(List<FilePath> deletes, FileSet puts) {}

  /** Adds a write as the newest; {@code out} holds what it refers to and is flushed first. */
  void add(Collection<FilePath> deletes, FileSet puts, PackWriter out) {
    out.flush();
    ObjectNode json = JSON.createObjectNode().put("transaction", store.host().randomId());
    ArrayNode paths = json.putArray("deletes");
    deletes.forEach(path -> paths.add(path.value()));
    puts.root().root().ifPresent(root -> json.set("puts", RefJson.write(root)));
    json.put("files", puts.files()).put("bytes", puts.bytes());
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
    long number = newest.map(key -> number(key) + 1).orElse(0L);
    return new Creation(objects, store.host())
            .create(NumberedKeys.key(prefix, number), CheckedJson.write(json))
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
    Commit finished =
        store.transact(
            operation,
            tx -> {
              Commit open = tx.catalog().requireCommit(commit.repo(), commit.id());
              CommitChanges.requireOpen(open);
              Commit named = description.map(open::withDescription).orElse(open);
              FileSet files;
              try {
                files = fold(open.files(), tx.out());
              } catch (TuskException e) {
                if (e.code() != ErrorCode.CONFLICT) {
                  throw e;
                }
                return CommitChanges.finish(
                    tx, named, open.files(), Optional.empty(), Optional.of(e.getMessage()));
              }
              return CommitChanges.finish(tx, named, files, Optional.empty(), Optional.empty());
            });
    delete();
    return finished;
  }

  /**
   * {@code base} with all writes so far, in their order; new nodes go to {@code out}.
   *
   * @throws TuskException CONFLICT where they make a path both a file and a directory
   */
  public FileSet fold(FileSet base, PackWriter out) {
    FileSet folded = base;
    for (String key : keys()) {
      JsonNode json = json(key);
      if (!json.has(SEAL)) {
        Write write = write(key, json);
        folded = FileWrite.apply(store.files(), folded, write.deletes(), write.puts(), out);
      }
    }
    return folded;
  }

  /**
   * Deletes the writes of a finished commit, oldest first. The seal stays: it refuses those that
   * looked at the commit while it was open and write only now.
   */
  private void delete() {
    List<String> keys = keys();
    keys.subList(0, Math.max(0, keys.size() - 1)).forEach(objects::delete);
  }

  /** Deletes what was written to a commit that is sealed and no longer there. */
  public void discard() {
    delete();
  }

  /** Whether anything was written. */
  boolean any() {
    return keys().stream().anyMatch(key -> !isSeal(key));
  }

  /** The roots of what was written so far, for those who must reach everything. */
  public List<Ref> roots() {
    List<Ref> roots = new ArrayList<>();
    for (String key : keys()) {
      write(key, json(key)).puts().root().root().ifPresent(roots::add);
    }
    return roots;
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

  private JsonNode json(String key) {
    byte[] bytes =
        objects
            .read(key)
            .orElseThrow(
                () ->
                    new TuskException(
                        ErrorCode.NOT_FOUND,
                        "object "
                            + key
                            + " of store "
                            + objects.location()
                            + " is gone: commit "
                            + commit.label()
                            + " was finished meanwhile, or 'tusk fsck' shows the damage"));
    return CheckedJson.read(bytes).orElseThrow(() -> malformed(key, null));
  }

  private Write write(String key, JsonNode json) {
    try {
      List<FilePath> deletes = new ArrayList<>();
      json.path("deletes").forEach(path -> deletes.add(new FilePath(path.asText())));
      Tree puts =
          json.has("puts")
              ? Tree.stored(RefJson.read(PieceKind.NODE, json.get("puts")))
              : Tree.EMPTY;
      return new Write(
          deletes, new FileSet(puts, json.path("files").asLong(), json.path("bytes").asLong()));
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
