/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static io.tusk.repo.StoreFixture.repo;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.files.FileSet;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.objects.EveryStore;
import io.tusk.pieces.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What branches and commits follow, directly or through others, and what their sets hold. */
@EveryStore
class ProvenanceTest {
  private static final int MANY = 500;

  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  @BeforeEach
  void createRepos() {
    fixture.createRepos("a", "b", "c", "d", "e");
  }

  private static Commit.Upstream upstream(String branch, CommitId commit) {
    return new Commit.Upstream(branch(branch), commit);
  }

  private List<String> set(CommitId id) {
    return fixture.catalog().commitSetWithProvenance(id).stream().map(Commit::label).toList();
  }

  /** The diamond a -> b, c -> d, and e -> d. */
  private void diamond() {
    fixture.follow("b@master", "a@master");
    fixture.follow("c@master", "a@master");
    fixture.follow("d@master", "b@master", "c@master", "e@master");
  }

  private void finish(String branch) {
    fixture.finish(fixture.head(branch), FileSet.EMPTY, Optional.empty());
  }

  private void fail(String branch) {
    fixture.finish(fixture.head(branch), FileSet.EMPTY, Optional.of("it broke"));
  }

  @Test
  void fullProvenanceAndSubvenanceAreTheTransitiveOnes() {
    diamond();
    assertThat(fixture.catalog().provenance(branch("d@master")))
        .containsExactly(
            branch("a@master"), branch("b@master"), branch("c@master"), branch("e@master"));
    assertThat(fixture.catalog().requireBranch(branch("d@master")).provenance())
        .containsExactly(branch("b@master"), branch("c@master"), branch("e@master"));
    assertThat(fixture.catalog().subvenance(branch("a@master")))
        .containsExactly(branch("b@master"), branch("c@master"), branch("d@master"));
    assertThat(fixture.catalog().downstream(branch("a@master")))
        .containsExactly(branch("b@master"), branch("c@master"));
    assertThat(fixture.catalog().provenance(branch("a@master"))).isEmpty();
    assertThat(fixture.catalog().subvenance(branch("d@master"))).isEmpty();
  }

  @Test
  void aSetIsListedWithTheCommitsItWasMadeFrom() {
    CommitId source = fixture.put("a@master", "/x", "1");
    CommitId other = fixture.put("e@master", "/x", "1");
    diamond();
    CommitId joined = fixture.head("d@master").id();
    CommitId left = fixture.head("b@master").id();
    CommitId right = fixture.head("c@master").id();
    assertThat(set(joined))
        .containsExactly("d@" + joined, "c@" + right, "b@" + left, "e@" + other, "a@" + source);
    CommitId all = fixture.put("a@master", "/x", "2");
    assertThat(set(all))
        .containsExactly("a@" + all, "b@" + all, "c@" + all, "d@" + all, "e@" + other);
    assertThat(fixture.catalog().commitSet(all)).hasSize(4);
    assertThat(set(new CommitId("f".repeat(32)))).isEmpty();
  }

  @Test
  void aBranchThatFollowsNothingAnyMoreGetsNoCommit() {
    fixture.follow("b@master", "a@master");
    CommitId before = fixture.head("b@master").id();
    fixture.follow("b@master");
    assertThat(fixture.head("b@master").id()).isEqualTo(before);
    assertThat(fixture.catalog().provenance(branch("b@master"))).isEmpty();
    fixture.follow("b@master", "c@master");
    assertThat(fixture.head("b@master").id()).isGreaterThan(before);
    assertThat(fixture.head("b@master").parent()).hasValue(before);
  }

  @Test
  void oneTransactionThatMovesTwoInputsMakesOneCommitBelow() {
    fixture.follow("d@master", "a@master", "e@master");
    int before = StoreFixture.all(fixture.catalog().commits(repo("d"))).size();
    CommitId id =
        fixture.transact(
            tx -> {
              CommitChanges.commit(tx, branch("a@master"), "", files -> files);
              CommitChanges.commit(tx, branch("e@master"), "", files -> files);
              return tx.commitSet();
            });
    assertThat(StoreFixture.all(fixture.catalog().commits(repo("d")))).hasSize(before + 1);
    assertThat(fixture.head("d@master").provenance())
        .containsExactly(upstream("a@master", id), upstream("e@master", id));
  }

