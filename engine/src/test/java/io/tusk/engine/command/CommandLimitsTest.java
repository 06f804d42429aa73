/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static io.tusk.engine.command.CommandFixture.datum;
import static io.tusk.engine.command.CommandFixture.lines;
import static io.tusk.engine.command.CommandFixture.nonce;
import static io.tusk.engine.command.CommandFixture.processes;
import static io.tusk.engine.command.CommandFixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.host.HostFacts;
import io.tusk.engine.limits.CommandLimits;
import io.tusk.engine.limits.ControlGroup;
import io.tusk.engine.limits.ResourceLimits;
import io.tusk.engine.view.DatumView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits of memory and processes: measured, and by control groups as far as files can tell. */
class CommandLimitsTest {
  private static final long MIB = 1 << 20;

  @TempDir Path temp;

  private interface Body {
    void run(CommandRunner runner, DatumView view) throws Exception;
  }

  private void with(Isolation isolation, Body body) throws Exception {
    Optional<CommandRunner> allowed = CommandFixture.runner(isolation);
    if (allowed.isPresent()) {
      try (CommandRunner runner = allowed.get()) {
        body.run(runner, runner.view(datum(temp), List.of()));
      }
    }
  }

  private static Path group(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private static CommandLimits measured(OptionalLong memory, long processes) {
    return CommandLimits.open(new ResourceLimits(memory, processes), Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void aCommandOfTooManyProcessesIsKilled(Isolation isolation) throws Exception {
    with(
        isolation,
        (runner, view) -> {
          String nonce = nonce();
          String script =
              "i=0; while [ $i -lt 60 ]; do i=$((i + 1)); (setsid sleep "
                  + nonce
                  + " > /dev/null 2>&1 < /dev/null &); done; sleep "
                  + nonce;
          CommandRequest request = CommandRequest.of(view, shell(script));
          CommandOutcome outcome =
              runner.run(request.withLimits(measured(OptionalLong.empty(), 40)));
          assertThat(outcome.end())
              .isEqualTo(new CommandEnd.OverLimit("its limit of 40 processes"));
          assertThat(outcome.accepted()).isFalse();
          assertThat(outcome.summary())
              .isEqualTo(
                  "command \"sh\" was ended because it reached its limit of 40 processes; raise"
                      + " resource_limits or let it use less");
          assertThat(processes(nonce)).isEmpty();
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void aCommandThatTakesTooMuchMemoryIsKilled(Isolation isolation) throws Exception {
    with(
        isolation,
        (runner, view) -> {
          // Half in a process of its own: what counts is the sum.
          String hog = "head -c 40000000 /dev/zero | tail -c 40000000 | sleep 100";
          String script = "(" + hog + ") & " + hog;
          CommandRequest request = CommandRequest.of(view, shell(script));
          CommandOutcome outcome =
              runner.run(request.withLimits(measured(OptionalLong.of(64 * MIB), 100)));
          assertThat(outcome.end())
              .isEqualTo(new CommandEnd.OverLimit("its memory limit of 64.0 MiB"));
          CommandRequest less =
              CommandRequest.of(
                  view, shell("head -c 40000000 /dev/zero | tail -c 40000000 | wc -c"));
          assertThat(
                  runner.run(less.withLimits(measured(OptionalLong.of(64 * MIB), 100))).accepted())
              .isTrue();
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void aProcessWhoseShortNameIsNoTextIsMeasured(Isolation isolation) throws Exception {
    with(
        isolation,
        (runner, view) -> {
          // The kernel keeps 15 bytes of a name, and so half of the last letter.
          Path copy = view.pfs().resolve("in/ääääääää");
          Files.copy(HostFacts.read().requiredTool("tail"), copy);
          Files.setAttribute(copy, "unix:mode", 0755);
          String script =
              "head -c 90000000 /dev/zero | "
                  + view.pfsRoot()
                  + "/in/ääääääää -c 90000000"
                  + " | sleep 1000";
          CommandRequest request = CommandRequest.of(view, shell(script));
          assertThat(runner.run(request.withLimits(measured(OptionalLong.of(64 * MIB), 100))).end())
              .isEqualTo(new CommandEnd.OverLimit("its memory limit of 64.0 MiB"));
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void noSingleProcessCanAllocateFarMoreBetweenTwoLooks(Isolation isolation) throws Exception {
    with(
        isolation,
        (runner, view) -> {
          CommandRequest request = CommandRequest.of(view, shell("ulimit -d"));
          assertThat(lines(runner, request.withLimits(measured(OptionalLong.of(64 * MIB), 100))))
              .containsExactly("" + (2 * 64 + 256) * 1024);
        });
  }

  @Test
  void aDelegatedGroupIsUsed() throws IOException {
    Path mount = Files.createDirectories(temp.resolve("cgroup"));
    Path own = Files.createDirectories(mount.resolve("user.slice/tusk"));
    String mounts =
        "31 23 0:28 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n41 31 0:38 / "
            + mount
            + " rw,relatime - cgroup2 cgroup2 rw\n";
    String groups = "4:memory:/x\n0::/user.slice/tusk\n";
    assertThat(ControlGroup.parent(mounts, groups)).isEmpty();
    Files.writeString(own.resolve("cgroup.subtree_control"), "cpu pids\n");
    assertThat(ControlGroup.parent(mounts, groups)).isEmpty();
    Files.writeString(own.resolve("cgroup.subtree_control"), "cpu memory pids\n");
    assertThat(ControlGroup.parent(mounts, groups)).contains(own);
    assertThat(ControlGroup.parent(mounts, "0::/../other\n")).isEmpty();
    assertThat(ControlGroup.parent("", groups)).isEmpty();

    ResourceLimits limits = new ResourceLimits(OptionalLong.of(64 * MIB), 40);
    CommandLimits within = CommandLimits.open(limits, Optional.of(own));
    Path group = group(own);
    assertThat(group.resolve("memory.max")).hasContent("" + 64 * MIB);
    assertThat(group.resolve("memory.oom.group")).hasContent("1");
    assertThat(group.resolve("pids.max")).hasContent("40");
    assertThat(within.isMeasured()).isFalse();
    assertThat(within.inner(HostFacts.read())).isEmpty();
    assertThat(within.reached()).isEmpty();
    Files.writeString(group.resolve("memory.events"), "low 0\noom_kill 2\n");
    Files.writeString(group.resolve("pids.events"), "max 7\n");
    assertThat(within.reached()).contains("its memory limit of 64.0 MiB");
    assertThat(within.reached()).isEmpty();
    Files.writeString(group.resolve("pids.events"), "max 8\n");
    assertThat(within.reached()).contains("its limit of 40 processes");
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void aCommandIsStartedWithinItsGroup(Isolation isolation) throws Exception {
    with(
        isolation,
        (runner, view) -> {
          Path own = Files.createDirectories(temp.resolve("group"));
          ResourceLimits limits = new ResourceLimits(OptionalLong.of(64 * MIB), 40);
          CommandLimits within = CommandLimits.open(limits, Optional.of(own));
          CommandRequest request = CommandRequest.of(view, shell("echo ran")).withLimits(within);
          assertThat(lines(runner, request)).containsExactly("ran");
          Path group = group(own);
          assertThat(group.resolve("cgroup.procs")).hasContent("0");
          CommandRequest fails = CommandRequest.of(view, shell("exit 137")).withLimits(within);
          Files.writeString(group.resolve("memory.events"), "oom_kill 1\n");
          assertThat(runner.run(fails).end())
              .isEqualTo(new CommandEnd.OverLimit("its memory limit of 64.0 MiB"));
          assertThat(runner.run(fails).end()).isEqualTo(new CommandEnd.Exited(137));
        });
  }
}
