/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static io.tusk.engine.command.CommandFixture.datum;
import static io.tusk.engine.command.CommandFixture.nonce;
import static io.tusk.engine.command.CommandFixture.processes;
import static io.tusk.engine.command.CommandFixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that are stopped at one time. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class StoppedTogetherTest {
  @TempDir Path temp;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch up = new CountDownLatch(2);
  private final CountDownLatch oneEnded = new CountDownLatch(1);
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicBoolean held = new AtomicBoolean();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** Whoever kills and has to wait first goes on only when the other command has ended. */
  private Host host() {
    Host system = Host.system();
    return new Host(
        system.clock(),
        system.random(),
        duration -> {
          if (Thread.currentThread().getName().startsWith("command-")
              && held.compareAndSet(false, true)) {
            oneEnded.await();
          } else {
            system.sleeper().sleep(duration);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void noneWaitsForTheEndOfAnother(Isolation isolation) throws Exception {
    IsolationSupport support = IsolationProbe.detect();
    if (support.effective(isolation).isEmpty()) {
      return;
    }
    String nonce = nonce();
    try (CommandRunner runner = CommandRunner.create(isolation, support, host())) {
      List<Future<CommandEnd>> ends = new ArrayList<>();
      for (String name : List.of("a", "b")) {
        CommandRequest request =
            CommandRequest.of(
                    runner.view(datum(temp.resolve(name)), List.of()),
                    shell("echo up; sleep " + nonce + "; exit 1"))
                .withLog(line -> up.countDown(), LogLimits.DEFAULT)
                .withStop(stop);
        ends.add(
            threads.submit(
                () -> {
                  CommandEnd end = runner.run(request).end();
                  oneEnded.countDown();
                  return end;
                }));
      }
      up.await();
      stop.set(true);
      for (Future<CommandEnd> end : ends) {
        assertThat(end.get()).isEqualTo(new CommandEnd.Stopped());
      }
    }
    assertThat(processes(nonce)).isEmpty();
  }
}
