/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tusk.log.Operation;
import io.tusk.meta.MetadataChange;
import io.tusk.meta.MetadataTree;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineUndoRule;
import io.tusk.repo.Commit;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import io.tusk.repo.Undo;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** The comparison with the model finds what is wrong with a store. */
final class PlantedFaultsTest {
  private static final long SEQUENCES = 400;

  /** What is said of the first sequence in which the fault shows. */
  private static String found(LongFunction<Subject> subjects) {
    for (long seed = 0; seed < SEQUENCES; seed++) {
      try {
        new Trial(subjects.apply(seed)).run(new RandomCommands(seed).next());
      } catch (AssertionError e) {
        return String.valueOf(e.getMessage());
      }
    }
    return fail("the fault shows in none of %d sequences", SEQUENCES);
  }

  /** A store of which a part is replaced. */
  private static Subject with(long seed, BiFunction<TuskStore, Transaction, Actions> actions) {
    return new Subject(seed) {
      @Override
      Actions actions(Transaction tx) {
        return actions.apply(store, tx);
      }
    };
  }

  @Test
  void aSquashThatForgetsAChild() {
    String text =
        found(
            seed ->
                with(
                    seed,
                    (store, tx) ->
                        new StoreActions(store, tx) {
                          @Override
                          void squash(Transaction transaction, List<Commit> commits) {
                            super.squash(transaction, commits);
                            commits.forEach(commit -> forgetChildren(transaction, commit));
                          }
                        }));
    assertThat(text)
        .contains("what checks of the store find")
        .contains("its parent, its repo or the open commits do not list it")
        .contains("SQUASH");
  }

  /** Those that have the parent of a commit that is gone are not listed with it. */
  private static void forgetChildren(Transaction tx, Commit gone) {
    Optional<CommitId> parent = gone.parent();
    if (parent.isPresent()) {
      String prefix = "child/default/" + gone.repo().name() + "/" + parent.get() + "/";
      for (CommitId child : tx.catalog().children(gone.repo(), parent.get())) {
        tx.metadata().remove(prefix + child);
      }
    }
  }

  @Test
  void anUpdateThatKeepsResultsItShouldNot() {
    String text =
        found(
            seed ->
                with(
                    seed,
                    (store, tx) ->
                        new StoreActions(store, tx) {
                          @Override
                          public void updatePipeline(Value.Spec spec, Processed processed) {
                            super.updatePipeline(spec, Processed.KEEP);
                          }
                        }));
    assertThat(text).contains("processed=").contains("skipped=").contains("--reprocess");
  }

  @Test
  void anUndoThatLeavesABranch() {
    String text =
        found(
            seed ->
                new Subject(seed) {
                  @Override
                  CommitId undo(long number) {
                    CommitId set = super.undo(number);
                    store.transact(
                        new Operation("leave", "branches"), tx -> putBranches(store, tx, number));
                    return set;
                  }

                  @Override
                  long newest() {
                    return store.snapshot().record().operation().verb().equals("leave")
                        ? super.newest() - 1
                        : super.newest();
                  }
                });
    assertThat(text)
        .containsPattern("branch \\w+@\\w+ is\\n    BranchView.*\\n  and should be\\n    missing")
        .contains("undo ");
  }

  /** Puts the branches again that the operation had made. */
  private static long putBranches(TuskStore store, Transaction tx, long number) {
    MetadataTree before = store.snapshot(number - 1).orElseThrow().metadata();
    Iterator<MetadataChange> changes =
        store.snapshot(number).orElseThrow().metadata().changesSince(before);
    changes.forEachRemaining(
        change -> {
          boolean made = change.key().startsWith("branch/") && change.before().isEmpty();
          if (made && tx.metadata().has("repo/default/" + change.key().split("/", -1)[2])) {
            tx.metadata().put(change.key(), change.after().orElseThrow());
          }
        });
    return number;
  }

  @Test
  void anUndoThatDoesNotLookAtWhatDependsOnIt() {
    String text =
        found(
            seed ->
                new Subject(seed) {
                  @Override
                  CommitId undo(long number) {
                    new Undo(store, List.of(new PipelineUndoRule())).undo(number);
                    return Model.NO_SET;
                  }
                });
    assertThat(text).contains("not refused, though ").contains("undo ");
  }

  @Test
  void aTransactionThatIsMadeInParts() {
    String text =
        found(
            seed ->
                new Subject(seed) {
                  @Override
                  CommitId transact(List<Consumer<Actions>> actions) {
                    CommitId last = Model.NO_SET;
                    for (Consumer<Actions> action : actions) {
                      last = super.transact(List.of(action));
                    }
                    return last;
                  }
                });
    assertThat(text).contains("; ");
  }

  @Test
  void anAppendThatReplaces() {
    String text =
        found(
            seed ->
                new Subject(seed) {
                  @Override
                  CommitId write(BranchName branch, Edits edits) {
                    return super.write(branch, new Edits(edits.deletes(), edits.puts(), false));
                  }
                });
    assertThat(text).contains("append ").contains("files={");
  }

  @Test
  void aDatumThatFailsUnnoticed() {
    String text =
        found(
            seed ->
                new Subject(seed) {
                  @Override
                  boolean run(boolean down, Runnable during) {
                    return super.run(false, during);
                  }
                });
    assertThat(text).contains("flaky").contains("run while the service is down");
  }

  @Test
  void aTriggerThatDoesNotFire() {
    String text =
        found(
            seed ->
                new Subject(seed) {
                  @Override
                  CommitId write(BranchName branch, Edits edits) {
                    CommitId set = super.write(branch, edits);
                    long number = store.snapshot().record().number();
                    store.transact(
                        new Operation("leave", "branches"), tx -> putHeads(store, tx, number));
                    return set;
                  }

                  @Override
                  long newest() {
                    return store.snapshot().record().operation().verb().equals("leave")
                        ? super.newest() - 1
                        : super.newest();
                  }
                });
    assertThat(text)
        .containsPattern("branch \\w+@\\w+ is\\n    BranchView.*trigger=Optional\\[")
        .contains(" --trigger ");
  }

  /** Puts branches with a trigger back to where they were before the operation. */
  private static long putHeads(TuskStore store, Transaction tx, long number) {
    MetadataTree before = store.snapshot(number - 1).orElseThrow().metadata();
    Iterator<MetadataChange> changes =
        store.snapshot(number).orElseThrow().metadata().changesSince(before);
    changes.forEachRemaining(
        change -> {
          boolean triggered =
              change.key().startsWith("branch/")
                  && change.before().filter(value -> value.json().has("trigger")).isPresent();
          if (triggered) {
            tx.metadata().put(change.key(), change.before().orElseThrow());
          }
        });
    return number;
  }
}
