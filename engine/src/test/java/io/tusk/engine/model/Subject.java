/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.check.PipelineCheck;
import io.tusk.engine.oracle.Behaviour;
import io.tusk.engine.run.HistoryTransform;
import io.tusk.engine.run.InProcessRunner;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.PathEntry;
import io.tusk.fsck.Fsck;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.RepoName;
import io.tusk.objects.TestStores;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.PipelineUndoRule;
import io.tusk.repo.Commit;
import io.tusk.repo.FileWrite;
import io.tusk.repo.RepoUndoRule;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import io.tusk.repo.Undo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** The store under test, driven as the command line drives it. */
class Subject {
  private static final Clock STANDING =
      Clock.fixed(Instant.parse("2031-01-01T00:00:00Z"), ZoneOffset.UTC);

  final TuskStore store;
  private final Undo undo;
  private final BiConsumer<TuskStore, Runnable> engine;

  Subject(long seed) {
    this(seed, InProcessRunner::runPending);
  }

  /** {@code engine} runs all pending jobs, and does something once while it runs. */
  Subject(long seed, BiConsumer<TuskStore, Runnable> engine) {
    Host host = new Host(STANDING, new Random(seed), duration -> {});
    this.engine = engine;
    store = TuskStore.create(TestStores.create(), host);
    undo = new Undo(store, List.of(new RepoUndoRule(store), new PipelineUndoRule()));
  }

  long newest() {
    return store.snapshot().record().number();
  }

  /** The id of the commits that it made. */
  CommitId transact(List<Consumer<Actions>> actions) {
    Function<Transaction, CommitId> body =
        tx -> {
          Actions all = actions(tx);
          actions.forEach(action -> action.accept(all));
          return tx.commitSet();
        };
    try (PackWriter out = store.newPackWriter()) {
      store.rehearse(out, body);
    }
    OpenCommits closing = new OpenCommits(store);
    actions.forEach(action -> action.accept(closing));
    CommitId set = store.transact(new Operation("transaction", actions.size() + " actions"), body);
    closing.discard();
    return set;
  }

  Actions actions(Transaction tx) {
    return new StoreActions(store, tx);
  }

  CommitId write(BranchName branch, Edits edits) {
    try (FileWrite write = new FileWrite(store)) {
      edits.deletes().forEach(path -> write.delete(new FilePath(path)));
      for (Map.Entry<String, String> put : edits.puts().entrySet()) {
        write.put(
            new FilePath(put.getKey()),
            new ByteArrayInputStream(put.getValue().getBytes(UTF_8)),
            mode(edits.append()));
      }
      return write.commit(branch, new Operation("put file", branch.toString()), "");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static FileWrite.Mode mode(boolean append) {
    return append ? FileWrite.Mode.APPEND : FileWrite.Mode.REPLACE;
  }

  /** Copies a path of a commit by reference. */
  CommitId copy(
      RepoName repo, CommitId from, String path, BranchName to, String target, boolean append) {
    try (FileWrite write = new FileWrite(store)) {
      PathEntry entry =
          store
              .files()
              .find(write.began().catalog().requireCommit(repo, from).files(), new FilePath(path))
              .orElseThrow(() -> new TuskException(ErrorCode.NOT_FOUND, path + " is missing"));
      write.put(new FilePath(target), entry, mode(append));
      return write.commit(to, new Operation("copy file", to.toString()), "");
    }
  }

  Optional<Long> newestReversible() {
    return undo.newest().map(record -> record.number());
  }

  /** The id of the commits that it made, if it made any. */
  CommitId undo(long number) {
    undo.undo(number);
    long record = newest();
    while (!isUndo(record)) {
      record--;
    }
    return setOf(record);
  }

  /** The id of the commits that a record made, if it made any. */
  CommitId setOf(long record) {
    Iterator<Commit> commits = store.snapshot(record).orElseThrow().catalog().commits();
    while (commits.hasNext()) {
      Commit commit = commits.next();
      if (commit.base() == record - 1) {
        return commit.id();
      }
    }
    return Model.NO_SET;
  }

  private boolean isUndo(long record) {
    return store.snapshot(record).orElseThrow().record().operation().verb().equals(Undo.VERB);
  }

  /** Whether the engine died of what is done {@code during} a job, once, if any runs. */
  boolean run(boolean down, Runnable during) {
    HistoryTransform.behaviour = new Behaviour(0, down);
    try {
      engine.accept(store, during);
      return false;
    } catch (TuskException e) {
      if (e.getCause() instanceof EngineDied) {
        return true;
      }
      throw e;
    }
  }

  /** Ends an engine in the middle of a job. */
  static final class EngineDied extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What the store's own checks find. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    new Fsck(store.objects(), store.host(), problem -> problems.add(problem.toString())).run();
    new PipelineCheck(store, problem -> problems.add(problem.toString())).run();
    return problems;
  }
}
