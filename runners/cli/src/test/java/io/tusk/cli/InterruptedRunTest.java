/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while jobs run, and the directory of secrets. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class InterruptedRunTest {
  private static final int SIGINT_EXIT = 130;

  @TempDir Path directory;

  private Process run(String... more) throws IOException {
    ProcessBuilder builder = RunProcess.in(directory, more);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }

  private Cli pipeline(String script) {
    Cli cli = new Cli(directory).withRepo("images");
    cli.put("images@master:/a", "x");
    cli.file(
        "p.json",
        "{\"pipeline\":{\"name\":\"p\"},\"input\":{\"pfs\":{\"repo\":\"images\",\"glob\":\"/*\"}},"
            + "\"transform\":{\"cmd\":[\"sh\",\"-c\",\""
            + script
            + "\"],\"secrets\":[{\"name\":\"db\",\"key\":\"pw\",\"env_var\":\"PW\"}]}}");
    cli.file("secrets/db/pw", "hidden");
    cli.ok("create", "pipeline", "-f", "p.json");
    return cli;
  }

  @Test
  void killsTheJobsThatRun() throws IOException, InterruptedException {
    Path begun = directory.resolve("begun");
    Cli cli = pipeline("touch " + begun + "; sleep 1000");
    Process process = run("--secrets", "secrets");
    while (!Files.exists(begun) && process.isAlive()) {
      process.waitFor(10, TimeUnit.MILLISECONDS);
    }

    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor())
        .isZero();
    assertThat(process.waitFor()).isEqualTo(SIGINT_EXIT);

    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .startsWith("p@")
        .contains(" killed in ");
    assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
        .endsWith(
            "tusk: the run was interrupted; 1 job was killed; results of finished datums are kept,"
                + " and 'tusk rerun pipeline' goes on from them\n");
    assertThat(cli.ok("list", "job", "-p", "p")).contains("killed: job killed: the run");
    cli.assertSound();
  }

  @Test
  void findsSecretsInTheDirectoryThatIsNamed() throws IOException, InterruptedException {
    Cli cli = pipeline("printf %s $PW | wc -c > $PFS_ROOT/out/length");
    Process process = run("--secrets", "secrets");
    assertThat(process.waitFor())
        .as("%s", new String(process.getErrorStream().readAllBytes(), UTF_8))
        .isZero();
    assertThat(cli.ok("get", "file", "p@master:/length")).isEqualTo("6\n");
    assertThat(cli.ok("logs", "-j", "p@" + jobId(cli))).isEqualTo("");
  }

  @Test
  void endsAWatchThatHasNothingToDo() throws IOException, InterruptedException {
    Cli cli = pipeline("cp $PFS_ROOT/images/* $PFS_ROOT/out/");
    Process process = run("--watch", "--secrets", "secrets");
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    assertThat(out.readLine()).startsWith("p@").contains(" success in ");
    cli.put("images@master:/b", "y");
    assertThat(out.readLine()).startsWith("p@").contains(" success in ");

    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor())
        .isZero();
    assertThat(process.waitFor()).isZero();
    assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
        .isEqualTo("watching " + directory.resolve(".tusk") + "; Ctrl-C ends it\n");
    cli.assertSound();
  }

  private static String jobId(Cli cli) {
    return cli.ok("list", "job", "-p", "p")
        .lines()
        .skip(1)
        .findFirst()
        .orElseThrow()
        .split(" +", -1)[2];
  }
}
