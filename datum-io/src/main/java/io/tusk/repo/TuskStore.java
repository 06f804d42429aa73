/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.chunks.ChunkParameters;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSets;
import io.tusk.host.Host;
import io.tusk.index.ChunkIndex;
import io.tusk.index.ChunkIndexes;
import io.tusk.log.Head;
import io.tusk.log.Log;
import io.tusk.log.Operation;
import io.tusk.log.RootRecord;
import io.tusk.meta.MetadataTree;
import io.tusk.objects.ObjectStore;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.tree.Tree;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A store: snapshots to read, transactions to change it. Safe for many threads. */
public final class TuskStore implements AutoCloseable {
  private final ObjectStore objects;
  private final Host host;
  private final Log log;
  private final String id;
  private final Trees trees;
  private final FileSets files;
  private final ChunkIndexes indexes;
  private final Head opened;

  private TuskStore(
      ObjectStore objects,
      Host host,
      Log log,
      Head opened,
      String id,
      TreeParameters trees,
      ChunkParameters chunks) {
    this.objects = objects;
    this.host = host;
    this.log = log;
    this.opened = opened;
    this.id = id;
    PieceReader pieces = new PieceReader(objects);
    this.trees = new Trees(pieces, trees);
    this.indexes = new ChunkIndexes(pieces);
    this.files = new FileSets(this.trees, chunks);
  }

  /** The store in {@code objects}, or nothing where there is none. */
  public static Optional<TuskStore> find(ObjectStore objects, Host host) {
    Log log = new Log(objects, host);
    return log.head().map(head -> open(objects, host, log, head));
  }

