/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static io.tusk.engine.command.CommandFixture.nonce;
import static io.tusk.engine.command.CommandFixture.processes;
import static io.tusk.engine.command.CommandFixture.processesAtLast;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another process runs commands and is killed. */
class DyingEngineTest {
  private static final int THREADS = 6;

  @TempDir Path temp;

  /**
   * Arguments: isolation, directory, argument of sleep, more to run. Prints a line for each line of
   * output.
   */
  static final class Engine {
    private Engine() {}

    public static void main(String[] args) throws IOException {
      Isolation isolation = Isolation.valueOf(args[0]);
      CommandRunner runner =
          CommandRunner.create(isolation, IsolationProbe.detect(), Host.system());
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Path datum = CommandFixture.datum(Path.of(args[1]).resolve("d" + i));
        String script =
            ("setsid sleep N > /dev/null 2>&1 & " + args[3] + " echo up; sleep N")
                .replace("N", args[2]);
        CommandRequest request =
            CommandRequest.of(runner.view(datum, List.of()), CommandFixture.shell(script))
                .withLog(System.out::println, LogLimits.DEFAULT);
        threads.add(new Thread(() -> runner.run(request)));
      }
      threads.forEach(Thread::start);
    }
  }

  private Process start(Isolation isolation, String nonce, String more, String locale)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Engine.class.getName(),
            isolation.name(),
            temp.toString(),
            nonce,
            more);
    builder.environment().put("LC_ALL", locale);
    return builder.redirectErrorStream(true).start();
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void killedEngineLeavesNothing(Isolation isolation) throws Exception {
    if (IsolationProbe.detect().effective(isolation).isEmpty()) {
      assertThat(CommandFixture.runner(isolation)).isEmpty();
      return;
    }
    // At the first line other commands are still being started; at the last all of them run.
    for (int lines : new int[] {0, 1, 2, THREADS}) {
      String nonce = nonce();
      // A plain command that clears its environment is known to the guard once it was entered.
      boolean entered = isolation != Isolation.NONE || lines == THREADS;
      String more = entered ? "env -i sleep N &" : "";
      Process engine = start(isolation, nonce, more, "C.UTF-8");
      try (BufferedReader output = engine.inputReader()) {
        for (int i = 0; i < lines; i++) {
          assertThat(output.readLine()).isEqualTo("up");
        }
        if (lines == 0) {
          while (processes(nonce).size() < 2) {
            assertThat(engine.isAlive()).isTrue();
          }
        }
      } finally {
        engine.destroyForcibly().waitFor();
      }
      assertThat(processesAtLast(nonce)).as("after %s lines", lines).isEmpty();
    }
  }

  @Test
  void engineWithoutUtf8IsRefused() throws Exception {
    Process engine = start(Isolation.NONE, nonce(), "", "C");
    try (BufferedReader output = engine.inputReader()) {
      assertThat(output.lines().toList().toString())
          .contains("this process names files in ")
          .contains(", not in UTF-8; start it with LC_ALL=C.UTF-8")
          .doesNotContain("[up");
    }
    assertThat(engine.waitFor()).isEqualTo(1);
  }
}