  @Test
  void aRewindMakesANewSetInWhichTheOldCommitIsFound() {
    CommitId first = fixture.put("a@master", "/x", "1");
    CommitId second = fixture.put("a@master", "/x", "2");
    fixture.follow("b@master", "a@master");
    fixture.follow("c@master", "b@master");
    finish("b@master");
    finish("c@master");
    CommitId before = fixture.head("c@master").id();
    fixture.change(tx -> BranchChanges.point(tx, branch("a@master"), fixture.head("a@" + first)));
    Commit rewound = fixture.head("c@master");
    assertThat(rewound.id()).isNotIn(first, second, before);
    assertThat(rewound.parent()).hasValue(before);
    assertThat(fixture.head("b@master").id()).isEqualTo(rewound.id());
    assertThat(fixture.head("a@" + rewound.id()).id()).isEqualTo(first);
    assertThat(set(rewound.id()))
        .containsExactly("b@" + rewound.id(), "c@" + rewound.id(), "a@" + first);
  }

  @Test
  void inputsOfACommonSourceAreNeverMadeFromTwoCommitsOfIt() {
    diamond();
    CommitId good = fixture.put("a@master", "/x", "1");
    finish("b@master");
    finish("c@master");
    CommitId bad = fixture.put("a@master", "/x", "2");
    fail("b@master");
    finish("c@master");
    assertThat(fixture.catalog().requireBranch(branch("b@master")).readable()).hasValue(good);

    CommitId elsewhere = fixture.put("e@master", "/x", "1");

    assertThat(fixture.head("d@master").provenance())
        .as("b from the first and c from the second commit of a would not go together")
        .containsExactly(
            upstream("b@master", bad), upstream("c@master", bad), upstream("e@master", elsewhere));
    CommitId mended = fixture.put("a@master", "/x", "3");
    assertThat(fixture.head("d@master").provenance())
        .containsExactly(
            upstream("b@master", mended),
            upstream("c@master", mended),
            upstream("e@master", elsewhere));
  }

  @Test
  void aFailedInputWithoutACommonSourceIsSeenAsItsReadersSeeIt() {
    fixture.follow("b@master", "a@master");
    fixture.follow("d@master", "b@master", "e@master");
    CommitId good = fixture.put("a@master", "/x", "1");
    finish("b@master");
    fixture.put("a@master", "/x", "2");
    fail("b@master");
    CommitId elsewhere = fixture.put("e@master", "/x", "1");
    assertThat(fixture.head("d@master").provenance())
        .containsExactly(upstream("b@master", good), upstream("e@master", elsewhere));
  }

  @Test
  void aBranchMayFollowAsManyAsThereAre() {
    List<BranchName> inputs = new ArrayList<>();
    List<Commit.Upstream> shown = new ArrayList<>();
    CommitId set =
        fixture.transact(
            tx -> {
              for (int i = 0; i < MANY; i++) {
                String name = String.format("in%03d", i);
                RepoChanges.create(tx, repo(name), "");
                inputs.add(branch(name + "@master"));
              }
              BranchChanges.follow(tx, branch("b@master"), inputs);
              return tx.commitSet();
            });
    inputs.forEach(input -> shown.add(new Commit.Upstream(input, set)));
    assertThat(fixture.head("b@master").provenance()).isEqualTo(shown);
    assertThat(fixture.catalog().provenance(branch("b@master"))).hasSize(MANY);
    finish("b@master");

    CommitId moved = fixture.put("in250@master", "/x", "1");
    shown.set(250, new Commit.Upstream(inputs.get(250), moved));
    Commit open = fixture.head("b@master");
    assertThat(open.provenance()).isEqualTo(shown);
    assertThat(set(moved)).hasSize(MANY + 1);
    assertThat(fixture.catalog().subvenants(repo("in007"), set))
        .extracting(Commit::label)
        .containsExactly("b@" + set, open.label());
    FileSet files = fixture.readable("in250@master").files();
    List<Commit.Read> reads = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      reads.add(new Commit.Read(files, i % 2 == 0 ? Optional.of(files) : Optional.empty()));
    }
    Commit.Result result =
        new Commit.Result(
            Hash.of(new byte[] {1}),
            reads,
            files.root().root(),
            files.root().root(),
            Optional.empty());
    fixture.change(
        tx -> CommitChanges.finish(tx, open, files, Optional.of(result), Optional.empty()));
    Commit.Result back = fixture.readable("b@master").result().orElseThrow();
    assertThat(back.inputs())
        .hasSize(MANY)
        .allSatisfy(read -> assertThat(read.files().sameContent(files)).isTrue());
    assertThat(back.owners().orElseThrow().hash()).isEqualTo(files.hash());
    fixture.refuses(
        ErrorCode.CONFLICT,
        "branch in499@master cannot follow branch b@master: that one follows in499@master already,"
            + " directly or through others",
        () -> fixture.follow("in499@master", "b@master"));
  }
}
