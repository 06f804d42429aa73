/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.error.Failures.assertFails;
import static io.tusk.repo.StoreFixture.branch;
import static io.tusk.repo.StoreFixture.repo;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.Operation;
import io.tusk.name.CommitId;
import io.tusk.name.ProjectName;
import io.tusk.objects.EveryStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Operations that are taken back, and what stands in the way. */
@EveryStore
class UndoTest {
  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  private final Undo undo = new Undo(fixture.store, List.of(new RepoUndoRule(fixture.store)));

  private Optional<Hash> root() {
    return fixture.store.snapshot().record().metadata().map(Ref::hash);
  }

  @Test
  void thePutThatIsUndoneLeavesNoTrace() {
    fixture.createRepos("a");
    fixture.put("a@master", "/x", "1");
    Optional<Hash> before = root();
    CommitId second = fixture.put("a@master", "/x", "2");
    Optional<Hash> after = root();

    assertThat(undo.undo(fixture.records())).isEqualTo(new Operation("put file", "a@master"));

    assertThat(root()).isEqualTo(before);
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1"));
    assertThat(fixture.catalog().commit(repo("a"), second)).isEmpty();
    Operation undone = fixture.store.snapshot().record().operation();
    assertThat(undone)
        .isEqualTo(new Operation("undo", fixture.records() - 1 + " (put file a@master)"));

    undo.undo(fixture.records());
    assertThat(root()).as("an undo that is undone").isEqualTo(after);
  }

  @Test
  void whatFollowedTheCommitGoesWithIt() {
    fixture.createRepos("a", "b");
    fixture.follow("b@master", "a@master");
    fixture.finish(fixture.head("b@master"));
    Optional<Hash> before = root();
    fixture.put("a@master", "/x", "1");
    assertThat(fixture.head("b@master").isOpen()).isTrue();

    undo.undo(fixture.records());

    assertThat(root()).isEqualTo(before);
    assertThat(fixture.head("b@master").isOpen()).isFalse();
  }

  @Test
  void aBranchThatFollowsAgainCatchesUp() {
    fixture.createRepos("a", "b", "c");
    fixture.follow("b@master", "a@master");
    fixture.follow("c@master", "b@master");
    CommitId seen = fixture.head("b@master").id();
    fixture.follow("b@master");
    long loosened = fixture.records();
    Optional<Hash> before = root();
    CommitId missed = fixture.put("a@master", "/x", "1");
    assertThat(fixture.head("b@master").id()).isEqualTo(seen);

    undo.undo(loosened);

    Commit caughtUp = fixture.head("b@master");
    assertThat(caughtUp.provenance())
        .containsExactly(new Commit.Upstream(branch("a@master"), missed));
    assertThat(caughtUp.parent()).hasValue(seen);
    assertThat(fixture.head("c@master").id()).isEqualTo(caughtUp.id());
    undo.undo(fixture.records());
    undo.undo(loosened + 1);
    assertThat(root()).isEqualTo(before);
  }

