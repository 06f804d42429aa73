/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static io.tusk.engine.command.CommandFixture.datum;
import static io.tusk.engine.command.CommandFixture.lines;
import static io.tusk.engine.command.CommandFixture.nonce;
import static io.tusk.engine.command.CommandFixture.shell;
import static io.tusk.engine.command.CommandFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.view.DatumView;
import io.tusk.host.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every kind of isolation, none included. */
class CommandRunnerTest {
  @TempDir Path temp;

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void exitCodes(Isolation isolation) throws Exception {
    with(
        temp,
        isolation,
        (runner, view) -> {
          CommandRequest three = CommandRequest.of(view, shell("echo x; echo y >&2; exit 3"));
          CommandOutcome refused = runner.run(three);
          assertThat(refused.end()).isEqualTo(new CommandEnd.Exited(3));
          assertThat(refused.accepted()).isFalse();
          assertThat(refused.lastLines()).containsExactly("x", "y");
          assertThat(refused.logBytes()).isEqualTo(4);
          assertThat(refused.summary()).isEqualTo("command \"sh\" ended with exit code 3");
          assertThat(runner.run(three.withAcceptedExitCodes(Set.of(3))).accepted()).isTrue();
          CommandOutcome zero =
              runner.run(CommandRequest.of(view, List.of("true")).withAcceptedExitCodes(Set.of(3)));
          assertThat(zero.accepted()).isTrue();
          assertThat(zero.logBytes()).isZero();
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void signals(Isolation isolation) throws Exception {
    with(
        temp,
        isolation,
        (runner, view) -> {
          for (int signal : new int[] {9, 11, 15}) {
            CommandOutcome outcome =
                runner.run(CommandRequest.of(view, shell("kill -" + signal + " $$")));
            assertThat(outcome.end()).isEqualTo(new CommandEnd.Exited(128 + signal));
            assertThat(outcome.accepted()).isFalse();
            assertThat(outcome.lastLines()).isEmpty();
            assertThat(outcome.summary())
                .isEqualTo(
                    "command \"sh\" ended with exit code "
                        + (128 + signal)
                        + " (killed by "
                        + Map.of(9, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM").get(signal)
                        + ")");
          }
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void whatCannotBeStartedSaysWhy(Isolation isolation) throws Exception {
    with(
        temp,
        isolation,
        (runner, view) -> {
          CommandRequest missing =
              CommandRequest.of(view, List.of("no-such-tool"))
                  .withEnvironment(Map.of("PATH", "/usr/bin:/bin"));
          assertNotStarted(
              runner.run(missing),
              127,
              "command \"no-such-tool\" not found on PATH /usr/bin:/bin; install it, or set PATH in"
                  + " transform.env");
          assertNotStarted(
              runner.run(CommandRequest.of(view, List.of("/no/such"))),
              127,
              "command \"/no/such\" does not exist; install it or correct transform.cmd");
          assertNotStarted(
              runner.run(CommandRequest.of(view, List.of("/etc/passwd"))),
              126,
              "command \"/etc/passwd\" cannot be run: /etc/passwd is not an executable file; make it"
                  + " one (chmod +x), or name its interpreter");
          assertNotStarted(
              runner.run(CommandRequest.of(view, List.of("true")).withWorkingDirectory("/nope/x")),
              126,
              "working directory \"/nope/x\" does not exist; create it or name another");
          assertNotStarted(
              runner.run(CommandRequest.of(view, List.of("true")).withWorkingDirectory("x")),
              126,
              "working directory \"x\" is not absolute; start it with /");
          CommandOutcome tooLong =
              runner.run(CommandRequest.of(view, List.of("true", "x".repeat(3_000_000))));
          assertNotStarted(
              tooLong,
              126,
              "command \"true\" has arguments and variables that are too long for this host; pass"
                  + " them in a file or on standard input");
        });
  }

  private static void assertNotStarted(CommandOutcome outcome, int code, String reason) {
    assertThat(outcome.end()).isEqualTo(new CommandEnd.NotStarted(code, reason));
    assertThat(outcome.accepted()).isFalse();
    assertThat(outcome.summary()).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void standardInput(Isolation isolation) throws Exception {
    with(
        temp,
        isolation,
        (runner, view) -> {
          CommandRequest cat = CommandRequest.of(view, List.of("cat"));
          assertThat(lines(runner, cat)).isEmpty();
          assertThat(lines(runner, cat.withStdin(List.of("")))).containsExactly("");
          assertThat(lines(runner, cat.withStdin(List.of("a", "", "ü"))))
              .containsExactly("a", "", "ü");
          List<String> many = Collections.nCopies(100_000, "0123456789");
          assertThat(
                  lines(
                      runner, CommandRequest.of(view, shell("wc -c | tr -d ' '")).withStdin(many)))
              .containsExactly("1100000");
          CommandRequest deaf = CommandRequest.of(view, List.of("true"));
          assertThat(runner.run(deaf.withStdin(many)).accepted()).isTrue();
          assertThat(runner.run(deaf.withStdin(List.of("a"))).accepted()).isTrue();
          CommandRequest script = CommandRequest.of(view, List.of("sh"));
          assertThat(lines(runner, script.withStdin(List.of("x=1", "echo $x", "exit"))))
              .containsExactly("1");
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void floodOfOutputIsBounded(Isolation isolation) throws Exception {
    with(
        temp,
        isolation,
        (runner, view) -> {
          List<String> kept = new ArrayList<>();
          CommandOutcome outcome =
              runner.run(
                  CommandRequest.of(view, shell("yes 123456789 | head -c 200000000; echo end"))
                      .withLog(kept::add, new LogLimits(100, 1000, 1000, 2)));
          assertThat(outcome.accepted()).isTrue();
          assertThat(outcome.logBytes()).isEqualTo(200_000_004);
          assertThat(outcome.lastLines()).containsExactly("123456789", "end");
          // The first 100 lines, and of each second that it took the last ones.
          assertThat(kept).hasSizeBetween(201, 10_000);
          assertThat(kept.get(100)).matches("\\[[0-9]+ bytes of output dropped here.*\\]");
          assertThat(kept.subList(kept.size() - 2, kept.size()))
              .containsExactly("123456789", "end");
          try (var files = Files.walk(temp)) {
            assertThat(files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum())
                .isLessThan(100_000);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void commandsOutliveOtherThreads(Isolation isolation) throws Exception {
    with(
        temp,
        isolation,
        (runner, view) -> {
          List<Thread> threads = new ArrayList<>();
          List<CommandEnd> ends = Collections.synchronizedList(new ArrayList<>());
          for (int i = 0; i < 8; i++) {
            DatumView own = runner.view(datum(temp.resolve("t" + i)), List.of());
            String script = i % 2 == 0 ? "true" : "sleep 0.3";
            threads.add(
                new Thread(
                    () -> ends.add(runner.run(CommandRequest.of(own, shell(script))).end())));
          }
          threads.forEach(Thread::start);
          for (Thread thread : threads) {
            thread.join();
          }
          assertThat(ends).hasSize(8).containsOnly(new CommandEnd.Exited(0));
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void theEndOfLongOutputIsSeenWhileTheCommandRuns(Isolation isolation) throws Exception {
    Optional<CommandRunner> allowed = CommandFixture.runner(isolation);
    if (allowed.isEmpty()) {
      return;
    }
    try (CommandRunner runner = allowed.get()) {
      AtomicBoolean stop = new AtomicBoolean();
      String script = "yes 'one of many lines' | head -n 100000; echo last; sleep " + nonce();
      CommandRequest request =
          CommandRequest.of(runner.view(datum(temp), List.of()), shell(script))
              .withStop(stop)
              .withTimeLimit(Duration.ofSeconds(30))
              .withLog(line -> stop.compareAndSet(false, line.equals("last")), LogLimits.DEFAULT);
      assertThat(runner.run(request).end()).isEqualTo(new CommandEnd.Stopped());
    }
  }

  @Test
  void aClockThatIsSetBackChangesNothing() throws Exception {
    AtomicLong seconds = new AtomicLong(1_000_000);
    InstantSource backwards =
        () -> {
          return Instant.ofEpochSecond(seconds.addAndGet(-3600));
        };
    Host system = Host.system();
    Host host = new Host(backwards.withZone(ZoneOffset.UTC), system.random(), system.sleeper());
    try (CommandRunner runner =
        CommandRunner.create(Isolation.NONE, IsolationProbe.detect(), host)) {
      CommandRequest request =
          CommandRequest.of(runner.view(datum(temp), List.of()), List.of("true"));
      assertThat(runner.run(request).wall()).isPositive();
    }
  }
}
