/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.files.FileEntry;
import io.tusk.fsck.Fsck;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.objects.TestStores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a branch has at a path is not stored again. */
@EveryStore
final class FileWriteOverTest {
  private static final RepoName REPO = new RepoName(ProjectName.DEFAULT, "data");
  private static final BranchName MASTER = new BranchName(REPO, "master");
  private static final FilePath BIG = FilePath.parse("/big");

  private final CountingObjectStore objects = new CountingObjectStore(TestStores.create());
  private final TuskStore store = TuskStore.create(objects, Host.system());

  FileWriteOverTest() {
    store.transact(
        new Operation("create repo", "data"),
        tx -> {
          RepoChanges.create(tx, REPO, "");
          return null;
        });
  }

  /** Bytes that are written to put {@code content} over what is there. */
  private long put(byte[] content) throws IOException {
    ObjectStoreCounts before = objects.counts();
    try (FileWrite write = FileWrite.over(store, MASTER)) {
      write.put(BIG, new ByteArrayInputStream(content));
      write.commit(MASTER, new Operation("put file", "data"), "");
    }
    return objects.counts().minus(before).bytesWritten();
  }

  private byte[] read() throws IOException {
    Snapshot snapshot = store.snapshot();
    Commit head = snapshot.resolver().readable(CommitRef.parse(ProjectName.DEFAULT, "data@master"));
    FileEntry file = (FileEntry) store.files().find(head.files(), BIG).orElseThrow();
    try (InputStream content = store.files().open(file)) {
      return content.readAllBytes();
    }
  }

  @Test
  void theSameAgainAndAByteInserted() throws IOException {
    byte[] first = new byte[48 << 20];
    new Random(11).nextBytes(first);
    assertThat(put(first)).isGreaterThan(first.length);
    assertThat(put(first)).as("the same again").isLessThan(16 << 10);

    byte[] second = new byte[first.length + 1];
    int at = 20 << 20;
    System.arraycopy(first, 0, second, 0, at);
    second[at] = 42;
    System.arraycopy(first, at, second, at + 1, first.length - at);
    assertThat(put(second)).as("a byte inserted: a chunk or two").isLessThan(9 << 20);
    assertThat(Arrays.equals(read(), second)).isTrue();

    assertThat(new Fsck(objects, Host.system(), problem -> {}).run()).isZero();
  }

  @Test
  void aSmallFileThatIsAsItWas() throws IOException {
    byte[] small = new byte[200_000];
    new Random(12).nextBytes(small);
    put(small);
    assertThat(put(small)).isLessThan(16 << 10);
    assertThat(put(new byte[0])).isLessThan(16 << 10);
    assertThat(put(small)).as("gone in between").isLessThan(16 << 10);
    assertThat(Arrays.equals(read(), small)).isTrue();
  }
}
