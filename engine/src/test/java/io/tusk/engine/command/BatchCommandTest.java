/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static io.tusk.engine.command.CommandFixture.datum;
import static io.tusk.engine.command.CommandFixture.nonce;
import static io.tusk.engine.command.CommandFixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.view.DatumView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What code can tell by asking for the next datum. */
@Timeout(300)
class BatchCommandTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path temp;

  private interface Body {
    void accept(BatchCommand command) throws Exception;
  }

  private void with(Isolation isolation, String script, Body body) throws Exception {
    Optional<CommandRunner> allowed = CommandFixture.runner(isolation);
    if (allowed.isEmpty()) {
      return;
    }
    try (CommandRunner runner = allowed.get()) {
      DatumView view = runner.view(datum(temp), List.of(hidden()));
      CommandRequest request = CommandRequest.of(view, shell(script + "; sleep " + nonce()));
      try (BatchCommand command = BatchCommand.start(runner, request, "id")) {
        body.accept(command);
      }
    }
  }

  private Path hidden() throws IOException {
    Path hidden = Files.createDirectories(temp.resolve("hidden"));
    return Files.writeString(hidden.resolve("key"), "not for datums");
  }

  private static Optional<String> asked(BatchCommand command) throws Exception {
    BatchCommand.Event event = command.await(SOON).orElseThrow();
    assertThat(event).isInstanceOf(BatchCommand.Event.Asked.class);
    return ((BatchCommand.Event.Asked) event).error();
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void messagesComeAsTheyAre(Isolation isolation) throws Exception {
    String script =
        "tusk next datum; tusk next datum --error '+ two\n\n lines';"
            + " pachctl next datum --error=end; tusk next datum --error \"$(printf 'a\\377b')\"";
    with(
        isolation,
        script,
        command -> {
          assertThat(asked(command)).isEmpty();
          command.answer();
          assertThat(asked(command)).contains("+ two\n\n lines");
          command.answer();
          assertThat(asked(command)).contains("end");
          command.answer();
          assertThat(asked(command)).contains("a\uFFFDb");
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE", "NONE"})
  void aLinkAsMessageTellsNothing(Isolation isolation) throws Exception {
    String script =
        "cd ${TMPDIR:-/tmp}/.tusk-next; ln -s "
            + hidden()
            + " message; { echo error; echo end; } > ask";
    with(isolation, script, command -> assertThat(asked(command)).contains(""));
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP", "UNSHARE"})
  void whileADatumIsTakenNothingOfItRuns(Isolation isolation) throws Exception {
    // One that starts others all the time, one that left its session, and threads of none.
    String script =
        "(while :; do date +%N > /pfs/out/a; done) & setsid sh -c 'while :; do : > /pfs/out/b;"
            + " rm /pfs/out/b; done' & until [ -s /pfs/out/a ]; do :; done; tusk next datum;"
            + " echo on > /pfs/out/on; tusk next datum";
    with(
        isolation,
        script,
        command -> {
          assertThat(asked(command)).isEmpty();
          Path out = temp.resolve("datum/pfs/out");
          FileTime before = Files.getLastModifiedTime(out);
          String content = Files.readString(out.resolve("a"));
          for (int i = 0; i < 1_000; i++) {
            assertThat(Files.getLastModifiedTime(out)).isEqualTo(before);
            assertThat(out.resolve("a")).hasContent(content);
          }
          command.answer();
          assertThat(asked(command)).isEmpty();
          assertThat(out.resolve("on")).exists();
          assertThat(Files.getLastModifiedTime(out)).isGreaterThan(before);
        });
  }
}
