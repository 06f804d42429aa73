/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static io.tusk.engine.command.CommandFixture.datum;
import static io.tusk.engine.command.CommandFixture.lines;
import static io.tusk.engine.command.CommandFixture.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.engine.host.HostFacts;
import io.tusk.engine.host.HostUser;
import io.tusk.engine.view.DatumView;
import io.tusk.engine.view.Resolution;
import io.tusk.engine.view.ViewMount;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom commands run as, and what they alone are given. */
class UserAndSecretTest {
  @TempDir Path temp;

  private interface Body {
    void run(CommandRunner runner) throws Exception;
  }

  private static void with(Isolation isolation, Body body) throws Exception {
    Optional<CommandRunner> allowed = CommandFixture.runner(isolation);
    if (allowed.isPresent()) {
      try (CommandRunner runner = allowed.get()) {
        body.run(runner);
      }
    }
  }

  private static HostFacts facts(int uid) {
    HostFacts now = HostFacts.read();
    return new HostFacts(
        now.directories(), now.links(), now.searchPath(), now.timeZone(), List.of(), uid, uid);
  }

  @Test
  void usersAreNamesOrNumbers() {
    HostFacts root = facts(0);
    assertThat(HostUser.parse("root", root)).isEmpty();
    assertThat(HostUser.parse("0:0", root)).isEmpty();
    assertThat(HostUser.parse("12345", root)).contains(new HostUser(12345, 12345));
    assertThat(HostUser.parse("12345:7", root)).contains(new HostUser(12345, 7));
    assertThat(HostUser.parse("12345:root", root)).contains(new HostUser(12345, 0));
    assertThat(HostUser.parse("4711", facts(4711))).isEmpty();
    assertInvalid(
        "transform.user \"no-such:root\" names \"no-such\", which is not in /etc/passwd of this"
            + " host; add it there, or give a number",
        "no-such:root",
        root);
    assertInvalid(
        "transform.user \"root:no-such\" names \"no-such\", which is not in /etc/group of this"
            + " host; add it there, or give a number",
        "root:no-such",
        root);
    assertInvalid(
        "transform.user \"12345\" needs root's rights, and this process has the user id 4711; run"
            + " it as root, or remove the field",
        "12345",
        facts(4711));
  }

