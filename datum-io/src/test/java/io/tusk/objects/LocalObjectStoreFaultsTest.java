/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import static io.tusk.objects.FaultyFiles.failing;
import static io.tusk.objects.FaultyFiles.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.ObjectStore.Created;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a local store does when the file system refuses, lies or is used by others meanwhile. */
class LocalObjectStoreFaultsTest {
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};

  @TempDir private Path directory;

  private Path root;
  private FaultyFiles files;
  private ObjectStore store;

  @BeforeEach
  void open() {
    root = directory.resolve("store");
    files = new FaultyFiles(directory);
    store = new LocalObjectStore(root, files);
  }

  @Test
  void aPutForcesTheObjectAndEveryDirectoryAboveIt() {
    store.put("a/b/c", ONE);
    assertThat(files.calls())
        .containsExactly(
            "mkdir store",
            "sync ",
            "mkdir store/tmp",
            "write",
            "mkdir store/a",
            "mkdir store/a/b",
            "rename store/a/b/c",
            "sync ",
            "sync store/a/b",
            "sync store/a",
            "sync store");
  }

  @Test
  void aCreateForcesTheObjectAndEveryDirectoryAboveIt() throws IOException {
    store.put("a/b/x", ONE);
    // Never so old that they are taken for settled.
    shift(Duration.ofHours(1), root, root.resolve("a"));
    files.calls();
    assertThat(store.createIfAbsent("a/b/c", ONE)).isEqualTo(Created.CREATED);
    assertThat(files.calls())
        .containsExactly(
            "write", "link store/a/b/c", "sync store/a/b", "sync store/a", "sync store");
    assertThat(store.createIfAbsent("a/b/c", ONE)).isEqualTo(Created.EXISTS);
    assertThat(files.calls()).containsExactly("sync store/a/b", "sync store/a", "sync store");
  }

  @Test
  void anotherProcessesDirectoriesAreForcedOnceAndAgainWhenTheyChange() throws IOException {
    Path parent = Files.createDirectories(root.resolve("a/b"));
    Files.createDirectory(root.resolve("tmp"));
    shift(Duration.ofHours(-1), root, root.resolve("a"), parent);
    store.put("a/b/c", ONE);
    assertThat(files.calls())
        .containsExactly(
            "write", "rename store/a/b/c", "sync ", "sync store/a/b", "sync store/a", "sync store");
    store.put("a/b/d", ONE);
    assertThat(files.calls()).containsExactly("write", "rename store/a/b/d", "sync store/a/b");
    Files.createDirectory(root.resolve("a/other"));
    store.put("a/b/e", ONE);
    assertThat(files.calls())
        .containsExactly("write", "rename store/a/b/e", "sync store/a/b", "sync store/a");
  }

  private static void shift(Duration by, Path... paths) throws IOException {
    for (Path path : paths) {
      FileTime now = Files.getLastModifiedTime(path);
      Files.setLastModifiedTime(path, FileTime.from(now.toInstant().plus(by)));
    }
  }

  @Test
  void aDeleteForcesTheRemoval() {
    store.put("a/b/c", ONE);
    store.put("a/b/d", ONE);
    files.calls();
    store.delete("a/b/c");
    assertThat(files.calls()).containsExactly("sync store/a/b");
    store.delete("a/b/d");
    assertThat(files.calls()).containsExactly("sync store/a");
    store.delete("a/b/d");
    assertThat(files.calls()).containsExactly("sync store/a");
  }

  @Test
  void aLinkThatWasMadeThoughItWasRefusedCounts() {
    files.afterLink = failing(new FileAlreadyExistsException("a/b"));
    assertThat(store.createIfAbsent("a/b", ONE)).isEqualTo(Created.CREATED);
    files.afterLink = failing(new IOException("Connection timed out"));
    assertThat(store.createIfAbsent("a/c", TWO)).isEqualTo(Created.CREATED);
    files.afterLink = () -> {};
    assertThat(store.read("a/b")).hasValue(ONE);
    assertThat(store.read("a/c")).hasValue(TWO);
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aLinkOfAnotherWriterIsLeft() {
    files.beforeLink = once(() -> new LocalObjectStore(root).put("a/b", TWO));
    assertThat(store.createIfAbsent("a/b", ONE)).isEqualTo(Created.EXISTS);
    assertThat(store.read("a/b")).hasValue(TWO);
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void anObjectThatGoesAwayWhileItRefusesIsNoRefusal() {
    files.beforeLink = once(failing(new FileAlreadyExistsException("a/b")));
    assertThat(store.createIfAbsent("a/b", ONE)).isEqualTo(Created.CREATED);
    assertThat(store.read("a/b")).hasValue(ONE);
  }

  @Test
  void aLinkOfWhichNothingIsKnownIsUnknown() {
    store.put("a/a", ONE);
    files.beforeLink = failing(new IOException("Input/output error"));
    thrown(
        ErrorCode.OUTCOME_UNKNOWN,
        "store "
            + root
            + " did not say whether object 'a/b' was created: Input/output error; check the disk"
            + " and the mount",
        () -> store.createIfAbsent("a/b", ONE));
    files.beforeLink = failing(new FileAlreadyExistsException("a/b"));
    files.beforeLinks = failing(new IOException("Stale file handle"));
    thrown(
        ErrorCode.OUTCOME_UNKNOWN,
        "store "
            + root
            + " did not say whether object 'a/b' was created: a/b is there already; check the disk"
            + " and the mount",
        () -> store.createIfAbsent("a/b", ONE));
    assertThat(store.list("", "", 9)).containsExactly("a/a");
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aCreatedObjectWhoseDirectoryCannotBeForcedIsUnknown() {
    store.put("a/a", ONE);
    files.beforeSync = failing(new IOException("Input/output error"));
    thrown(
        ErrorCode.OUTCOME_UNKNOWN,
        "store "
            + root
            + " did not say whether object 'a/b' was created: Input/output error; check the disk"
            + " and the mount",
        () -> store.createIfAbsent("a/b", ONE));
    String refused =
        "store "
            + root
            + " cannot be written: Input/output error; check the disk and the mount, and try again";
    thrown(ErrorCode.STORAGE, refused, () -> store.put("a/c", ONE));
    thrown(ErrorCode.STORAGE, refused, () -> store.delete("a/c"));
    files.beforeSync = () -> {};
    assertThat(store.createIfAbsent("a/b", TWO)).isEqualTo(Created.EXISTS);
    assertThat(files.calls()).contains("sync store/a");
  }

  @Test
  void aFileSystemWithoutHardLinksIsRefused() {
    files.beforeLink =
        failing(new FileSystemException("store/a", "store/tmp/x", "Operation not permitted"));
    thrown(
        ErrorCode.STORAGE,
        "store "
            + root
            + " cannot be written: its file system refused a hard link (Operation not permitted"
            + " (store/a)); keep the store on a file system that has them, or in a bucket",
        () -> store.createIfAbsent("a/b", ONE));
    assertThat(store.list("", "", 9)).isEmpty();
  }

  @Test
  void aReadOnlyFileSystemIsRefused() {
    store.put("a/a", ONE);
    IOException refusal = new FileSystemException("store/x", null, "Read-only file system");
    String message =
        "store "
            + root
            + " cannot be written: read-only file system; mount it writable or name another"
            + " directory";
    refusesEveryWrite(message, refusal);
  }

  @Test
  void aLackOfPermissionIsRefused() {
    store.put("a/a", ONE);
    String remedy = "or correct the permissions";
    refusesEveryWrite(
        "store "
            + root
            + " cannot be written: no permission for /x/y; run as a user who may write it, "
            + remedy,
        new AccessDeniedException("/x/y"));
    files.beforeRead = failing(new AccessDeniedException("/x/y"));
    thrown(
        ErrorCode.STORAGE,
        "store "
            + root
            + " cannot be read: no permission for /x/y; run as a user who may read it, "
            + remedy,
        () -> store.read("a/a"));
  }

  @Test
  void aFullDiskIsRefusedAndLeavesNothing() {
    store.put("a/a", ONE);
    String message =
        "store "
            + root
            + " cannot be written: the disk is full or over quota; free some space and try again";
    refusesEveryWrite(message, new IOException("No space left on device"));
    refusesEveryWrite(message, new FileSystemException("x", null, "Disk quota exceeded"));
  }

  /** Whichever call of a write fails. */
  private void refusesEveryWrite(String message, IOException refusal) {
    files.beforeWrite = failing(refusal);
    thrown(ErrorCode.STORAGE, message, () -> store.put("a/b", ONE));
    thrown(ErrorCode.STORAGE, message, () -> store.createIfAbsent("a/b", ONE));
    files.beforeWrite = () -> {};
    files.beforeCreateDirectory = failing(refusal);
    thrown(ErrorCode.STORAGE, message, () -> store.put("n/b", ONE));
    thrown(ErrorCode.STORAGE, message, () -> store.createIfAbsent("n/b", ONE));
    files.beforeCreateDirectory = () -> {};
    files.beforeRename = failing(refusal);
    files.beforeLink = failing(refusal);
    thrown(ErrorCode.STORAGE, message, () -> store.put("a/b", ONE));
    thrown(ErrorCode.STORAGE, message, () -> store.createIfAbsent("a/b", ONE));
    files.beforeRename = () -> {};
    files.beforeLink = () -> {};
    assertThat(root.resolve("tmp")).isEmptyDirectory();
    assertThat(store.list("", "", 9)).containsExactly("a/a");
    assertThat(store.read("a/a")).hasValue(ONE);
  }

  @Test
  void aFailedReadSaysWhatFailed() {
    store.put("a/a", ONE);
    String message =
        "store "
            + root
            + " cannot be read: Input/output error; check the disk and the mount, and try again";
    files.beforeRead = failing(new IOException("Input/output error"));
    thrown(ErrorCode.STORAGE, message, () -> store.read("a/a"));
    thrown(ErrorCode.STORAGE, message, () -> store.read("a/a", 0, 1));
    files.beforeNames = failing(new IOException("Input/output error"));
    thrown(ErrorCode.STORAGE, message, () -> store.list("", "", 1));
    thrown(ErrorCode.STORAGE, message, () -> store.list("a/", "", 1));
    files.beforeAttributes = failing(new IOException("Input/output error"));
    thrown(ErrorCode.STORAGE, message, () -> store.size("a/a"));
    thrown(ErrorCode.STORAGE, message, () -> store.read("a/a"));
    thrown(ErrorCode.STORAGE, message, () -> store.createIfAbsent("a/a", ONE));
    thrown(ErrorCode.STORAGE, message, () -> store.delete("a/a"));
    files.beforeAttributes = () -> {};
    files.beforeRead = failing(new NoSuchFileException("a/a"));
    assertThat(store.read("a/a")).as("deleted while it was opened").isEmpty();
  }

  @Test
  void aRootThatIsAFileIsRefused() throws IOException {
    Files.write(root, ONE);
    everyCallIsRefused(store, root, root);
    Path below = root.resolve("x/y");
    everyCallIsRefused(new LocalObjectStore(below), below, root);
    assertThat(root).hasBinaryContent(ONE);
  }

  private static void everyCallIsRefused(ObjectStore store, Path root, Path obstacle) {
    String message =
        "store "
            + root
            + " cannot be used: "
            + obstacle
            + " is not a directory; name a directory, or one that can be made";
    thrown(ErrorCode.STORAGE, message, () -> store.read("a/b"));
    thrown(ErrorCode.STORAGE, message, () -> store.read("a", 0, 1));
    thrown(ErrorCode.STORAGE, message, () -> store.size("a/b"));
    thrown(ErrorCode.STORAGE, message, () -> store.list("", "", 1));
    thrown(ErrorCode.STORAGE, message, () -> store.list("a/b", "", 1));
    thrown(ErrorCode.STORAGE, message, () -> store.put("a/b", ONE));
    thrown(ErrorCode.STORAGE, message, () -> store.createIfAbsent("a/b", ONE));
    thrown(ErrorCode.STORAGE, message, () -> store.delete("a/b"));
  }

  @Test
  void directoriesThatVanishUnderAWriteAreMadeAgain() {
    store.put("a/b/c/first", ONE);
    files.beforeLink = once(() -> new LocalObjectStore(root).delete("a/b/c/first"));
    assertThat(store.createIfAbsent("a/b/c/second", TWO)).isEqualTo(Created.CREATED);
    files.beforeRename = once(() -> new LocalObjectStore(root).delete("a/b/c/second"));
    store.put("a/b/c/third", ONE);
    assertThat(store.list("", "", 9)).containsExactly("a/b/c/third");
  }

  @Test
  void directoriesThatVanishAgainAndAgainEndTheWrite() {
    files.beforeLink = failing(new NoSuchFileException("a/b"));
    thrown(
        ErrorCode.STORAGE,
        "store "
            + root
            + " cannot be written: directory "
            + root.resolve("a")
            + " is removed as often as it is made; stop what else cleans up there",
        () -> store.createIfAbsent("a/b", ONE));
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aTemporaryFileThatIsSweptBeforeItIsLinkedIsWrittenAgain() {
    files.beforeLink =
        once(
            () -> {
              try (var children = Files.list(root.resolve("tmp"))) {
                for (Path child : children.toList()) {
                  Files.delete(child);
                }
              }
            });
    store.put("a/a", ONE);
    assertThat(store.createIfAbsent("a/b", TWO)).isEqualTo(Created.CREATED);
    assertThat(store.read("a/b")).hasValue(TWO);
  }

  private static void thrown(ErrorCode code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(TuskException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }

  @Test
  void aKeyThatAPageEndedAtMayGoWhileTheNextPageIsRead() {
    store.put("a/b", ONE);
    store.put("a/c", TWO);
    ObjectStore beside =
        new LocalObjectStore(
            root,
            new FileOperations() {
              @Override
              List<String> names(Path path, Predicate<String> wanted) throws IOException {
                try {
                  return super.names(path, wanted);
                } catch (NotDirectoryException e) {
                  store.delete("a/b");
                  throw e;
                }
              }
            });
    assertThat(beside.list("a/", "a/b", 9)).containsExactly("a/c");
    assertThat(store.list("a/", "", 9)).containsExactly("a/c");
  }
}
