/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that wait for commits. What others do meanwhile, they do in the pauses. */
final class WaitingCommandsTest {
  @TempDir Path directory;
  private final Deque<Runnable> meanwhile = new ArrayDeque<>();
  private int pauses;
  private Cli cli;

  /** Waits, and is interrupted when nothing is left to wait for. */
  private Cli waiter;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    waiter =
        new Cli(directory)
            .waiting(
                duration -> {
                  pauses++;
                  if (meanwhile.isEmpty()) {
                    throw new InterruptedException();
                  }
                  meanwhile.remove().run();
                });
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private static List<String> commits(String text) {
    return text.lines().skip(1).map(line -> line.split(" +", -1)[2]).toList();
  }

  /** Ends by Ctrl-C; what was printed until then. */
  private String streamed(String... args) {
    Cli.Result result = waiter.run(args);
    assertThat(result.err()).isEqualTo("tusk: interrupted\n");
    assertThat(result.code()).isEqualTo(130);
    assertThat(Thread.interrupted()).isTrue();
    return result.out();
  }

  @Test
  void waitsForACommit() {
    String id = cli.ok("start", "commit", "images@master", "-m", "slow").strip();
    meanwhile.add(() -> {});
    meanwhile.add(() -> cli.put("images@master:/a", "1"));
    meanwhile.add(() -> cli.silent("create", "repo", "other"));
    meanwhile.add(() -> cli.silent("finish", "commit", "images@master"));
    assertThat(waiter.ok("wait", "commit", "images@master", "--full-timestamps"))
        .isEqualTo(cli.ok("inspect", "commit", "images@" + id, "--full-timestamps"))
        .contains("Commit: images@" + id + "\n", "Description: slow\n", "Finished: ");
    assertThat(meanwhile).isEmpty();
    assertThat(waiter.ok("wait", "commit", "images@" + id, "--raw")).contains("\"finished\"");
    assertThat(pauses).isEqualTo(4);
  }

  @Test
  void waitsForASet() {
    cli.input(Specs.upper("upper", "images")).silent("create", "pipeline");
    cli.put("images@master:/a", "1");
    String id = cli.head("images@master");
    meanwhile.add(() -> assertThat(cli.run("run").code()).isZero());
    Cli.Result result = waiter.run("wait", "commit", id, "--full-timestamps");
    assertThat(result.err())
        .isEqualTo("upper@" + id + ": nobody has taken it up yet; 'tusk run' does\n");
    assertThat(result.out())
        .isEqualTo(cli.ok("list", "commit", id, "--full-timestamps"))
        .contains(" images ", " upper ");
  }

  @Test
  void endsAsTheCommitDoes() {
    cli.input(Specs.upper("upper", "images")).silent("create", "pipeline");
    cli.put("images@master:/a", "fail");
    String id = cli.head("upper@master");
    meanwhile.add(() -> assertThat(cli.run("run").code()).isEqualTo(3));
    Cli.Result result = waiter.run("wait", "commit", "upper@master");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    String taken = "upper@" + id + ": nobody has taken it up yet; 'tusk run' does\n";
    assertThat(result.err())
        .startsWith(taken + "tusk: commit upper@" + id + " ended with an error: ");
    assertThat(taken + waiter.run("wait", "commit", id).err()).isEqualTo(result.err());
    assertThat(waiter.ok("inspect", "commit", "upper@master", "--wait", "--full-timestamps"))
        .contains("Error: ")
        .isEqualTo(waiter.ok("inspect", "commit", "upper@master", "-f", "--full-timestamps"));
  }

  @Test
  void inspectsWhatIsFinished() {
    cli.ok("start", "commit", "images@master");
    meanwhile.add(() -> cli.silent("finish", "commit", "images@master"));
    assertThat(cli.ok("inspect", "commit", "images@master")).doesNotContain("Finished");
    assertThat(waiter.ok("inspect", "commit", "images@master", "-f")).contains("Finished: ");
  }

