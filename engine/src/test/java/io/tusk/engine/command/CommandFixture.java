/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.engine.view.DatumView;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What the tests of this package share. */
final class CommandFixture {
  private CommandFixture() {}

  /**
   * A runner of that kind; where the host does not allow it, nothing, once it is made sure that it
   * is refused with the reason and a remedy.
   */
  static Optional<CommandRunner> runner(Isolation isolation) {
    IsolationSupport support = IsolationProbe.detect();
    if (support.effective(isolation).isPresent()) {
      return Optional.of(CommandRunner.create(isolation, support, Host.system()));
    }
    assertThatThrownBy(() -> CommandRunner.create(isolation, support, Host.system()))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HOST))
        .hasMessageStartingWith(
            "--isolation="
                + isolation.optionValue()
                + " is not possible on this host ("
                + support.whyNot(isolation).orElseThrow()
                + "); install bubblewrap");
    return Optional.empty();
  }

  interface Body {
    void run(CommandRunner runner, DatumView view) throws Exception;
  }

  /** Runs {@code body} where the host allows that isolation. */
  static void with(Path parent, Isolation isolation, Body body) throws Exception {
    Optional<CommandRunner> allowed = runner(isolation);
    if (allowed.isPresent()) {
      try (CommandRunner runner = allowed.get()) {
        assertThat(runner.isolation()).isEqualTo(isolation);
        body.run(runner, runner.view(datum(parent), List.of()));
      }
    }
  }

  /** A datum directory with the file {@code /pfs/in/a.txt}, which holds {@code a\n}. */
  static Path datum(Path parent) throws IOException {
    Path datum = Files.createDirectories(parent.resolve("datum"));
    Files.createDirectories(datum.resolve("pfs/in"));
    Files.createDirectories(datum.resolve("pfs/out"));
    Files.writeString(datum.resolve("pfs/in/a.txt"), "a\n");
    return datum;
  }

  static List<String> shell(String script) {
    return List.of("sh", "-c", script);
  }

  /** All lines of output. */
  static List<String> lines(CommandRunner runner, CommandRequest request) {
    List<String> lines = new ArrayList<>();
    CommandOutcome outcome = runner.run(request.withLog(lines::add, LogLimits.DEFAULT));
    assertThat(outcome.end()).as("%s", lines).isEqualTo(new CommandEnd.Exited(0));
    return lines;
  }

  /** An argument for {@code sleep}, of a day, that no other process has. */
  static String nonce() {
    return "86400." + ThreadLocalRandom.current().nextLong(1_000_000_000L, 10_000_000_000L);
  }

  /** The command lines of the living processes that hold {@code text}. */
  static List<String> processes(String text) {
    List<String> found = new ArrayList<>();
    String[] names = new File("/proc").list((directory, name) -> Character.isDigit(name.charAt(0)));
    for (String name : names) {
      String line = commandLine(Path.of("/proc", name, "cmdline"));
      if (line.contains(text)) {
        found.add(line);
      }
    }
    return found;
  }

  private static String commandLine(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  /** What is left of {@link #processes} when it has become empty, or after a minute. */
  static List<String> processesAtLast(String text) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    List<String> found = processes(text);
    while (!found.isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      found = processes(text);
    }
    return found;
  }
}