  @Test
  void aBranchDoesNotFollowAgainWhatWouldLeadBackOrClashByNow() {
    fixture.createRepos("a", "b", "c");
    fixture.follow("b@master", "a@master");
    fixture.follow("b@master");
    long loosened = fixture.records();
    fixture.follow("b@other", "a@master");
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + loosened
            + " (test) cannot be undone: a commit to branch a@master would need commits to both"
            + " b@master and b@other, and a repo has one commit of a set; undo or delete that"
            + " first",
        () -> undo.undo(loosened));
    undo.undo(fixture.records());
    fixture.follow("a@master", "c@master");
    fixture.follow("c@master", "b@master");
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + loosened
            + " (test) cannot be undone: branch b@master leads back to itself: b@master -> c@master"
            + " -> a@master -> b@master; undo or delete that first",
        () -> undo.undo(loosened));
  }

  @Test
  void aDeletedRepoComesBackWithItsFiles() {
    fixture.createRepos("a");
    fixture.put("a@master", "/x", "1");
    fixture.change(tx -> RepoChanges.delete(tx, repo("a")));
    assertThat(fixture.catalog().repo(repo("a"))).isEmpty();

    undo.undo(fixture.records());

    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1"));
  }

  @Test
  void aLaterChangeOfTheSameThingsIsNamed() {
    fixture.createRepos("a");
    fixture.put("a@master", "/x", "1");
    long first = fixture.records();
    fixture.createRepos("b");
    fixture.put("a@master", "/y", "2");
    long later = fixture.records();
    fixture.createRepos("c");
    Optional<Hash> before = root();

    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + first
            + " (put file a@master) cannot be undone: operation "
            + later
            + " (put file a@master) changed the same things later; undo that first",
        () -> undo.undo(first));
    assertThat(root()).isEqualTo(before);

    undo.undo(later);
    undo.undo(first);
    assertThat(fixture.catalog().branch(branch("a@master"))).isEmpty();
  }

  @Test
  void whatIsInUseStays() {
    fixture.createRepos("a");
    long created = fixture.records();
    fixture.put("a@master", "/x", "1");
    long put = fixture.records();
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + created
            + " (test) cannot be undone: repo a has got branch master since; undo or delete that"
            + " first",
        () -> undo.undo(created));

    fixture.createRepos("b");
    fixture.follow("b@master", "a@master");
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + put
            + " (put file a@master) cannot be undone: branch b@master follows branch a@master"
            + " since; undo or delete that first",
        () -> undo.undo(put));
  }

  @Test
  void aCommitFromWhichAnotherWasMadeStays() {
    fixture.createRepos("a", "b");
    fixture.put("a@master", "/x", "1");
    CommitId second = fixture.put("a@master", "/x", "2");
    long put = fixture.records();
    fixture.follow("b@master", "a@master");
    Commit made = fixture.finish(fixture.head("b@master"));
    fixture.change(tx -> BranchChanges.delete(tx, branch("b@master")));
    assertThat(made.provenance().get(0).commit()).isEqualTo(second);
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + put
            + " (put file a@master) cannot be undone: commit "
            + made.label()
            + " depends on commit a@"
            + second
            + "; undo or delete that first",
        () -> undo.undo(put));
  }

  @Test
  void nothingComesBackToARepoThatIsGone() {
    fixture.createRepos("a");
    fixture.put("a@master", "/x", "1");
    fixture.transact(
        tx -> {
          BranchChanges.delete(tx, branch("a@master"));
          return true;
        });
    long deleted = fixture.records();
    fixture.change(tx -> RepoChanges.delete(tx, repo("a")));
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + deleted
            + " (test) cannot be undone: repo a is gone; undo or delete that first",
        () -> undo.undo(deleted));
  }

  @Test
  void anOpenCommitThatWasWrittenToStays() {
    fixture.createRepos("a");
    Commit open = fixture.start("a@master");
    long started = fixture.records();
    fixture.put("a@master", "/x", "1");
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + started
            + " (test) cannot be undone: commit "
            + open.label()
            + " has been written to; finish it, and then delete it if it is not wanted",
        () -> undo.undo(started));
    fixture.put("a@master", "/y", "2");
    fixture.finish(open);
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1", "/y", "2"));
    long finished = fixture.records();
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + finished
            + " (finish commit "
            + open.label()
            + ") cannot be undone: it ended open commit "
            + open.label()
            + ", which cannot be opened again",
        () -> undo.undo(finished));
  }

  @Test
  void aCommitThatWasOnlyStartedGoesAndRefusesWhoStillWrites() {
    fixture.createRepos("a");
    Commit open = fixture.start("a@master");
    undo.undo(fixture.records());
    assertThat(fixture.catalog().branch(branch("a@master"))).isEmpty();
    assertFails(
        ErrorCode.CONFLICT,
        "commit "
            + open.label()
            + " is being finished; 'tusk finish commit "
            + open.label()
            + "' finishes it if that was interrupted",
        () ->
            new OpenWrites(fixture.store, open)
                .add(WriteContent.EMPTY, fixture.store.newPackWriter()));
  }

  @Test
  void aCommitThatCannotGoStaysOpenForWrites() {
    fixture.createRepos("a", "b");
    Commit open = fixture.start("a@master");
    long started = fixture.records();
    fixture.follow("b@master", "a@master");
    Commit made = fixture.head("b@master");
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + started
            + " (test) cannot be undone: branch b@master follows branch a@master since; undo or"
            + " delete that first",
        () -> undo.undo(started));

    fixture.put("a@master", "/x", "1");

    fixture.finish(open);
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1"));
    assertThat(made.provenance()).extracting(Commit.Upstream::commit).containsExactly(open.id());
  }

  @Test
  void theFirstOperationAndThoseThatAreNotThereCannotBeUndone() {
    assertFails(
        ErrorCode.CONFLICT,
        "operation 0 (create store) cannot be undone: it made the store; delete the store's"
            + " directory instead",
        () -> undo.undo(0));
    assertFails(
        ErrorCode.NOT_FOUND,
        "operation 7 does not exist; 'tusk list operation' shows those that do",
        () -> undo.undo(7));
    assertFails(
        ErrorCode.NOT_FOUND,
        "operation -1 does not exist; 'tusk list operation' shows those that do",
        () -> undo.undo(-1));
    assertFails(
        ErrorCode.NOT_FOUND,
        "operation 9223372036854775807 does not exist; 'tusk list operation' shows those that do",
        () -> undo.undo(Long.MAX_VALUE));
    assertThat(undo.newest()).isEmpty();
  }

  @Test
  void theNewestThatCanBeUndoneIsFound() {
    fixture.createRepos("a");
    Commit open = fixture.start("a@master");
    long created = fixture.records() - 1;
    fixture.finish(open);
    assertThat(undo.newest())
        .hasValueSatisfying(r -> assertThat(r.number()).isEqualTo(created + 1));
    assertThat(StoreFixture.all(new Operations(fixture.store)))
        .extracting(record -> record.number() + " " + record.operation())
        .containsExactly("3 finish commit " + open.label(), "2 test", "1 test", "0 create store");
  }

  @Test
  void aProjectThatIsInUseStays() {
    ProjectName project = new ProjectName("p");
    fixture.change(tx -> RepoChanges.createProject(tx, project, ""));
    long created = fixture.records();
    fixture.change(tx -> RepoChanges.create(tx, new io.tusk.name.RepoName(project, "r"), ""));
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + created
            + " (test) cannot be undone: project p has got repo p/r since; undo or delete that"
            + " first",
        () -> undo.undo(created));
    undo.undo(created + 1);
    undo.undo(created);
    assertThat(fixture.catalog().hasProject(project)).isFalse();
  }

  @Test
  void ofSeveralThatUndoTheSameAtOnceOneDoes() throws Exception {
    fixture.createRepos("a");
    fixture.put("a@master", "/x", "1");
    Optional<Hash> before = root();
    fixture.put("a@master", "/x", "2");
    long number = fixture.records();
    CyclicBarrier together = new CyclicBarrier(4);
    ExecutorService threads = Executors.newFixedThreadPool(together.getParties());
    try {
      List<Future<Optional<String>>> ends = new ArrayList<>();
      for (int i = 0; i < together.getParties(); i++) {
        ends.add(
            threads.submit(
                () -> {
                  Undo own = new Undo(fixture.store, List.of(new RepoUndoRule(fixture.store)));
                  together.await();
                  try {
                    own.undo(number);
                    return Optional.empty();
                  } catch (TuskException e) {
                    return Optional.of(e.getMessage());
                  }
                }));
      }
      List<String> refused = new ArrayList<>();
      for (Future<Optional<String>> end : ends) {
        end.get().ifPresent(refused::add);
      }
      assertThat(refused)
          .hasSize(together.getParties() - 1)
          .containsOnly(
              "operation "
                  + number
                  + " (put file a@master) cannot be undone: operation "
                  + (number + 1)
                  + " (undo "
                  + number
                  + " (put file a@master)) changed the same things later; undo that first");
    } finally {
      threads.shutdownNow();
    }
    assertThat(fixture.records()).isEqualTo(number + 1);
    assertThat(root()).isEqualTo(before);
  }
}