  @Test
  void waitsForWhatIsNotThere() {
    String none = "0".repeat(32);
    cli.fails(
        4,
        "commit set " + none + " does not exist; 'tusk list commit' shows those that do",
        "wait",
        "commit",
        none);
    cli.misused(
        "tusk wait commit", "Missing required parameter: 'REPO@COMMIT|ID'", "wait", "commit");
    cli.fails(
        4,
        "repo nope does not exist; 'tusk list repo' shows those that exist",
        "wait",
        "commit",
        "nope@master");
    cli.ok("start", "commit", "images@master");
    meanwhile.add(() -> cli.silent("delete", "repo", "images"));
    Cli.Result gone = waiter.run("wait", "commit", "images@master");
    assertThat(gone.code()).isEqualTo(4);
    assertThat(gone.err())
        .isEqualTo("tusk: repo images does not exist; 'tusk list repo' shows those that exist\n");
  }

  @Test
  void subscribes() {
    cli.put("images@master:/a", "1");
    meanwhile.add(() -> cli.put("images@side:/b", "2"));
    meanwhile.add(() -> cli.silent("create", "repo", "other"));
    meanwhile.add(
        () -> {
          cli.put("images@master:/c", "3");
          cli.put("images@master:/d", "4");
        });
    String text = streamed("subscribe", "commit", "images@master");
    assertThat(text).startsWith("PROJECT REPO   COMMIT  ");
    assertThat(commits(text))
        .containsExactly(
            cli.head("images@master^^"), cli.head("images@master^"), cli.head("images@master"));
  }

  @Test
  void subscribesToWhatIsNewOrLater() {
    cli.put("images@master:/a", "1");
    cli.put("images@master:/b", "2");
    String second = cli.head("images@master");
    Runnable third = () -> cli.put("images@side:/c", "3");
    meanwhile.add(third);
    assertThat(commits(streamed("subscribe", "commit", "images", "--from", "master^")))
        .containsExactly(second, cli.head("images@side"));
    meanwhile.add(third);
    assertThat(commits(streamed("subscribe", "commit", "images", "--new")))
        .containsExactly(cli.head("images@side"));
    assertThat(streamed("subscribe", "commit", "images@master", "--new", "--raw")).isEmpty();
    cli.misused(
        "tusk subscribe commit",
        "--new and --from exclude each other; give one of them",
        "subscribe",
        "commit",
        "images",
        "--new",
        "--from",
        "master");
  }

  @Test
  void subscribesByOrigin() {
    cli.silent("create", "repo", "other");
    cli.silent("create", "branch", "other@follower", "-p", "images@master");
    meanwhile.add(() -> cli.put("images@master:/a", "1"));
    String all = streamed("subscribe", "commit", "images", "--all");
    String ofUsers = streamed("subscribe", "commit", "images", "--origin", "user", "--raw");
    assertThat(commits(all)).hasSize(2).endsWith(cli.head("images@master"));
    assertThat(ofUsers)
        .containsOnlyOnce("\"origin\"")
        .contains("\"id\" : \"" + cli.head("images@master") + "\"");
    cli.misused(
        "tusk subscribe commit",
        "--all and --origin exclude each other; give one of them",
        "subscribe",
        "commit",
        "images",
        "--all",
        "--origin",
        "user");
  }

  @Test
  void subscribesInAProject() {
    cli.silent("create", "project", "vision");
    cli.silent("create", "repo", "films", "--project", "vision");
    meanwhile.add(
        () -> cli.input("1").silent("put", "file", "films@master:/a", "--project", "vision"));
    String text = streamed("subscribe", "commit", "films", "--project", "vision", "-o", "yaml");
    assertThat(text).startsWith("---\ncommit:\n").contains("      name: vision\n");
    cli.put("images@master:/a", "1");
    assertThat(streamed("subscribe", "commit", "images", "--full-timestamps"))
        .matches("(?s)PROJECT .*\ndefault +images .* 2026-\\d\\d-\\d\\dT.*");
    cli.fails(
        4,
        "project nope does not exist; 'tusk create project nope' makes it",
        "subscribe",
        "commit",
        "films",
        "--project",
        "nope");
  }

  @Test
  void subscriptionsThatCannotBe() {
    cli.fails(
        4,
        "branch images@nope does not exist; 'tusk list branch images' shows those that exist",
        "subscribe",
        "commit",
        "images@nope");
    meanwhile.add(() -> cli.silent("delete", "repo", "images"));
    Cli.Result gone = waiter.run("subscribe", "commit", "images");
    assertThat(gone.code()).isEqualTo(4);
    assertThat(gone.err())
        .isEqualTo("tusk: repo images does not exist; 'tusk list repo' shows those that exist\n");
  }
}
