/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static io.tusk.engine.command.CommandFixture.datum;
import static io.tusk.engine.command.CommandFixture.lines;
import static io.tusk.engine.command.CommandFixture.nonce;
import static io.tusk.engine.command.CommandFixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.host.HostFacts;
import io.tusk.engine.view.DatumView;
import io.tusk.host.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a command sees of the host, for each kind of isolation. */
class IsolatedViewTest {
  @TempDir Path temp;
  private final AtomicBoolean stop = new AtomicBoolean();

  private interface Body {
    void run(CommandRunner runner, DatumView view) throws IOException;
  }

  private void with(Isolation isolation, List<Path> hidden, Body body) throws IOException {
    Optional<CommandRunner> allowed = CommandFixture.runner(isolation);
    if (allowed.isPresent()) {
      try (CommandRunner runner = allowed.get()) {
        body.run(runner, runner.view(datum(temp), hidden));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE"})
  void pfsAndTmpAreTheDatumsOwn(Isolation isolation) throws IOException {
    with(
        isolation,
        List.of(),
        (runner, view) -> {
          assertThat(view.pfsRoot()).isEqualTo("/pfs");
          String own = nonce();
          String script =
              "ls -A /pfs /tmp; cat /pfs/in/a.txt; echo o > /pfs/out/o; pwd; echo t > /tmp/" + own;
          assertThat(lines(runner, CommandRequest.of(view, shell(script))))
              .containsExactly("/pfs:", "in", "out", "", "/tmp:", "a", "/");
          assertThat(temp.resolve("datum/pfs/out/o")).hasContent("o\n");
          assertThat(temp.resolve("datum/tmp").resolve(own)).hasContent("t\n");
          assertThat(Path.of("/tmp").resolve(own)).doesNotExist();
          assertThat(Path.of("/pfs")).doesNotExist();
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE"})
  void environmentIsExactlyWhatIsGiven(Isolation isolation) throws IOException {
    with(
        isolation,
        List.of(),
        (runner, view) -> {
          Map<String, String> given =
              Map.of(
                  "X", "a b\n'\"$c\\", "my-input_COMMIT", "1", "IFS", "x", "ü", "ö", "EMPTY", "");
          TreeSet<String> expected = new TreeSet<>();
          given.forEach((name, value) -> expected.add(name + "=" + value));
          expected.add("HOME=/tmp");
          expected.add("LANG=C.UTF-8");
          expected.add("LC_ALL=C.UTF-8");
          expected.add("PATH=" + HostFacts.read().searchPath());
          expected.add("PWD=/");
          HostFacts.read().timeZone().ifPresent(zone -> expected.add("TZ=" + zone));
          List<String> shown =
              lines(runner, CommandRequest.of(view, List.of("env", "-0")).withEnvironment(given));
          assertThat(String.join("\n", shown).split("\0", -1))
              .filteredOn(text -> !text.isEmpty())
              .containsExactlyInAnyOrderElementsOf(expected);
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE"})
  void noProcessShowsTheEnginesEnvironment(Isolation isolation) throws IOException {
    with(
        isolation,
        List.of(),
        (runner, view) -> {
          String script =
              "cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | cut -d= -f1 | sort -u";
          assertThat(lines(runner, CommandRequest.of(view, shell(script))))
              .isSubsetOf("HOME", "LANG", "LC_ALL", "PATH", "PWD", "TUSK_COMMAND", "TZ");
          assertThat(lines(runner, CommandRequest.of(view, shell("ls -d /proc/[0-9]* | wc -l"))))
              .allSatisfy(count -> assertThat(Integer.parseInt(count.trim())).isLessThan(8));
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE"})
  void hiddenPathsAreEmptyAndStaySo(Isolation isolation) throws IOException {
    // The host's /tmp is not shown at all, so what is to be hidden must lie elsewhere.
    Path store = Files.createTempDirectory(Path.of("/var/tmp"), "store ü#");
    Path file = Files.writeString(store.resolve("object"), "secret\n");
    Path credentials = Files.writeString(store.resolveSibling(store.getFileName() + ".key"), "k\n");
    with(
        isolation,
        List.of(store, credentials, temp.resolve("absent"), Path.of("/tmp")),
        (runner, view) -> {
          String script =
              "ls -A \"$1\"; cat \"$1/object\" \"$2\"; touch \"$1/new\"; umount \"$1\";"
                  + " mount -t tmpfs x \"$1\"; unshare -rm umount \"$1\";"
                  + " unshare -rm sh -c 'umount -R \"$0\"; cat \"$0/object\"' \"$1\";"
                  + " ls -A \"$1\"; ls /tmp; wc -c < \"$2\"";
          List<String> output = new java.util.ArrayList<>();
          runner.run(
              CommandRequest.of(
                      view,
                      List.of("sh", "-c", script, "sh", store.toString(), credentials.toString()))
                  .withLog(output::add, LogLimits.DEFAULT));
          assertThat(output).contains("0").doesNotContain("secret", "object", "k", "new");
        });
    assertThat(file).hasContent("secret\n");
    assertThat(store).isDirectoryNotContaining("glob:**/new");
    Files.delete(credentials);
    Files.delete(file);
    Files.delete(store);
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE"})
  void hostCannotBeWritten(Isolation isolation) throws IOException {
    Path outside = Files.createTempDirectory(Path.of("/var/tmp"), "outside");
    with(
        isolation,
        List.of(),
        (runner, view) -> {
          String script = "for d in / /usr /etc \"$1\"; do touch $d/x && echo wrote $d; done; true";
          assertThat(
                  lines(
                      runner,
                      CommandRequest.of(
                          view, List.of("sh", "-c", script, "sh", outside.toString()))))
              .hasSize(4)
              .noneMatch(line -> line.startsWith("wrote"));
        });
    assertThat(outside).isEmptyDirectory();
    Files.delete(outside);
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE"})
  void theKernelsSettingsCannotBeChanged(Isolation isolation) throws IOException {
    with(
        isolation,
        List.of(),
        (runner, view) -> {
          // What is written is what is there already.
          String script =
              "for f in kernel/core_pattern kernel/hostname vm/swappiness; do"
                  + " f=/proc/sys/$f; value=$(cat $f); { echo \"$value\" > $f; } 2> /dev/null"
                  + " && echo $f was written; done; : > /proc/self/comm && echo own";
          assertThat(lines(runner, CommandRequest.of(view, shell(script)))).containsExactly("own");
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void noProcessIsInReachOfTheEnginesTerminal(Isolation isolation) throws Exception {
    String nonce = nonce();
    List<String> sessions = new CopyOnWriteArrayList<>();
    with(
        isolation,
        List.of(),
        (runner, view) ->
            runner.run(
                CommandRequest.of(view, shell("echo ready; sleep " + nonce))
                    .withStop(stop)
                    .withLog(
                        line -> {
                          if (line.equals("ready")) {
                            sessions.addAll(sessions(nonce));
                            stop.set(true);
                          }
                        },
                        LogLimits.DEFAULT)));
    if (CommandFixture.runner(isolation).isPresent()) {
      assertThat(sessions).isNotEmpty().doesNotContain(session(ProcessHandle.current().pid()));
    }
  }

  /** The sessions of the processes whose command line holds {@code text}. */
  private static List<String> sessions(String text) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(text))
        .map(process -> session(process.pid()))
        .toList();
  }

  private static String session(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')')).split(" ", -1)[4];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE"})
  void whatRunsProgramsForOthersIsOutOfReach(Isolation isolation) throws IOException {
    IsolationSupport support = IsolationProbe.detect();
    if (support.effective(isolation).isEmpty()) {
      return;
    }
    Path host = Files.createTempDirectory(Path.of("/var/tmp"), "tusk-test");
    Path user = Files.createDirectories(host.resolve("run/user/0"));
    Path docker = host.resolve("run/docker.sock");
    HostFacts facts = HostFacts.read();
    try (ServerSocketChannel one = listen(user.resolve("bus"));
        ServerSocketChannel other = listen(docker);
        CommandRunner runner =
            new CommandRunner(
                support.launcher(isolation),
                new HostFacts(
                    facts.directories(),
                    facts.links(),
                    facts.searchPath(),
                    facts.timeZone(),
                    HostFacts.controls(host),
                    facts.uid(),
                    facts.gid()),
                Host.system(),
                "")) {
      assertThat(one.isOpen() && other.isOpen()).isTrue();
      DatumView view = runner.view(datum(temp), List.of());
      String script = "cd " + host + "/run; ls user; test -S docker.sock || echo none";
      assertThat(lines(runner, CommandRequest.of(view, shell(script)))).containsExactly("none");
    } finally {
      try (Stream<Path> files = Files.walk(host)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE"})
  void sharedMemoryGoesWithTheDatum(Isolation isolation) throws IOException {
    with(
        isolation,
        List.of(),
        (runner, view) -> {
          Path segments = Path.of("/proc/sysvipc/shm");
          String before = Files.readString(segments);
          String script = "ipcmk -M 4096 > /dev/null && tail -n +2 /proc/sysvipc/shm | wc -l";
          assertThat(lines(runner, CommandRequest.of(view, shell(script)))).containsExactly("1");
          assertThat(Files.readString(segments)).isEqualTo(before);
        });
  }

  private static ServerSocketChannel listen(Path path) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path));
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE"})
  void inputsMayBeChangedAndMoved(Isolation isolation) throws IOException {
    with(
        isolation,
        List.of(),
        (runner, view) -> {
          String script = "echo b >> /pfs/in/a.txt; mv /pfs/in /pfs/moved; cat /pfs/moved/a.txt";
          assertThat(lines(runner, CommandRequest.of(view, shell(script))))
              .containsExactly("a", "b");
          assertThat(temp.resolve("datum/pfs/moved/a.txt")).hasContent("a\nb\n");
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE"})
  void namesOfAllScriptsWork(Isolation isolation) throws IOException {
    with(
        isolation,
        List.of(),
        (runner, view) -> {
          String name = "ä 漢字 𝄞 'q\" $x";
          List<String> command =
              List.of("sh", "-c", "echo \"$1\" > \"/pfs/out/$1\"; ls /pfs/out", "sh", name);
          assertThat(lines(runner, CommandRequest.of(view, command)).get(0)).contains("ä");
          assertThat(temp.resolve("datum/pfs/out").resolve(name)).hasContent(name + "\n");
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE"})
  void programsAreLookedUpInTheView(Isolation isolation) throws IOException {
    with(
        isolation,
        List.of(),
        (runner, view) -> {
          Path tool = temp.resolve("datum/pfs/in/tool");
          Files.writeString(tool, "#!/bin/sh\necho \"$0 $PWD\"\n");
          Files.setAttribute(tool, "unix:mode", 0755);
          CommandRequest request =
              CommandRequest.of(view, List.of("tool"))
                  .withEnvironment(Map.of("PATH", "/nowhere:/pfs/in"))
                  .withWorkingDirectory("/pfs/out");
          assertThat(lines(runner, request)).containsExactly("/pfs/in/tool /pfs/out");
          CommandRequest relative =
              CommandRequest.of(view, List.of("./tool")).withWorkingDirectory("/pfs/in");
          assertThat(lines(runner, relative)).containsExactly("./tool /pfs/in");
        });
  }
}