  private static void assertInvalid(String message, String user, HostFacts facts) {
    assertThatThrownBy(() -> HostUser.parse(user, facts))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID))
        .hasMessage(message);
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void rootRunsCommandsAsTheUser(Isolation isolation) throws Exception {
    assumeThat(HostFacts.read().root()).isTrue();
    with(
        isolation,
        runner -> {
          Path datum = datum(temp);
          for (Path path = datum; path.startsWith(temp); path = path.getParent()) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
          }
          DatumView view = runner.view(datum, List.of());
          HostUser user = new HostUser(12345, 23456);
          user.own(datum.resolve("pfs"));
          user.own(datum.resolve("tmp"));
          String script =
              "id -u; id -g; id -G; cd "
                  + view.pfsRoot()
                  + "; echo new > out/o; echo t >> in/a.txt;"
                  + " cat in/a.txt; touch "
                  + view.tmpRoot()
                  + "/x && echo ok;"
                  + " cat /etc/shadow 2> /dev/null || echo no; grep CapEff /proc/self/status";
          List<String> lines = lines(runner, CommandRequest.of(view, shell(script)).withUser(user));
          assertThat(lines)
              .containsExactly(
                  "12345", "23456", "23456", "a", "t", "ok", "no", "CapEff:\t0000000000000000");
          assertThat(
                  Files.getAttribute(
                      datum.resolve("pfs/out/o"), "unix:uid", LinkOption.NOFOLLOW_LINKS))
              .isEqualTo(12345);
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void secretVariablesStandInNoArgument(Isolation isolation) throws Exception {
    with(
        isolation,
        runner -> {
          DatumView view = runner.view(datum(temp), List.of());
          String value = "s3cr$(echo x)et'\"\\ \n " + CommandFixture.nonce();
          List<String> seen = new ArrayList<>();
          CommandRequest request =
              CommandRequest.of(
                      view, shell("env | grep -c -e TUSK_SECRET; printf '%s.' \"$PW\"; echo"))
                  .withEnvironment(Map.of("name", "kept", "odd-name", "kept"))
                  .withSecrets(Map.of("PW", value, "OTHER", ""))
                  .withLog(
                      line ->
                          seen.addAll(
                              CommandFixture.processes(value.substring(value.length() - 10))),
                      LogLimits.DEFAULT);
          CommandOutcome outcome = runner.run(request);
          assertThat(outcome.accepted()).isTrue();
          assertThat(String.join("\n", outcome.lastLines())).isEqualTo("0\n" + value + ".");
          assertThat(seen).isEmpty();
          List<String> names =
              lines(
                  runner,
                  CommandRequest.of(view, List.of("env"))
                      .withEnvironment(Map.of("name", "kept", "odd-name", "kept"))
                      .withSecrets(Map.of("PW", "x")));
          assertThat(names).contains("PW=x", "name=kept", "odd-name=kept");
          assertThat(names)
              .filteredOn(line -> isolation != Isolation.NONE || !line.startsWith("TUSK_COMMAND="))
              .noneMatch(line -> line.startsWith("TUSK"))
              .noneMatch(line -> line.startsWith("SHLVL") || line.startsWith("_="));
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE"})
  void directoriesAreShownWhereTheHostHasThemOrNot(Isolation isolation) throws Exception {
    with(
        isolation,
        runner -> {
          Path source = Files.createDirectory(temp.resolve("source"));
          Files.writeString(source.resolve("key"), "value");
          for (String place :
              List.of(
                  "/secret-x",
                  "/var/x/y",
                  "/etc/creds",
                  "/run/secrets/z",
                  "/usr/share/tusk/x",
                  "/opt")) {
            DatumView view =
                runner.view(
                    datum(temp.resolve("d" + place.replace('/', '-'))),
                    List.of(),
                    List.of(new ViewMount(source, Path.of(place))));
            String script =
                "cat "
                    + place
                    + "/key; echo; touch "
                    + place
                    + "/n 2> /dev/null || echo ro;"
                    + " touch "
                    + place
                    + "/../n 2> /dev/null || echo ro;"
                    + " cat /etc/passwd | head -1; ls -d /var/lib /usr/share/doc /etc/ssl;"
                    + " ls -l /var/run | cut -c1";
            assertThat(lines(runner, CommandRequest.of(view, shell(script))))
                .as("%s", place)
                .containsExactly(
                    "value",
                    "ro",
                    "ro",
                    Files.readAllLines(Path.of("/etc/passwd")).get(0),
                    "/etc/ssl",
                    "/usr/share/doc",
                    "/var/lib",
                    "l");
            assertThat(view.resolve(place + "/key")).isInstanceOf(Resolution.Failed.class);
            if (!place.equals("/opt")) {
              assertThat(Path.of(place)).doesNotExist();
            }
          }
          for (String place : List.of("/pfs/x", "/tmp/x", "/proc/x", "/dev/x")) {
            assertThatThrownBy(
                    () ->
                        runner.view(
                            datum(temp), List.of(), List.of(new ViewMount(source, Path.of(place)))))
                .isInstanceOf(TuskException.class)
                .hasMessage(
                    "mount_path "
                        + place
                        + " is in "
                        + place.substring(0, place.length() - 2)
                        + ", which is the datum's own; choose another place");
          }
          assertThatThrownBy(
                  () ->
                      runner.view(
                          datum(temp),
                          List.of(),
                          List.of(new ViewMount(source, Path.of("/etc/passwd/x")))))
              .isInstanceOf(TuskException.class)
              .hasMessage(
                  "mount_path /etc/passwd/x is below /etc/passwd, which is a file; choose another"
                      + " place");
        });
  }

  @Test
  void nothingIsShownElsewhereWithoutIsolation() throws Exception {
    with(
        Isolation.NONE,
        runner ->
            assertThatThrownBy(
                    () ->
                        runner.view(
                            datum(temp), List.of(), List.of(new ViewMount(temp, Path.of("/x")))))
                .isInstanceOf(TuskException.class)
                .hasMessage(
                    "mount_path /x cannot be shown to commands that run without isolation; use"
                        + " env_var, or --isolation=auto"));
  }
}
