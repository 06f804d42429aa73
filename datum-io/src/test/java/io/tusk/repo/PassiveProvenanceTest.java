/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.files.FileSet;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.objects.EveryStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Branches whose commits alone start nothing, as {@code propagation_spec.never} asks. */
@EveryStore
class PassiveProvenanceTest {
  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  @BeforeEach
  void createRepos() {
    fixture.createRepos("a", "b", "c", "d");
    own("c@out", List.of("b@master"), "a@master", "b@master");
  }

  private void own(String output, List<String> passive, String... provenance) {
    List<BranchName> upstream = Stream.of(provenance).map(StoreFixture::branch).toList();
    List<BranchName> never = passive.stream().map(StoreFixture::branch).toList();
    fixture.change(
        tx -> {
          BranchChanges.own(tx, branch(output), upstream, never);
          BranchChanges.trigger(tx, branch(output));
        });
  }

  private CommitId head(String name) {
    return fixture.head(name).id();
  }

  @Test
  void itsCommitsAloneStartNothingAndTheNextOfAnotherSeesItsHead() {
    CommitId out = head("c@out");
    fixture.put("b@master", "/1", "1");
    CommitId second = fixture.put("b@master", "/2", "2");
    assertThat(head("c@out")).isEqualTo(out);
    CommitId other = fixture.put("a@master", "/x", "x");
    assertThat(head("c@out")).isEqualTo(other);
    assertThat(fixture.head("c@out").provenance())
        .containsExactly(
            new Commit.Upstream(branch("a@master"), other),
            new Commit.Upstream(branch("b@master"), second));
    assertThat(fixture.catalog().requireBranch(branch("c@out")).passive())
        .containsExactly(branch("b@master"));
  }

  @Test
  void whatFollowsThroughItStartsNothingEither() {
    fixture.follow("d@out", "c@out");
    CommitId before = head("d@out");
    fixture.put("b@master", "/1", "1");
    assertThat(head("d@out")).isEqualTo(before);
  }

  /** It gets its commit first where something else moves both. */
  @Test
  void whereBothMoveItsNewCommitIsRead() {
    fixture.follow("b@master", "a@master");
    CommitId put = fixture.put("a@master", "/x", "x");
    assertThat(head("b@master")).isEqualTo(put);
    assertThat(fixture.head("c@out").provenance())
        .containsExactly(
            new Commit.Upstream(branch("a@master"), put),
            new Commit.Upstream(branch("b@master"), put));
  }

  @Test
  void aPassiveBranchBehindAnotherStartsNothing() {
    fixture.follow("b@master", "d@master");
    CommitId out = head("c@out");
    CommitId put = fixture.put("d@master", "/x", "x");
    assertThat(head("b@master")).isEqualTo(put);
    assertThat(head("c@out")).isEqualTo(out);
    fixture.finish(fixture.head("b@master"), FileSet.EMPTY, Optional.empty());
    assertThat(head("c@out")).isEqualTo(out);
  }

  @Test
  void aHeadThatMovesStartsNothing() {
    CommitId first = fixture.put("b@master", "/1", "1");
    fixture.put("b@master", "/2", "2");
    CommitId out = head("c@out");
    fixture.change(
        tx ->
            BranchChanges.point(
                tx, branch("b@master"), tx.catalog().requireCommit(StoreFixture.repo("b"), first)));
    assertThat(head("c@out")).isEqualTo(out);
  }

  @Test
  void itIsActiveAgainOnceItIsNamedSo() {
    own("c@out", List.of(), "a@master", "b@master");
    CommitId put = fixture.put("b@master", "/1", "1");
    assertThat(head("c@out")).isEqualTo(put);
    own("c@out", List.of("a@master", "b@master"), "b@master");
    assertThat(fixture.catalog().requireBranch(branch("c@out")).passive())
        .containsExactly(branch("b@master"));
  }

  @Test
  void anUndoThatTiesItAgainStartsNothing() {
    fixture.change(tx -> BranchChanges.own(tx, branch("c@out"), List.of(branch("a@master"))));
    long loosened = fixture.records();
    CommitId out = head("c@out");
    fixture.put("b@master", "/1", "1");
    new Undo(fixture.store, List.of(new RepoUndoRule(fixture.store))).undo(loosened);
    assertThat(head("c@out")).isEqualTo(out);
    assertThat(fixture.catalog().requireBranch(branch("c@out")).passive())
        .containsExactly(branch("b@master"));
  }
}
