/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static io.tusk.engine.command.CommandFixture.datum;
import static io.tusk.engine.command.CommandFixture.lines;
import static io.tusk.engine.command.CommandFixture.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.engine.host.HostFacts;
import io.tusk.engine.view.DatumView;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is given and what is refused when there is no isolation, or nothing to run. */
class WithoutIsolationTest {
  @TempDir Path temp;

  private interface Body {
    void run(CommandRunner runner, DatumView view) throws Exception;
  }

  private void with(Isolation isolation, Body body) throws Exception {
    Optional<CommandRunner> allowed = CommandFixture.runner(isolation);
    if (allowed.isPresent()) {
      try (CommandRunner runner = allowed.get()) {
        assertThat(runner.isolation()).isEqualTo(isolation);
        body.run(runner, runner.view(datum(temp), List.of()));
      }
    }
  }

  @Test
  void withoutIsolationInputsAreFoundByVariable() throws Exception {
    with(
        Isolation.NONE,
        (runner, view) -> {
          Path datum = temp.toRealPath().resolve("datum");
          assertThat(view.pfsRoot()).isEqualTo(datum.resolve("pfs").toString());
          String script =
              "cat \"$PFS_ROOT/in/a.txt\"; touch \"$TMPDIR/t\"; env | cut -d= -f1 | grep -v '^_$' | sort";
          List<String> names =
              new ArrayList<>(
                  List.of(
                      "HOME",
                      "LANG",
                      "LC_ALL",
                      "PATH",
                      "PFS_ROOT",
                      "PWD",
                      "TMPDIR",
                      "TUSK_COMMAND"));
          HostFacts.read().timeZone().ifPresent(zone -> names.add("TZ"));
          List<String> expected = new ArrayList<>(List.of("a"));
          expected.addAll(names);
          assertThat(lines(runner, CommandRequest.of(view, shell(script)))).isEqualTo(expected);
          assertThat(datum.resolve("tmp/t")).exists();
        });
  }

  @Test
  void withoutIsolationPfsIsRefused() throws Exception {
    Path script = Files.writeString(temp.resolve("script.py"), "open('/pfs/in/a.txt')\n");
    List<List<String>> commands = List.of(shell("ls /pfs"), List.of("cat", script.toString()));
    List<String> places = List.of("its arguments", script.toString());
    with(
        Isolation.NONE,
        (runner, view) -> {
          for (int i = 0; i < commands.size(); i++) {
            CommandRequest request = CommandRequest.of(view, commands.get(i));
            String program = commands.get(i).get(0);
            String place = places.get(i);
            assertThatThrownBy(() -> runner.run(request))
                .isInstanceOfSatisfying(
                    TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID))
                .hasMessage(
                    "command \"%s\" names /pfs in %s, which is not there without isolation; use"
                        + " $PFS_ROOT there, or --isolation=auto",
                    program, place);
          }
          CommandRequest knowing = CommandRequest.of(view, shell("ls ${PFS_ROOT:-/pfs}"));
          assertThat(lines(runner, knowing)).containsExactly("in", "out");
        });
  }

  @Test
  void hostThatAllowsNothingSaysSo() throws Exception {
    IsolationSupport nothing =
        new IsolationSupport(HostFacts.read())
            .fails(Isolation.BUBBLEWRAP, "bwrap is not installed")
            .fails(Isolation.UNSHARE, "unshare: Operation not permitted");
    assertThatThrownBy(() -> CommandRunner.create(Isolation.UNSHARE, nothing, Host.system()))
        .isInstanceOf(TuskException.class)
        .hasMessageStartingWith(
            "--isolation=unshare is not possible on this host (unshare: Operation not permitted);"
                + " install bubblewrap and allow user namespaces")
        .hasMessageEndingWith(", or use --isolation=none");
    try (CommandRunner runner = CommandRunner.create(Isolation.AUTO, nothing, Host.system())) {
      assertThat(runner.isolation()).isEqualTo(Isolation.NONE);
      DatumView view = runner.view(datum(temp), List.of());
      assertThat(runner.run(CommandRequest.of(view, List.of("true"))).accepted()).isTrue();
      CommandRequest request =
          CommandRequest.of(view, List.of("sh")).withStdin(List.of("cp /pfs/in/a /pfs/out"));
      assertThatThrownBy(() -> runner.run(request))
          .isInstanceOfSatisfying(
              TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HOST))
          .hasMessageStartingWith(
              "command \"sh\" names /pfs in its standard input, which is not there without"
                  + " isolation; use $PFS_ROOT there, or make isolation possible: install bubblewrap")
          .hasMessageEndingWith(
              "bubblewrap: bwrap is not installed; unshare: unshare: Operation not permitted");
    }
  }

  @Test
  void brokenToolIsTheHostsFault() throws IOException {
    Path broken =
        Files.writeString(temp.resolve("bwrap"), "#!/bin/sh\necho bwrap: no way >&2\nexit 1\n");
    Files.setAttribute(broken, "unix:mode", 0755);
    HostFacts facts = HostFacts.read();
    Launcher launcher = new BubblewrapLauncher(facts, broken, false);
    try (CommandRunner runner = new CommandRunner(launcher, facts, Host.system(), "")) {
      DatumView view = runner.view(datum(temp), List.of());
      assertThatThrownBy(() -> runner.run(CommandRequest.of(view, List.of("true"))))
          .isInstanceOfSatisfying(
              TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HOST))
          .hasMessage(
              "the host does not give a command its own view: bwrap: no way; tusk doctor says what is"
                  + " allowed, --isolation=none does without");
    }
  }

  @Test
  void unusableRequestsAreRefused() throws Exception {
    with(
        Isolation.NONE,
        (runner, view) -> {
          assertInvalid(
              () -> CommandRequest.of(view, List.of()), "the command is empty; name a program");
          assertInvalid(
              () -> CommandRequest.of(view, List.of("a\0b")),
              "argument \"a\\0b\" holds a NUL character; remove it");
          CommandRequest good = CommandRequest.of(view, List.of("true"));
          assertInvalid(
              () -> good.withEnvironment(Map.of("a=b", "")),
              "environment variable \"a=b\" has a name that is empty or holds \"=\" or a NUL"
                  + " character; rename it");
          assertInvalid(
              () -> good.withEnvironment(Map.of("a", "\0")),
              "environment variable \"a\" holds a NUL character; remove it");
          assertInvalid(
              () -> good.withTimeLimit(Duration.ZERO),
              "the time limit PT0S is not positive; raise it");
        });
  }

  private static void assertInvalid(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID))
        .hasMessage(message);
  }
}