  /**
   * @throws TuskException NOT_FOUND where there is no store; FORMAT for one that is too new
   */
  public static TuskStore open(ObjectStore objects, Host host) {
    return find(objects, host)
        .orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.NOT_FOUND,
                    "there is no store at "
                        + objects.location()
                        + "; 'tusk create repo NAME' makes one"));
  }

  /**
   * The store in {@code objects}, which is made where there is nothing.
   *
   * @throws TuskException CONFLICT where there is something else
   */
  public static TuskStore create(ObjectStore objects, Host host) {
    Log log = new Log(objects, host);
    Optional<Head> head = log.head();
    if (head.isEmpty()) {
      List<String> foreign = objects.list("", "", 1);
      if (!foreign.isEmpty() && log.head().isEmpty()) {
        throw new TuskException(
            ErrorCode.CONFLICT,
            "no store can be made at "
                + objects.location()
                + ": it holds "
                + foreign.get(0)
                + " and no log of a store; name a place that is empty");
      }
      head =
          Optional.of(
              log.create(
                  new RootRecord.Genesis(
                      host.randomId(),
                      StoreParameters.write(TreeParameters.DEFAULT, ChunkParameters.DEFAULT)),
                  new Operation("create store", "")));
    }
    return open(objects, host, log, head.get());
  }

  private static TuskStore open(ObjectStore objects, Host host, Log log, Head newest) {
    Optional<Head> first = newest.number() == 0 ? Optional.of(newest) : log.record(0);
    RootRecord.Genesis genesis =
        first
            .flatMap(head -> head.record().genesis())
            .orElseThrow(
                () ->
                    new TuskException(
                        ErrorCode.CORRUPT,
                        "store "
                            + objects.location()
                            + " has lost its first record; run"
                            + " 'tusk fsck' for the whole damage"));
    try {
      return new TuskStore(
          objects,
          host,
          log,
          newest,
          genesis.storeId(),
          StoreParameters.trees(genesis.parameters()),
          StoreParameters.chunks(genesis.parameters()));
    } catch (IllegalArgumentException e) {
      throw new TuskException(
          ErrorCode.CORRUPT,
          "the first record of store "
              + objects.location()
              + " holds no usable parameters: "
              + e.getMessage()
              + "; restore that object from a copy",
          e);
    }
  }

  /** 32 hex digits, for ever the same. */
  public String id() {
    return id;
  }

  public ObjectStore objects() {
    return objects;
  }

  public Host host() {
    return host;
  }

  public Log log() {
    return log;
  }

  public Trees trees() {
    return trees;
  }

  public FileSets files() {
    return files;
  }

  /**
   * As {@link #files()}, but chunks that the snapshot's index lists are not stored again. What is
   * written with it may be referred to only while what the snapshot reaches is kept.
   */
  public FileSets files(Snapshot snapshot) {
    ChunkIndex index = snapshot.index();
    return index.isEmpty() ? files : files.reusing(chunk -> indexes.find(index, chunk));
  }

  public PackWriter newPackWriter() {
    return new PackWriter(objects);
  }

  public Snapshot snapshot() {
    return snapshot(
        log.head()
            .orElseThrow(
                () ->
                    new TuskException(
                        ErrorCode.CORRUPT, "store " + objects.location() + " has vanished")));
  }

  /** As {@link #snapshot()} was when this was opened; for who has opened it a moment ago. */
  public Snapshot opened() {
    return snapshot(opened);
  }

  /** As record {@code number} shows the store; none when the log is shorter or collected there. */
  public Optional<Snapshot> snapshot(long number) {
    return log.record(number).map(this::snapshot);
  }

  private Snapshot snapshot(Head head) {
    return new Snapshot(head, new MetadataTree(trees, metadataOf(head)));
  }

  private static Tree metadataOf(Head head) {
    return head.record().metadata().map(Tree::stored).orElse(Tree.EMPTY);
  }

  /** As {@link #transact(Operation, PackWriter, Function)}, with nothing written beforehand. */
  public <T> T transact(Operation operation, Function<Transaction, T> body) {
    try (PackWriter out = newPackWriter()) {
      return transact(operation, out, body);
    }
  }

  /**
   * Applies {@code body} to the newest snapshot, and again to newer ones until it is committed.
   * Nothing is committed when it throws. A body that changes no metadata writes no record.
   *
   * @param out holds what the caller has written already; it is flushed before the commit
   * @return what the application that was committed returned
   * @throws TuskException what {@code body} throws, and what {@link Log#commit} does
   */
  public <T> T transact(Operation operation, PackWriter out, Function<Transaction, T> body) {
    AtomicReference<T> result = new AtomicReference<>();
    log.commit(operation, change(out, body, result));
    return result.get();
  }

  /** As the others, for who took {@code seen} a moment ago; see {@link Log#commitAfter}. */
  <T> T transactAfter(
      Snapshot seen, Operation operation, PackWriter out, Function<Transaction, T> body) {
    AtomicReference<T> result = new AtomicReference<>();
    log.commitAfter(seen.head(), operation, change(out, body, result));
    return result.get();
  }

  private <T> Log.Change change(
      PackWriter out, Function<Transaction, T> body, AtomicReference<T> result) {
    IndexUpdate index = new IndexUpdate(files, indexes, out);
    return (base, time) -> {
      Snapshot snapshot = snapshot(base);
      Transaction tx = new Transaction(snapshot, time, host, files, out);
      result.set(body.apply(tx));
      Propagation.run(tx);
      if (tx.metadata().isEmpty()) {
        return new Log.Outcome.Nothing();
      }
      Tree metadata = tx.metadata().write(trees, out);
      if (metadata.sameContent(metadataOf(base))) {
        return new Log.Outcome.Nothing();
      }
      ChunkIndex chunks = index.after(snapshot.index(), tx.fileChanges());
      out.flush();
      return new Log.Outcome.NewRoot(metadata.root(), chunks.root());
    };
  }

  /**
   * Applies {@code body} to the newest snapshot as {@link #transact(Operation, PackWriter,
   * Function)} would, and commits nothing.
   *
   * @throws TuskException what {@code body} throws
   */
  public <T> T rehearse(PackWriter out, Function<Transaction, T> body) {
    Snapshot snapshot = snapshot();
    Instant time = log.timeAfter(snapshot.record().time());
    Transaction tx = new Transaction(snapshot, time, host, files, out);
    T result = body.apply(tx);
    Propagation.run(tx);
    return result;
  }

  @Override
  public void close() {
    objects.close();
  }
}
