/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static io.tusk.engine.command.CommandFixture.lines;
import static io.tusk.engine.command.CommandFixture.nonce;
import static io.tusk.engine.command.CommandFixture.processes;
import static io.tusk.engine.command.CommandFixture.shell;
import static io.tusk.engine.command.CommandFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a command started is gone when its run has ended, however that came. */
class EndedProcessesTest {
  @TempDir Path temp;

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void whatTheCommandStartedIsEnded(Isolation isolation) throws Exception {
    with(
        temp,
        isolation,
        (runner, view) -> {
          for (String daemon :
              List.of(
                  "sleep NONCE &",
                  "setsid sleep NONCE &",
                  "setsid sleep NONCE > /dev/null 2>&1 < /dev/null &",
                  "(setsid sh -c 'sleep NONCE & sleep NONCE' > /dev/null 2>&1 &) &",
                  "nohup sleep NONCE > /dev/null 2>&1 &",
                  "env -i sleep NONCE &",
                  "(trap '' TERM HUP INT; sleep NONCE) &")) {
            String nonce = nonce();
            // Waits until it runs, else there would be nothing to end. The shell's own command line
            // holds it too, but does not start with it.
            String script =
                daemon.replace("NONCE", nonce)
                    + " until grep -aqs '^sleep."
                    + nonce
                    + "' /proc/[1-9]*/cmdline; do :; done; echo started";
            CommandRequest request = CommandRequest.of(view, shell(script));
            assertThat(lines(runner, request)).as(daemon).containsExactly("started");
            assertThat(processes(nonce)).as(daemon).isEmpty();
          }
        });
  }

  /** A process that takes on another program has no environment to be known by for a moment. */
  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void whatTheCommandIsAboutToStartIsEnded(Isolation isolation) throws Exception {
    with(
        temp,
        isolation,
        (runner, view) -> {
          for (int round = 0; round < 50; round++) {
            String nonce = nonce();
            String daemon = "setsid env nice sleep " + nonce + " > /dev/null 2>&1 < /dev/null &";
            assertThat(lines(runner, CommandRequest.of(view, shell(daemon)))).isEmpty();
            assertThat(processes(nonce)).as("round %d", round).isEmpty();
          }
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void stopEndsEverything(Isolation isolation) throws Exception {
    with(
        temp,
        isolation,
        (runner, view) -> {
          String nonce = nonce();
          AtomicBoolean stop = new AtomicBoolean();
          CommandOutcome outcome =
              runner.run(
                  CommandRequest.of(
                          view, shell("setsid sleep " + nonce + " & echo up; sleep " + nonce))
                      .withLog(line -> stop.set(true), LogLimits.DEFAULT)
                      .withStop(stop));
          assertThat(outcome.end()).isEqualTo(new CommandEnd.Stopped());
          assertThat(outcome.summary()).isEqualTo("command \"sh\" was stopped");
          assertThat(processes(nonce)).isEmpty();
          assertThat(runner.run(CommandRequest.of(view, List.of("true")).withStop(stop)).end())
              .isEqualTo(new CommandEnd.Stopped());
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void interruptEndsEverything(Isolation isolation) throws Exception {
    with(
        temp,
        isolation,
        (runner, view) -> {
          for (String before : List.of("", "exec > /dev/null 2>&1; ")) {
            String nonce = nonce();
            AtomicReference<CommandOutcome> outcome = new AtomicReference<>();
            AtomicBoolean flag = new AtomicBoolean();
            Thread thread =
                new Thread(
                    () -> {
                      CommandRequest request =
                          CommandRequest.of(
                                  view, shell("echo up; " + before + "sleep " + nonce + "; exit 1"))
                              .withLog(
                                  line -> Thread.currentThread().interrupt(), LogLimits.DEFAULT);
                      outcome.set(runner.run(request));
                      flag.set(Thread.currentThread().isInterrupted());
                    });
            thread.start();
            thread.join();
            assertThat(outcome.get().end()).isEqualTo(new CommandEnd.Stopped());
            assertThat(flag).isTrue();
            assertThat(processes(nonce)).isEmpty();
          }
        });
  }

  /** The output of a view ends when its first process dies; the others may take longer. */
  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void whatWasKilledIsGoneWhenTheRunEnds(Isolation isolation) throws Exception {
    with(
        temp,
        isolation,
        (runner, view) -> {
          for (int round = 0; round < 5; round++) {
            String nonce = nonce();
            String script =
                "exec 3>&1 > /dev/null 2>&1; i=0; while [ $i -lt 200 ]; do sleep NONCE 3>&- &"
                    + " i=$((i + 1)); done; echo up >&3; exec 3>&-; sleep NONCE; exit 1";
            AtomicBoolean stop = new AtomicBoolean();
            CommandOutcome outcome =
                runner.run(
                    CommandRequest.of(view, shell(script.replace("NONCE", nonce)))
                        .withLog(line -> stop.set(true), LogLimits.DEFAULT)
                        .withStop(stop));
            assertThat(processes(nonce)).as("round %d", round).isEmpty();
            assertThat(outcome.end()).isEqualTo(new CommandEnd.Stopped());
          }
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void timeLimitEndsEverything(Isolation isolation) throws Exception {
    with(
        temp,
        isolation,
        (runner, view) -> {
          String nonce = nonce();
          CommandOutcome outcome =
              runner.run(
                  CommandRequest.of(view, shell("setsid sleep " + nonce + " & sleep " + nonce))
                      .withTimeLimit(Duration.ofMillis(200)));
          assertThat(outcome.end()).isEqualTo(new CommandEnd.TimedOut(Duration.ofMillis(200)));
          assertThat(outcome.summary())
              .isEqualTo(
                  "command \"sh\" was killed after 0.2 s, its time limit; raise datum_timeout or"
                      + " make it faster");
          assertThat(processes(nonce)).isEmpty();
          // Within the time that a view takes to be built.
          for (int micros = 100; micros < 10_000; micros += 700) {
            String early = nonce();
            runner.run(
                CommandRequest.of(view, List.of("sleep", early))
                    .withTimeLimit(Duration.ofNanos(micros * 1000L)));
            assertThat(processes(early)).isEmpty();
          }
        });
  }
}
