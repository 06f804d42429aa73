/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.CommitId;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real threads and processes that put files to one branch at once. */
@Timeout(900)
class ConcurrentWritesTest {
  private static final String BRANCH = "a@master";
  private static final int THREADS = 10;
  private static final int ROUNDS = 8;
  private static final int PROCESSES = 3;
  private static final int FILES_OF_A_PROCESS = 20;

  @TempDir private static Path directory;

  static Stream<ObjectStore> stores() {
    return Stream.of(new MemoryObjectStore(), new LocalObjectStore(directory.resolve("threads")));
  }

  private static Host host(long seed) {
    return new Host(Clock.systemUTC(), new Random(seed), duration -> {});
  }

  @ParameterizedTest
  @MethodSource("stores")
  void threadsLoseNothing(ObjectStore objects) throws Exception {
    try (TuskStore shared = TuskStore.create(objects, host(0))) {
      createRepo(shared);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      CyclicBarrier together = new CyclicBarrier(THREADS);
      Map<String, String> expected = new TreeMap<>();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int own = i;
        TuskStore store = i % 2 == 0 ? shared : TuskStore.open(objects, host(i));
        running.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < ROUNDS; round++) {
                    together.await();
                    put(store, "/" + own + "/" + round, "content " + own);
                  }
                  return true;
                }));
        for (int round = 0; round < ROUNDS; round++) {
          expected.put("/" + i + "/" + round, "content " + i);
        }
      }
      for (Future<?> each : running) {
        each.get();
      }
      threads.shutdown();
      assertStore(objects, expected);
    }
  }

  /** Puts its files once a line came in, and says how many. */
  static final class Putter {
    private Putter() {}

    public static void main(String[] arguments) throws IOException {
      try (TuskStore store =
          TuskStore.open(new LocalObjectStore(Path.of(arguments[0])), Host.system())) {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        System.out.println("ready");
        in.readLine();
        for (int i = 0; i < FILES_OF_A_PROCESS; i++) {
          put(store, "/" + arguments[1] + "/" + i, "content " + arguments[1]);
        }
        System.out.println("done");
      }
    }
  }

  @Test
  void processesLoseNothing() throws Exception {
    Path root = directory.resolve("processes");
    LocalObjectStore objects = new LocalObjectStore(root);
    try (TuskStore store = TuskStore.create(objects, Host.system())) {
      createRepo(store);
    }
    Map<String, String> expected = new TreeMap<>();
    List<Process> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(start(root, "p" + i));
        for (int file = 0; file < FILES_OF_A_PROCESS; file++) {
          expected.put("/p" + i + "/" + file, "content p" + i);
        }
      }
      for (Process process : processes) {
        assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("ready");
      }
      for (Process process : processes) {
        Writer go = process.outputWriter(UTF_8);
        go.write("go\n");
        go.flush();
      }
      for (Process process : processes) {
        assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("done");
        assertThat(process.waitFor()).isZero();
      }
      assertStore(objects, expected);
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  private static Process start(Path root, String name) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            Putter.class.getName(),
            root.toString(),
            name)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void createRepo(TuskStore store) {
    store.transact(
        new Operation("create repo", "a"),
        tx -> {
          RepoChanges.create(tx, StoreFixture.repo("a"), "");
          return true;
        });
  }

  private static void put(TuskStore store, String path, String content) {
    StoreFixture.write(store, BRANCH, write -> StoreFixture.put(write, path, content));
  }

  /** All files, one commit each, in one line from the newest to the first, and nothing damaged. */
  private static void assertStore(ObjectStore objects, Map<String, String> expected) {
    TuskStore store = TuskStore.open(objects, Host.system());
    Catalog catalog = store.snapshot().catalog();
    Commit commit =
        catalog.requireCommit(
            StoreFixture.repo("a"),
            catalog.requireBranch(StoreFixture.branch(BRANCH)).readable().orElseThrow());
    assertThat(StoreFixture.content(store, commit.files())).isEqualTo(expected);
    assertThat(store.snapshot().record().number()).isEqualTo(expected.size() + 1L);
    Set<CommitId> line = new HashSet<>();
    for (Optional<Commit> at = Optional.of(commit); at.isPresent(); ) {
      assertThat(line.add(at.get().id())).isTrue();
      at = catalog.parent(at.get());
    }
    assertThat(line).hasSize(expected.size());
    assertThat(StoreFixture.problems(objects)).isEmpty();
  }
}
