/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.tree.BatchedEdits;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * A set of changes to the files of one branch, gathered and then made in one commit, or added to
 * the branch's open commit. In its normal form it deletes some paths, then puts files and then
 * appends to files, so that it can be applied to any later state of the branch; so what is appended
 * comes last. Used by one thread.
 */
public final class FileWrite implements AutoCloseable {
  /** How many files are read at once where nothing else is said. */
  public static final int READERS = Runtime.getRuntime().availableProcessors();

  private static final int WINDOW_PER_READER = 64;
  private static final int MOST_KNOWN = 500;

  private final TuskStore store;
  private final FileSets files;

  /** The store when the write began, and what its branch held then. */
  private final Snapshot began;

  private final FileSet present;
  private final LongWritePin pin;
  private final PackWriter out;
  private final BatchedEdits deletes;
  private final Overlay puts;
  private final Overlay appends;
  private final Set<Hash> known = new HashSet<>();

  /** A write that stores nothing again which the store's newest record lists. */
  public FileWrite(TuskStore store) {
    this(store, store.snapshot(), FileSet.EMPTY);
  }

  /** As {@link #FileWrite(TuskStore)}, for who took {@code began} a moment ago. */
  public FileWrite(TuskStore store, Snapshot began) {
    this(store, began, FileSet.EMPTY);
  }

  private FileWrite(TuskStore store, Snapshot began, FileSet present) {
    this.store = store;
    this.files = store.files(began);
    this.began = began;
    this.present = present;
    this.pin = new LongWritePin(store.objects(), store.host(), began.record().number());
    this.out = new PackWriter(pin);
    this.deletes = Overlay.paths(store.trees(), out);
    this.puts = new Overlay(files, FileSet.EMPTY, out);
    this.appends = new Overlay(files, FileSet.EMPTY, out);
  }

  /**
   * As {@link #FileWrite(TuskStore)}, and chunks are looked for first in what readers of the branch
   * see at the same path.
   */
  public static FileWrite over(TuskStore store, BranchName branch) {
    return over(store, store.snapshot(), branch);
  }

  /** As {@link #over(TuskStore, BranchName)}, for who took {@code began} a moment ago. */
  public static FileWrite over(TuskStore store, Snapshot began, BranchName branch) {
    Catalog catalog = began.catalog();
    FileSet present =
        catalog
            .branch(branch)
            .flatMap(Branch::readable)
            .flatMap(id -> catalog.commit(branch.repo(), id))
            .map(Commit::files)
            .orElse(FileSet.EMPTY);
    return new FileWrite(store, began, present);
  }

  /** Where a file's bytes come from. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  /** What becomes of the content that a path has. */
  public enum Mode {
    /** It is replaced; that of a directory, file by file. */
    REPLACE,
    /**
     * It stays, and the new one comes behind it; the whole is cut as if it were written at once.
     */
    APPEND
  }

  /**
   * A file to be put.
   *
   * @param sole what to call the source where another file of the same write must not have the same
   *     path; empty where the last one of a path wins
   */
  public record NewFile(FilePath path, Source source, Optional<String> sole) {
    public NewFile(FilePath path, Source source) {
      this(path, source, Optional.empty());
    }
  }

  /** What may be put by reference: files of commits that this shows. */
  public Snapshot began() {
    return began;
  }

  /** Replaces the file at {@code path}. */
  public void put(FilePath path, InputStream content) throws IOException {
    put(path, content, Mode.REPLACE);
  }

  /** Puts what is read, to the end of {@code content}. */
  public void put(FilePath path, InputStream content, Mode mode) throws IOException {
    lay(path, write(path, content, mode), mode);
  }

  /**
   * Puts a file or a directory that {@link #began} shows, by reference: no byte of it is read, and
   * the cost does not grow with it but where the branch has a directory of the same path.
   */
  public void put(FilePath path, PathEntry entry, Mode mode) {
    if (known.size() < MOST_KNOWN) {
      known.add(entry.hash());
    }
    lay(path, entry, mode);
  }

  /** Puts what was stored for this write, wherever that was done. */
  public void putStored(FilePath path, PathEntry entry) {
    lay(path, entry, Mode.REPLACE);
  }

  /** Whether this write puts something at {@code path}. */
  boolean holds(FilePath path) {
    return puts.find(path).isPresent() || appends.find(path).isPresent();
  }

  private void lay(FilePath path, PathEntry entry, Mode mode) {
    if (mode == Mode.APPEND) {
      appends.append(path, entry);
    } else {
      requireNothingAppended();
      puts.put(path, entry);
    }
  }

  private void requireNothingAppended() {
    if (!appends.isEmpty()) {
      throw new IllegalStateException("what is appended comes last in a write");
    }
  }

