/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.Host;
import io.tusk.host.Stopwatch;
import io.tusk.location.StoreLocation;
import io.tusk.location.Stores;
import io.tusk.log.Operation;
import io.tusk.name.ProjectName;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.s3.S3Proxy;
import io.tusk.objects.s3.S3Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes of their own that commit to one branch of a store in a bucket, all at once. */
@Timeout(value = 900, unit = TimeUnit.SECONDS)
final class ProcessesOnBucketTest {
  private static final int PROCESSES = 8;

  /** {@code -Dtests.jit="-Dcommits=50 -Dcommits.report=true"} is what was measured by hand. */
  private static final int COMMITS = Integer.getInteger("commits", 6);

  /** Commits a file of its own so often, and prints what that took. */
  static final class Committer {
    private Committer() {}

    public static void main(String[] arguments) throws IOException {
      StoreLocation location = StoreLocation.parse(arguments[0]);
      String name = arguments[1];
      int commits = Integer.parseInt(arguments[2]);
      Host host = Host.system();
      CountingObjectStore objects =
          new CountingObjectStore(Stores.open(location, S3Settings.NONE, host));
      Duration longest = Duration.ZERO;
      try (TuskStore store = TuskStore.open(objects, host)) {
        System.out.println("ready");
        System.in.read();
        for (int i = 0; i < commits; i++) {
          String path = "/" + name + "/" + i;
          Stopwatch watch = Stopwatch.start();
          StoreFixture.write(store, "a@master", w -> StoreFixture.put(w, path, path));
          longest = longest.compareTo(watch.elapsed()) > 0 ? longest : watch.elapsed();
        }
        System.out.println(
            "done: "
                + objects.counts().operations() / commits
                + " requests a commit, "
                + objects.counts().creates()
                + " creates, longest "
                + longest.toMillis()
                + " ms");
      }
    }
  }

  @Test
  void theyAllCommitAndNothingIsLost() throws Exception {
    S3Proxy s3 = S3Proxy.shared();
    StoreLocation location = new StoreLocation.S3(s3.newBucket(), "store");
    try (ObjectStore objects = Stores.open(location, s3.settings(), Host.system())) {
      TuskStore store = TuskStore.create(objects, Host.system());
      store.transact(
          new Operation("create repo", "a"),
          tx -> {
            RepoChanges.create(tx, StoreFixture.repo("a"), "");
            return true;
          });
      Stopwatch watch = Stopwatch.start();
      List<String> ends = commitAtOnce(location, s3.environment());
      Duration took = watch.elapsed();
      assertThat(ends).allSatisfy(end -> assertThat(end).startsWith("done: "));
      Map<String, String> expected = new TreeMap<>();
      for (int process = 0; process < PROCESSES; process++) {
        for (int i = 0; i < COMMITS; i++) {
          String path = "/p" + process + "/" + i;
          expected.put(path, path);
        }
      }
      Snapshot snapshot = store.snapshot();
      Commit head = snapshot.resolver().readable(CommitRef.parse(ProjectName.DEFAULT, "a@master"));
      assertThat(StoreFixture.content(store, head.files())).isEqualTo(expected);
      assertThat(snapshot.record().number()).isEqualTo(1L + expected.size());
      assertThat(StoreFixture.problems(objects)).isEmpty();
      if (Boolean.getBoolean("commits.report")) {
        System.err.println(took + "\n" + String.join("\n", ends));
      }
    }
  }

  /** The last line of each process. */
  private static List<String> commitAtOnce(StoreLocation location, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<Process> running = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        running.add(start(location, "p" + i, environment));
      }
      for (Process process : running) {
        assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("ready");
      }
      for (Process process : running) {
        process.outputWriter(UTF_8).append('\n').close();
      }
      List<String> ends = new ArrayList<>();
      for (Process process : running) {
        ends.add(process.inputReader(UTF_8).readLine());
        assertThat(process.waitFor()).isZero();
      }
      return ends;
    } finally {
      running.forEach(Process::destroyForcibly);
    }
  }

  private static Process start(StoreLocation location, String name, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Committer.class.getName(),
                location.toString(),
                name,
                Integer.toString(COMMITS))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return builder.start();
  }
}
