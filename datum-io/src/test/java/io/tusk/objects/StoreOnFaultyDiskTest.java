/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.repo.Branch;
import io.tusk.repo.FileWrite;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Snapshot;
import io.tusk.repo.StoreFixture;
import io.tusk.repo.TuskStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** Commits to a directory whose file system fails, or whose process dies, at each call in turn. */
@Timeout(300)
class StoreOnFaultyDiskTest {
  private static final BranchName MASTER = StoreFixture.branch("a@master");

  /** The process is gone: nothing it does from here on reaches the disk. */
  private static final class Dead extends Error {
    private static final long serialVersionUID = 1L;
  }

  private enum Fate {
    /** This call fails, and nothing else. */
    ERROR,
    /** This call and all later ones fail. */
    FULL,
    /** This call is made, and its answer is a failure. */
    LIE,
    /** The process ends before this call. */
    DEATH
  }

  /** Counts calls, and fails the one that it is told to. */
  private static final class Failing extends FileOperations {
    private final Fate fate;
    private final long at;
    private long calls;

    Failing(Fate fate, long at) {
      this.fate = fate;
      this.at = at;
    }

    synchronized boolean wasMet() {
      return calls >= at;
    }

    @FunctionalInterface
    private interface Call<T> {
      T run() throws IOException;
    }

    private synchronized <T> T call(Call<T> call) throws IOException {
      calls++;
      boolean now = calls == at;
      boolean since = calls >= at;
      if (fate == Fate.DEATH && since) {
        throw new Dead();
      }
      if (fate == Fate.FULL && since) {
        throw new FileSystemException("file", null, "No space left on device");
      }
      if (fate == Fate.ERROR && now) {
        throw new IOException("Input/output error");
      }
      T result = call.run();
      if (fate == Fate.LIE && now) {
        throw new IOException("Input/output error");
      }
      return result;
    }

    private void change(Call<Boolean> call) throws IOException {
      call(call);
    }

    @Override
    BasicFileAttributes attributes(Path path) throws IOException {
      return fate == Fate.FULL ? super.attributes(path) : call(() -> super.attributes(path));
    }

    @Override
    byte[] read(Path file, long offset, int length) throws IOException {
      return fate == Fate.FULL
          ? super.read(file, offset, length)
          : call(() -> super.read(file, offset, length));
    }

    @Override
    List<String> names(Path directory, Predicate<String> wanted) throws IOException {
      return fate == Fate.FULL
          ? super.names(directory, wanted)
          : call(() -> super.names(directory, wanted));
    }

    @Override
    int links(Path file) throws IOException {
      return fate == Fate.FULL ? super.links(file) : call(() -> super.links(file));
    }

    @Override
    void write(Path file, List<ByteBuffer> parts) throws IOException {
      change(
          () -> {
            super.write(file, parts);
            return true;
          });
    }

    @Override
    void link(Path existing, Path link) throws IOException {
      change(
          () -> {
            super.link(existing, link);
            return true;
          });
    }

    @Override
    void rename(Path file, Path target) throws IOException {
      change(
          () -> {
            super.rename(file, target);
            return true;
          });
    }

    @Override
    void createDirectory(Path directory) throws IOException {
      change(
          () -> {
            super.createDirectory(directory);
            return true;
          });
    }

    @Override
    void syncDirectory(Path directory) throws IOException {
      change(
          () -> {
            super.syncDirectory(directory);
            return true;
          });
    }

    @Override
    void delete(Path path) throws IOException {
      if (fate == Fate.FULL) {
        super.delete(path);
        return;
      }
      change(
          () -> {
            super.delete(path);
            return true;
          });
    }
  }

  /** In memory where the host has such a directory: forcing thousands of files is slow. */
  static final class InMemory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      Path memory = Path.of("/dev/shm");
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "tusk")
          : Files.createTempDirectory("tusk");
    }
  }

  @TempDir(factory = InMemory.class)
  private Path directory;

  private TuskStore sound;

  private void createStore(Path root) {
    sound = TuskStore.create(new LocalObjectStore(root), host());
    sound.transact(
        new Operation("create repo", "a"),
        tx -> {
          RepoChanges.create(tx, StoreFixture.repo("a"), "");
          return true;
        });
  }

  private static Host host() {
    return new Host(Clock.systemUTC(), new Random(1), duration -> {});
  }

  private static void commit(TuskStore store, String path) throws IOException {
    try (FileWrite write = FileWrite.over(store, MASTER)) {
      write.put(new FilePath(path), new ByteArrayInputStream(path.getBytes(UTF_8)));
      write.commit(MASTER, new Operation("put file", path), "");
    }
  }

  private boolean isThere(String path) {
    Snapshot snapshot = sound.snapshot();
    FileSet files =
        snapshot
            .catalog()
            .branch(MASTER)
            .flatMap(Branch::readable)
            .map(id -> snapshot.catalog().requireCommit(MASTER.repo(), id).files())
            .orElse(FileSet.EMPTY);
    return sound.files().find(files, new FilePath(path)).isPresent();
  }

  /** What the writer was told is what is there, whichever call fails. */
  private void everyCallFails(Fate fate) throws IOException {
    int refused = 0;
    boolean met = true;
    for (int at = 1; met; at++) {
      Path root = directory.resolve(Integer.toString(at));
      createStore(root);
      Failing failing = new Failing(fate, at);
      String path = "/" + fate + "/" + at;
      Supplier<String> what = () -> path;
      boolean written = false;
      boolean known = true;
      try {
        commit(TuskStore.open(new LocalObjectStore(root, failing), host()), path);
        written = true;
      } catch (Dead e) {
        known = false;
      } catch (TuskException e) {
        refused++;
        // A dead upload is reported by the thread that waits for it.
        known = e.code() == ErrorCode.STORAGE || e.code() == ErrorCode.INTERNAL;
        assertThat(e.code())
            .as(what)
            .isIn(ErrorCode.STORAGE, ErrorCode.OUTCOME_UNKNOWN, ErrorCode.INTERNAL);
        assertThat(e.code() == ErrorCode.INTERNAL).as(what).isEqualTo(fate == Fate.DEATH);
      }
      met = failing.wasMet();
      if (known) {
        assertThat(isThere(path)).as(what).isEqualTo(written);
      }
      assertThat(StoreFixture.problems(new LocalObjectStore(root))).as(what).isEmpty();
      commit(sound, "/next" + path);
      assertThat(isThere("/next" + path)).as(what).isTrue();
    }
    assertThat(refused).isGreaterThan(fate == Fate.DEATH ? 0 : 5);
  }

  @Test
  void anErrorOfAnyCall() throws IOException {
    everyCallFails(Fate.ERROR);
  }

  @Test
  void aFailureOfAnyCallThatWasMade() throws IOException {
    everyCallFails(Fate.LIE);
  }

  @Test
  void aDiskThatIsFullFromAnyCallOn() throws IOException {
    everyCallFails(Fate.FULL);
  }

  @Test
  void aProcessThatDiesAtAnyCall() throws IOException {
    everyCallFails(Fate.DEATH);
  }
}
