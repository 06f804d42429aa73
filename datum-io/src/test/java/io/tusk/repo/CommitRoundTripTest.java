/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.files.FileSet;
import io.tusk.name.CommitId;
import io.tusk.objects.EveryStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a job leaves in its commit reads back, however many inputs it had. */
@EveryStore
class CommitRoundTripTest {
  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  @Test
  void aResultReadsBack() {
    fixture.createRepos("a", "b");
    CommitId input = fixture.put("a@master", "/x", "1");
    FileSet files = fixture.head("a@" + input).files();
    fixture.follow("b@master", "a@master");
    for (int count : new int[] {0, 1, 3, 31, 32, 40, 500}) {
      List<Commit.Read> inputs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        FileSet held = i % 3 == 1 ? FileSet.EMPTY : files;
        inputs.add(
            new Commit.Read(
                held,
                i % 4 == 0 ? Optional.empty() : Optional.of(i % 4 == 1 ? FileSet.EMPTY : files)));
      }
      Optional<Ref> tree = count == 1 ? Optional.empty() : files.root().root();
      Commit.Result result =
          new Commit.Result(Hash.of(new byte[] {(byte) count}), inputs, tree, tree, tree);
      fixture.put("a@master", "/x", "content " + count);
      Commit open = fixture.head("b@master");
      fixture.change(
          tx -> CommitChanges.finish(tx, open, files, Optional.of(result), Optional.empty()));
      Commit finished = fixture.readable("b@master");
      assertThat(finished.branch()).isEqualTo(branch("b@master"));
      assertThat(finished.finished()).hasValue(fixture.store.snapshot().record().time());
      Commit.Result read = finished.result().orElseThrow();
      assertThat(read.shape()).isEqualTo(result.shape());
      assertThat(read.datums().map(Ref::hash)).isEqualTo(tree.map(Ref::hash));
      assertThat(read.owners().map(Ref::hash)).isEqualTo(tree.map(Ref::hash));
      assertThat(read.inputs()).hasSize(count);
      for (int i = 0; i < count; i++) {
        Commit.Read expected = inputs.get(i);
        assertSame(i, read.inputs().get(i).files(), expected.files());
        assertThat(read.inputs().get(i).view().isPresent()).isEqualTo(expected.view().isPresent());
        if (expected.view().isPresent()) {
          assertSame(i, read.inputs().get(i).view().get(), expected.view().get());
        }
      }
    }
  }

  private static void assertSame(int input, FileSet read, FileSet expected) {
    assertThat(read.sameContent(expected)).as("input %d", input).isTrue();
    assertThat(read.files()).as("input %d", input).isEqualTo(expected.files());
    assertThat(read.bytes()).as("input %d", input).isEqualTo(expected.bytes());
  }
}
