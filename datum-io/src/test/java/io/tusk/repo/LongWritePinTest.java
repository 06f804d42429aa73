/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.log.CheckedJson;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.EveryStore;
import io.tusk.objects.FaultyObjectStore;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.PackWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
@EveryStore
final class LongWritePinTest {
  private static final RepoName REPO = new RepoName(ProjectName.DEFAULT, "data");
  private static final BranchName MASTER = new BranchName(REPO, "master");

  private final ObjectStore objects = TestStores.create();
  private final TuskStore store = TuskStore.create(objects, Host.system());

  LongWritePinTest() {
    store.transact(
        new Operation("create repo", "data"),
        tx -> {
          RepoChanges.create(tx, REPO, "");
          return null;
        });
  }

  private static byte[] incompressible(int bytes) {
    byte[] content = new byte[bytes];
    new Random(7).nextBytes(content);
    return content;
  }

  private List<String> pins() {
    return objects.list("pins/", "", 10);
  }

  /** The first pack is uploaded beside the write, so its pin comes soon, not at once. */
  private String awaitPin() {
    while (pins().isEmpty()) {
      Thread.onSpinWait();
    }
    return pins().get(0);
  }

  @Test
  void aWriteThatUploadsEarlyIsPinnedUntilItEnds() throws IOException {
    try (FileWrite write = new FileWrite(store)) {
      write.put(
          FilePath.parse("/big"),
          new ByteArrayInputStream(incompressible(PackWriter.TARGET_BYTES + (8 << 20))));
      byte[] pin = objects.read(awaitPin()).orElseThrow();
      assertThat(CheckedJson.read(pin).orElseThrow().path("base").asLong())
          .isEqualTo(store.snapshot().record().number());
      write.commit(MASTER, new Operation("put file", "data"), "");
    }
    assertThat(pins()).isEmpty();
  }

  @Test
  void aSmallWriteNeedsNoPin() throws IOException {
    try (FileWrite write = new FileWrite(store)) {
      write.put(FilePath.parse("/small"), new ByteArrayInputStream(incompressible(1_000)));
      write.commit(MASTER, new Operation("put file", "data"), "");
      assertThat(pins()).isEmpty();
    }
  }

  @Test
  void aWriteWhosePinIsGoneChangesNothing() throws IOException {
    long before = store.snapshot().record().number();
    try (FileWrite write = new FileWrite(store)) {
      write.put(
          FilePath.parse("/big"),
          new ByteArrayInputStream(incompressible(PackWriter.TARGET_BYTES + (8 << 20))));
      objects.delete(awaitPin());
      assertThatThrownBy(() -> write.commit(MASTER, new Operation("put file", "data"), ""))
          .isInstanceOfSatisfying(
              TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
          .hasMessage(
              "the write took so long that store "
                  + objects.location()
                  + " has collected what it uploaded; nothing was"
                  + " changed, run it again");
    }
    assertThat(store.snapshot().record().number()).isEqualTo(before);
  }

  private static FileWrite bigWrite(TuskStore of) throws IOException {
    FileWrite write = new FileWrite(of);
    write.put(
        FilePath.parse("/big"),
        new ByteArrayInputStream(incompressible(PackWriter.TARGET_BYTES + (8 << 20))));
    return write;
  }

  @Test
  void thePinNamesTheRecordThatTheWriteRefersTo() throws IOException {
    long began = store.snapshot().record().number();
    try (FileWrite write = FileWrite.over(store, MASTER)) {
      store.transact(
          new Operation("create repo", "other"),
          tx -> {
            RepoChanges.create(tx, new RepoName(ProjectName.DEFAULT, "other"), "");
            return null;
          });
      write.put(
          FilePath.parse("/big"),
          new ByteArrayInputStream(incompressible(PackWriter.TARGET_BYTES + (8 << 20))));
      byte[] pin = objects.read(awaitPin()).orElseThrow();
      assertThat(CheckedJson.read(pin).orElseThrow().path("base").asLong()).isEqualTo(began);
    }
    assertThat(pins()).isEmpty();
  }

  @Test
  void aPinThatCannotBeRemovedDoesNotHideThatTheWriteIsThere() throws IOException {
    FaultyObjectStore faulty = new FaultyObjectStore(objects, 3);
    TuskStore shaky = TuskStore.open(faulty, Host.system());
    CommitId commit;
    try (FileWrite write = bigWrite(shaky)) {
      awaitPin();
      faulty.failing(FaultyObjectStore.Call.DELETE, 1);
      commit = write.commit(MASTER, new Operation("put file", "data"), "");
    }
    assertThat(store.snapshot().catalog().requireBranch(MASTER).readable()).contains(commit);
  }

  /** A put may fail after it was done: its pin would protect what it names for ever. */
  @Test
  void aPinWhoseAnswerWasLostIsRemoved() throws IOException {
    ObjectStore losing =
        new ForwardingObjectStore(objects) {
          @Override
          public void put(String key, byte[] content) {
            super.put(key, content);
            if (key.startsWith("pins/")) {
              throw new TuskException(ErrorCode.STORAGE, "the answer was lost");
            }
          }
        };
    try (FileWrite write = new FileWrite(TuskStore.open(losing, Host.system()))) {
      assertThatThrownBy(
              () -> {
                write.put(
                    FilePath.parse("/big"),
                    new ByteArrayInputStream(incompressible(PackWriter.TARGET_BYTES + (8 << 20))));
                write.commit(MASTER, new Operation("put file", "data"), "");
              })
          .isInstanceOf(TuskException.class)
          .hasMessage("the answer was lost");
      assertThat(pins()).hasSize(1);
    }
    assertThat(pins()).isEmpty();
  }

  @Test
  void anUploadThatIsLateAfterTheWriteWasGivenUpMakesNoPin() {
    LongWritePin pin = new LongWritePin(objects, Host.system(), 0);
    pin.close();
    pin.put("packs/00/" + "0".repeat(64), new byte[1]);
    assertThat(pins()).isEmpty();
  }
}
