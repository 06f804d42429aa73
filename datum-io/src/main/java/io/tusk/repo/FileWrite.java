/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.pieces.PackWriter;
import io.tusk.tree.BatchedEdits;
import io.tusk.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * A set of changes to the files of one branch, gathered and then made in one commit, or added to
 * the branch's open commit. In its normal form it deletes some paths and then puts files, so that
 * it can be applied to any later state of the branch. Used by one thread.
 */
public final class FileWrite implements AutoCloseable {
  private static final int READERS = Runtime.getRuntime().availableProcessors();
  private static final int WINDOW = 64 * READERS;

  private final TuskStore store;
  private final FileSets files;

  /** The store when the write began, and what its branch held then. */
  private final Snapshot began;

  private final FileSet present;
  private final LongWritePin pin;
  private final PackWriter out;
  private final FileSetEditor puts;
  private final BatchedEdits deletes;

  /** A write that stores nothing again which the store's newest record lists. */
  public FileWrite(TuskStore store) {
    this(store, store.snapshot(), FileSet.EMPTY);
  }

  private FileWrite(TuskStore store, Snapshot began, FileSet present) {
    this.store = store;
    this.files = store.files(began);
    this.began = began;
    this.present = present;
    this.pin = new LongWritePin(store.objects(), store.host(), began.record().number());
    this.out = new PackWriter(pin);
    this.puts = files.edit(FileSet.EMPTY, out);
    this.deletes = Overlay.paths(store.trees(), out);
  }

  /**
   * As {@link #FileWrite(TuskStore)}, and chunks are looked for first in what readers of the branch
   * see at the same path.
   */
  public static FileWrite over(TuskStore store, BranchName branch) {
    Snapshot snapshot = store.snapshot();
    Catalog catalog = snapshot.catalog();
    FileSet present =
        catalog
            .branch(branch)
            .flatMap(Branch::readable)
            .flatMap(id -> catalog.commit(branch.repo(), id))
            .map(Commit::files)
            .orElse(FileSet.EMPTY);
    return new FileWrite(store, snapshot, present);
  }

  /** Where a file's bytes come from. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  /** A file to be put. */
  public record NewFile(FilePath path, Source source) {}

  /** Replaces the file at {@code path}. */
  public void put(FilePath path, InputStream content) throws IOException {
    puts.put(path, write(path, content));
  }

  private FileEntry write(FilePath path, InputStream content) throws IOException {
    return files.find(present, path).orElse(null) instanceof FileEntry before
        ? files.write(content, before, out)
        : files.write(content, out);
  }

  /** What the write refers to must be kept still. */
  private void requireKept(long oldest) {
    if (oldest > began.record().number()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "the write took so long that store "
              + store.objects().location()
              + " has collected what it refers to; nothing was changed, run it again");
    }
  }

  /**
   * Replaces many files, several of which are read at once; the last one of a path wins.
   *
   * @throws IOException the first failure of a source; the write should be given up then
   */
  public void putAll(Iterator<NewFile> newFiles) throws IOException {
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    Deque<Pending> window = new ArrayDeque<>();
    try {
      while (newFiles.hasNext() || !window.isEmpty()) {
        while (newFiles.hasNext() && window.size() < WINDOW) {
          NewFile file = newFiles.next();
          window.add(new Pending(file.path(), readers.submit(() -> read(file))));
        }
        Pending first = window.remove();
        puts.put(first.path(), await(first.entry()));
      }
    } finally {
      readers.shutdownNow();
    }
  }

  private record Pending(FilePath path, Future<FileEntry> entry) {}

  private FileEntry read(NewFile file) throws IOException {
    try (InputStream content = file.source().open()) {
      return write(file.path(), content);
    }
  }

  private static FileEntry await(Future<FileEntry> entry) throws IOException {
    try {
      return entry.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(
          ErrorCode.INTERRUPTED, "the write was interrupted; nothing was changed", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof TuskException tusk) {
        throw tusk;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Deletes the file or the directory at {@code path}. */
  public void delete(FilePath path) {
    puts.delete(path);
    deletes.put(Overlay.path(path));
  }

  /** The write in its normal form: {@code deletes} is a tree of paths. */
  private record Content(Tree deletes, FileSet puts) {}

  /** What a transaction found at the head of the branch, or made of it. */
  private sealed interface Attempt {
    record Made(CommitId commit) implements Attempt {}

    record IsOpen(Commit head, long oldest) implements Attempt {}
  }

  /**
   * Makes the changes on a branch: in a commit of their own, or in the open commit at its head.
   *
   * @return the commit
   * @throws io.tusk.error.TuskException CONFLICT for a branch that a pipeline writes, and where a
   *     path would be a file and a directory
   */
  public CommitId commit(BranchName branch, Operation operation, String description) {
    Content written = new Content(deletes.finish(), puts.finish());
    pin.beginCommit();
    Function<Transaction, Attempt> body = tx -> commitAlone(tx, branch, written, description);
    // What a long write saw when it began is hardly the newest state any more.
    Attempt attempt =
        pin.isSet()
            ? store.transact(operation, out, body)
            : store.transactAfter(began, operation, out, body);
    while (true) {
      if (attempt instanceof Attempt.Made made) {
        return made.commit();
      }
      Attempt.IsOpen open = (Attempt.IsOpen) attempt;
      if (addTo(open, branch, written)) {
        return open.head().id();
      }
      attempt = store.transact(operation, out, body);
    }
  }

  /** False where the commit was finished before the write came in. */
  private boolean addTo(Attempt.IsOpen open, BranchName branch, Content written) {
    requireKept(open.oldest());
    try {
      new OpenWrites(store, open.head()).add(written.deletes(), written.puts(), out);
      return true;
    } catch (TuskException e) {
      if (e.code() == ErrorCode.OUTCOME_UNKNOWN
          || openHead(store.snapshot().catalog(), branch)
              .filter(head -> head.id().equals(open.head().id()))
              .isPresent()) {
        throw e;
      }
      return false;
    }
  }

  private Attempt commitAlone(
      Transaction tx, BranchName branch, Content written, String description) {
    Optional<Commit> open = openHead(tx.catalog(), branch);
    if (open.isPresent()) {
      return new Attempt.IsOpen(open.get(), tx.oldest());
    }
    requireKept(tx.oldest());
    Commit commit =
        CommitChanges.commit(
            tx,
            branch,
            description,
            base -> {
              Overlay overlay = new Overlay(files, base, tx.out());
              overlay.write(written.deletes(), written.puts());
              return overlay.finish();
            });
    return new Attempt.Made(commit.id());
  }

  private static Optional<Commit> openHead(Catalog catalog, BranchName branch) {
    return catalog
        .branch(branch)
        .filter(found -> found.owner() == Branch.Owner.USER)
        .flatMap(found -> catalog.commit(branch.repo(), found.head()))
        .filter(Commit::isOpen);
  }

  @Override
  public void close() {
    out.close();
    pin.close();
  }
}
