/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.EveryStore;
import io.tusk.objects.TestStores;
import io.tusk.objects.s3.S3Proxy;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watchers of one store, in processes of their own. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EveryStore
final class WatchProcessesTest {
  @TempDir Path directory;
  private final List<Process> watchers = new ArrayList<>();
  private Cli cli;

  /** A pipeline whose datums wait for the file {@code go}. */
  @BeforeEach
  void createPipeline() {
    cli = new Cli(directory).withRepo("in");
    cli.put("in@master:/a", "x");
    cli.file(
        "p.json",
        """
        {"pipeline": {"name": "p"},
         "input": {"cross": [
           {"pfs": {"repo": "in", "glob": "/*"}},
           {"cron": {"name": "tick", "spec": "@never", "overwrite": true}}]},
         "transform": {"cmd": ["sh", "-c",
           "echo >>DIR/begun; until [ -e DIR/go ]; do sleep 0.05; done; cp $in $PFS_ROOT/out"]}}
        """
            .replace("DIR", directory.toString()));
    cli.silent("create", "pipeline", "-f", "p.json");
    cli.silent("run", "cron", "p");
  }

  @AfterEach
  void sound() {
    watchers.forEach(Process::destroyForcibly);
    cli.assertSound();
  }

  private Process watch() throws IOException {
    ProcessBuilder builder = RunProcess.in(directory, "--watch");
    TestStores.bucket(directory)
        .ifPresent(
            store -> {
              builder.environment().put("TUSK_STORE", store);
              builder.environment().putAll(S3Proxy.shared().environment());
            });
    Process process = builder.start();
    watchers.add(process);
    return process;
  }

  private void awaitBegun(int times, Process by) throws IOException, InterruptedException {
    Path begun = directory.resolve("begun");
    while (by.isAlive() && (!Files.exists(begun) || Files.readAllLines(begun).size() < times)) {
      by.waitFor(10, TimeUnit.MILLISECONDS);
    }
    assertThat(by.isAlive()).isTrue();
  }

  private static void awaitLine(BufferedReader reader, String part) throws IOException {
    String line = reader.readLine();
    while (line != null && !line.contains(part)) {
      line = reader.readLine();
    }
    assertThat(line).as("a line with: %s", part).isNotNull();
  }

  @Test
  void anotherGoesOnWithTheJobOfOneThatIsKilled() throws Exception {
    Process first = watch();
    awaitBegun(1, first);
    Process second = watch();
    BufferedReader out = second.inputReader(UTF_8);
    BufferedReader err = second.errorReader(UTF_8);
    awaitLine(err, ": another process runs it; waiting");

    first.destroyForcibly().waitFor();
    awaitBegun(2, second);
    Files.createFile(directory.resolve("go"));
    awaitLine(out, " success in ");
    cli.silent("run", "cron", "p");
    awaitLine(out, " success in ");

    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(second.pid())).start().waitFor())
        .isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(err.lines()).isEmpty();
    assertThat(cli.files("p@master")).containsExactly("/a");
    assertThat(cli.column(1, "list", "file", "p_tick@master")).hasSize(1);
    assertThat(cli.ok("list", "job", "-p", "p").lines().skip(1))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains(" success"));
    assertThat(Files.readAllLines(directory.resolve("begun"))).as("once for each try").hasSize(3);
  }
}
