/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random operations, and undos of any of them: each is exact or refused, and the store is sound.
 */
@EveryStore
class UndoPropertyTest {
  private static final int SEQUENCES = TestStores.cases(300);
  private static final int OPERATIONS = 25;

  @Test
  void anUndoIsExactOrRefused() {
    int undone = 0;
    int refused = 0;
    for (long seed = 0; seed < SEQUENCES; seed++) {
      Sequence sequence = new Sequence(seed);
      sequence.run();
      undone += sequence.undone;
      refused += sequence.refused;
    }
    assertThat(undone).as("undos that were made").isGreaterThan(SEQUENCES);
    assertThat(refused).as("undos that were refused").isGreaterThan(SEQUENCES);
  }

  private static final class Sequence {
    private final Random random;
    private final ObjectStore objects = TestStores.create();
    private final StoreFixture fixture;
    private final Undo undo;
    private final List<String> trace = new ArrayList<>();
    private int undone;
    private int refused;

    Sequence(long seed) {
      trace.add("seed " + seed);
      random = new Random(seed);
      fixture = new StoreFixture(objects, seed);
      undo = new Undo(fixture.store, List.of(new RepoUndoRule(fixture.store)));
    }

    void run() {
      for (int i = 0; i < OPERATIONS; i++) {
        if (i > 4 && random.nextInt(3) == 0) {
          undo();
        } else {
          change();
        }
      }
    }

    private void undo() {
      long head = fixture.records();
      long number = Math.max(0, head - random.nextInt(4));
      Optional<Hash> before = root(head);
      trace.add("undo " + number);
      try {
        undo.undo(number);
      } catch (TuskException e) {
        trace.add("refused: " + e.getMessage());
        assertThat(e.code()).as("%s", trace).isEqualTo(ErrorCode.CONFLICT);
        assertThat(fixture.records()).as("%s", trace).isEqualTo(head);
        refused++;
        return;
      }
      undone++;
      if (number == head) {
        assertThat(root(fixture.records())).as("%s", trace).isEqualTo(root(number - 1));
      }
      assertThat(StoreFixture.problems(objects)).as("%s", trace).isEmpty();
      if (random.nextBoolean()) {
        trace.add("redo");
        redo(before);
      }
    }

    private void redo(Optional<Hash> before) {
      try {
        undo.undo(fixture.records());
      } catch (TuskException e) {
        assertThat(e).as("%s", trace).hasMessageContaining("which cannot be opened again");
        return;
      }
      assertThat(root(fixture.records())).as("%s", trace).isEqualTo(before);
    }

    private Optional<Hash> root(long number) {
      return fixture.store.snapshot(number).orElseThrow().record().metadata().map(Ref::hash);
    }

    private void change() {
      RepoName repo = StoreFixture.repo(pick("a", "b", "c"));
      BranchName branch = new BranchName(repo, pick("master", "dev"));
      int kind = trace.size() < 3 ? 0 : random.nextInt(16);
      trace.add(kind + " " + branch);
      try {
        switch (kind) {
          case 0 -> fixture.change(tx -> RepoChanges.create(tx, repo, ""));
          case 1 -> fixture.change(tx -> RepoChanges.delete(tx, repo));
          case 2, 3, 4 ->
              fixture.put(branch.toString(), "/" + random.nextInt(3), "" + random.nextInt(9));
          case 5 -> fixture.change(tx -> CommitChanges.start(tx, branch, ""));
          case 6, 7 -> finish(branch);
          case 8 -> {
            List<Commit> commits = StoreFixture.all(fixture.catalog().commits(repo));
            CommitId head = commits.get(random.nextInt(commits.size())).id();
            fixture.change(
                tx -> BranchChanges.point(tx, branch, tx.catalog().requireCommit(repo, head)));
          }
          case 9, 10 -> {
            BranchName upstream =
                new BranchName(StoreFixture.repo(pick("a", "b", "c")), pick("master", "dev"));
            fixture.change(tx -> BranchChanges.follow(tx, branch, List.of(upstream)));
          }
          case 11, 12 -> removeSome(repo);
          default -> fixture.change(tx -> BranchChanges.delete(tx, branch));
        }
      } catch (TuskException e) {
        assertThat(e.code()).as("%s", trace).isIn(ErrorCode.CONFLICT, ErrorCode.NOT_FOUND);
      } catch (IllegalArgumentException e) {
        assertThat(e).as("a repo without commits").hasMessage("bound must be positive");
      }
    }

    private void removeSome(RepoName repo) {
      List<Commit> commits = StoreFixture.all(fixture.catalog().commits(repo));
      Commit commit = commits.get(random.nextInt(commits.size()));
      boolean whole = random.nextBoolean();
      boolean squash = random.nextBoolean();
      trace.add((squash ? "squash " : "drop ") + commit.label() + (whole ? " and its set" : ""));
      fixture.change(
          tx -> {
            CommitRemoval removal = new CommitRemoval(tx);
            List<Commit> all =
                whole
                    ? tx.catalog().commitSet(commit.id())
                    : CommitRemoval.withSubvenance(tx.catalog(), commit);
            if (squash) {
              removal.squash(all);
            } else {
              removal.drop(all);
            }
          });
    }

    private void finish(BranchName branch) {
      Commit head = fixture.head(branch.toString());
      if (random.nextInt(3) == 0) {
        fixture.finish(head, head.files(), Optional.of("broken"));
      } else {
        fixture.finish(head);
      }
    }

    private String pick(String... of) {
      return of[random.nextInt(of.length)];
    }
  }
}