  private FileEntry write(FilePath path, InputStream content, Mode mode) throws IOException {
    return mode == Mode.REPLACE
            && files.find(present, path).orElse(null) instanceof FileEntry before
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

  /** As {@link #putAll(Iterator, Mode, int)}, replacing files. */
  public void putAll(Iterator<NewFile> newFiles) throws IOException {
    putAll(newFiles, Mode.REPLACE, READERS);
  }

  /**
   * Puts many files.
   *
   * @param readers how many of them are read at once, at least 1
   * @throws IOException the first failure of a source; the write should be given up then
   * @throws TuskException USAGE where a file that must be the sole one of its path is not
   */
  public void putAll(Iterator<NewFile> newFiles, Mode mode, int readers) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(readers);
    Deque<Pending> window = new ArrayDeque<>();
    try {
      while (newFiles.hasNext() || !window.isEmpty()) {
        while (newFiles.hasNext() && window.size() < WINDOW_PER_READER * readers) {
          NewFile file = newFiles.next();
          window.add(new Pending(file, threads.submit(() -> read(file, mode))));
        }
        Pending first = window.remove();
        FileEntry entry = FileReads.await(first.entry());
        first.file().sole().ifPresent(source -> requireSole(source, first.file().path()));
        lay(first.file().path(), entry, mode);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Refuses a second file for a path.
   *
   * @throws TuskException USAGE where this write puts something at {@code path} already
   */
  public void requireSole(String source, FilePath path) {
    if (holds(path)) {
      throw new TuskException(
          ErrorCode.USAGE,
          "\""
              + source
              + "\" would become "
              + path
              + ", as another source does; put one of them by itself, or name another path");
    }
  }

  private record Pending(NewFile file, Future<FileEntry> entry) {}

  private FileEntry read(NewFile file, Mode mode) throws IOException {
    try (InputStream content = file.source().open()) {
      return write(file.path(), content, mode);
    }
  }

  /** Deletes the file or the directory at {@code path}. */
  public void delete(FilePath path) {
    requireNothingAppended();
    puts.delete(path);
    deletes.put(Overlay.path(path));
  }

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
    WriteContent written = written();
    Function<Transaction, Attempt> body = tx -> commitAlone(tx, branch, written, description);
    // What a long write saw when it began is hardly the newest state any more.
    Attempt attempt =
        pin.isSet()
            ? store.transact(operation, out, body)
            : store.transactAfter(began, operation, out, body);
    return settle(attempt, branch, operation, written, body);
  }

  /**
   * As {@link #commit}, but where the log tells of that operation already, behind the record {@code
   * since}, nothing happens. Of one that was added to an open commit the log does not tell; doing
   * it again puts the same files over what is there then.
   *
   * @param operation unlike that of all other writes
   */
  public CommitId commitOnce(
      BranchName branch, Operation operation, String description, long since) {
    WriteContent written = written();
    EarlierWrite earlier = new EarlierWrite(store, branch, operation, since);
    Function<Transaction, Attempt> body =
        tx -> {
          Optional<CommitId> made = earlier.upTo(tx.base());
          return made.isPresent()
              ? new Attempt.Made(made.get())
              : commitAlone(tx, branch, written, description);
        };
    return settle(store.transact(operation, out, body), branch, operation, written, body);
  }

  private CommitId settle(
      Attempt first,
      BranchName branch,
      Operation operation,
      WriteContent written,
      Function<Transaction, Attempt> body) {
    Attempt attempt = first;
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

  /**
   * Adds the changes to an open commit, which need not be the head of its branch.
   *
   * @throws io.tusk.error.TuskException CONFLICT for one that is finished, and for one on a branch
   *     that a pipeline writes
   */
  public void addTo(Commit commit) {
    WriteContent written = written();
    Snapshot now = store.snapshot();
    Commit open = now.catalog().requireCommit(commit.repo(), commit.id());
    CommitChanges.requireWritable(now.catalog(), open);
    requireKept(now.record().oldest());
    new OpenWrites(store, open).add(written, out);
  }

  private WriteContent written() {
    WriteContent written =
        new WriteContent(deletes.finish(), puts.finish(), appends.finish(), Set.copyOf(known));
    pin.beginCommit();
    return written;
  }

  /** False where the commit was finished before the write came in. */
  private boolean addTo(Attempt.IsOpen open, BranchName branch, WriteContent written) {
    requireKept(open.oldest());
    try {
      new OpenWrites(store, open.head()).add(written, out);
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
      Transaction tx, BranchName branch, WriteContent written, String description) {
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
              overlay.write(written);
              tx.known().addAll(overlay.known());
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
