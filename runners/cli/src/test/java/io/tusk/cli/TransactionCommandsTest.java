/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.EveryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions that wait. */
@EveryStore
final class TransactionCommandsTest {
  @TempDir Path directory;
  @TempDir Path configuration;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    cli.environment.put("XDG_CONFIG_HOME", configuration.toString());
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private String begin() {
    String printed = cli.ok("start", "transaction");
    assertThat(printed).matches("started new transaction: \"[0-9a-f]{32}\"\n");
    return printed.substring(printed.indexOf('"') + 1, printed.lastIndexOf('"'));
  }

  private List<String> repos() {
    return cli.ok("list", "repo").lines().skip(1).map(line -> line.split(" +", -1)[1]).toList();
  }

  private List<String> commits(String ref) {
    return cli.ok("list", "commit", ref)
        .lines()
        .skip(1)
        .map(line -> line.split(" +", -1)[2])
        .toList();
  }

  @Test
  void whatWaitsIsMadeAtOnce() {
    String id = begin();
    String added = "Added to transaction: " + id + "\n";
    assertThat(cli.ok("create", "repo", "texts")).isEqualTo(added);
    assertThat(cli.ok("create", "branch", "texts@master")).isEqualTo(added);
    assertThat(cli.ok("create", "branch", "images@master")).isEqualTo(added);
    assertThat(repos()).containsExactly("images");
    assertThat(cli.ok("inspect", "transaction"))
        .startsWith("Transaction: " + id + "\nStarted: ")
        .endsWith(
            """
            Request: tusk create repo texts
            Request: tusk create branch texts@master
            Request: tusk create branch images@master
            """);
    assertThat(cli.ok("list", "transaction")).contains(id).contains(" 3\n");

    assertThat(cli.ok("finish", "transaction"))
        .isEqualTo("Completed transaction with 3 requests: " + id + "\n");

    assertThat(repos()).containsExactly("images", "texts");
    assertThat(commits("texts@master")).isEqualTo(commits("images@master"));
    assertThat(cli.ok("list", "transaction").lines()).hasSize(1);
    cli.silent("create", "repo", "more");
  }

  @Test
  void commitsThatAreStartedTogetherHaveOneId() {
    cli.withRepoSilently("texts");
    begin();
    cli.ok("start", "commit", "images@master");
    cli.ok("start", "commit", "texts@master");
    String ids = cli.ok("finish", "transaction");
    List<String> lines = ids.lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).matches("[0-9a-f]{32}").isEqualTo(lines.get(1));
    cli.put("images@master:/a", "x");
    begin();
    cli.ok("finish", "commit", "images@master");
    cli.ok("finish", "commit", "texts@master");
    cli.ok("finish", "transaction");
    assertThat(cli.files("images@master")).containsExactly("/a");
  }

  @Test
  void aSpecificationIsKeptAsItWasRead() throws IOException {
    Path spec = cli.file("spec.json", Specs.upper("upper", "images"));
    begin();
    cli.ok("create", "pipeline", "-f", "spec.json");
    Files.writeString(spec, "rubbish");
    cli.ok("finish", "transaction");
    assertThat(cli.ok("list", "pipeline")).contains("upper");
  }

  @Test
  void whatCannotBeMadeDoesNotJoin() {
    String id = begin();
    cli.ok("create", "repo", "texts");
    cli.fails(5, "repo texts exists already; choose another name", "create", "repo", "texts");
    cli.fails(5, "repo images exists already; choose another name", "create", "repo", "images");
    assertThat(cli.ok("finish", "transaction"))
        .isEqualTo("Completed transaction with 1 request: " + id + "\n");
  }

  @Test
  void aTransactionThatCanNoLongerBeMadeStays() {
    String id = begin();
    cli.ok("create", "repo", "texts");
    cli.ok("create", "repo", "more");
    cli.ok("stop", "transaction");
    cli.silent("create", "repo", "more");
    cli.fails(5, "repo more exists already; choose another name", "finish", "transaction", id);
    assertThat(repos()).containsExactly("images", "more");
    cli.silent("delete", "repo", "more");
    assertThat(cli.ok("resume", "transaction", id))
        .isEqualTo("Resuming existing transaction with 2 requests: " + id + "\n");
    cli.ok("finish", "transaction");
    assertThat(repos()).containsExactly("images", "more", "texts");
  }

  @Test
  void aTransactionThatWaitedForDaysTakesInWhatCameMeanwhile() {
    cli.input("1").silent("put", "file", "images@master:/a");
    String id = begin();
    cli.ok("create", "repo", "texts");
    cli.ok("create", "branch", "images@copy", "--head", "master");
    cli.ok("stop", "transaction");
    cli.timePasses(Duration.ofDays(9));
    cli.input("2").silent("put", "file", "images@master:/b");
    cli.silent("create", "repo", "more");
    cli.timePasses(Duration.ZERO);
    String newest = commits("images@master").get(0);

    cli.ok("finish", "transaction", id);

    assertThat(repos()).containsExactly("images", "more", "texts");
    assertThat(commits("images@copy").get(0)).isEqualTo(newest);
  }

  /** A commit that stays open can be written to. */
  @Test
  void whatIsRefusedClosesNoCommit() {
    cli.ok("start", "commit", "images@master");
    begin();
    cli.ok("finish", "commit", "images@master");
    cli.ok("create", "repo", "more");
    cli.ok("stop", "transaction");
    cli.silent("create", "repo", "more");
    String id = Cli.first(cli.ok("list", "transaction"), "[0-9a-f]{32} ").substring(0, 32);
    cli.fails(5, "repo more exists already; choose another name", "finish", "transaction", id);
    cli.put("images@master:/a", "1");

    String open = cli.head("images@master");
    cli.fails(
        5,
        "commit images@"
            + open
            + " cannot be squashed: it has no child that would hold its files; 'tusk delete commit "
            + open
            + "' removes it with them",
        "squash",
        "commit",
        open);
    cli.put("images@master:/b", "2");
    cli.silent("finish", "commit", "images@master");
    assertThat(cli.files("images@master")).containsExactly("/a", "/b");
  }

  /** As a process does that dies, or loses its way to the store, at the wrong moment. */
  @Test
  void whatAnInterruptedFinishHasMadeIsNotMadeAgain() throws IOException {
    cli.input(Specs.upper("upper", "images")).silent("create", "pipeline");
    String id = begin();
    cli.ok("rerun", "pipeline", "upper");
    Path file = transactionFile(id);
    String waiting = Files.readString(file);
    Path active = file.resolveSibling("active");
    String newest = Cli.first(cli.ok("list", "operation"), "[0-9]+ ").split(" ", 2)[0];
    cli.ok("finish", "transaction");
    assertThat(file).doesNotExist();

    Files.writeString(file, waiting.replaceFirst("\\{", "{\"tried\":" + newest + ","));
    Files.writeString(active, id);
    Cli.Result again = cli.run("finish", "transaction");

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo("Completed transaction with 1 request: " + id + "\n");
    assertThat(again.err())
        .isEqualTo("an earlier command has made its changes, and was interrupted then\n");
    assertThat(cli.ok("inspect", "pipeline", "upper")).contains("Version: 2\n");
    assertThat(cli.ok("list", "transaction").lines()).hasSize(1);
  }

  @Test
  void whatAnInterruptedFinishHasNotMadeIsMade() throws IOException {
    String id = begin();
    cli.ok("create", "repo", "texts");
    Path file = transactionFile(id);
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"tried\":0,"));
    cli.ok("finish", "transaction");
    assertThat(repos()).containsExactly("images", "texts");
  }

  /** What a finished commit failed with keeps neither the transaction nor what else came of it. */
  @Test
  void aTransactionThatFinishesACommitWithAnErrorIsDone() throws IOException {
    cli.ok("start", "commit", "images@master");
    cli.put("images@master:/a", "1");
    cli.put("images@master:/a/b", "1");
    String id = begin();
    cli.ok("finish", "commit", "images@master");
    cli.ok("start", "commit", "images@other");
    Cli.Result result = cli.run("finish", "transaction");
    assertThat(result.code()).isEqualTo(5);
    assertThat(result.err()).contains(" was finished with an error: ");
    assertThat(result.out())
        .isEqualTo(
            cli.head("images@other") + "\nCompleted transaction with 2 requests: " + id + "\n");
    assertThat(cli.ok("list", "transaction").lines()).hasSize(1);
  }

  /** Of a specification from standard input, paths are relative to where it was given. */
  @Test
  void aJarIsLookedUpWhereTheCommandWasGiven() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    cli.file("code.jar", "not looked into yet");
    begin();
    String spec =
        "{\"pipeline\":{\"name\":\"p\"},\"transform\":{\"java\":{\"class\":\"a.B\",\"jar\":\"code.jar\"}},"
            + "\"input\":{\"pfs\":{\"repo\":\"images\",\"glob\":\"/*\"}}}";
    cli.input(spec).ok("create", "pipeline");
    Cli.Result result = cli.runIn(elsewhere, "finish", "transaction");
    assertThat(result.err()).isEmpty();
    assertThat(cli.ok("list", "pipeline")).contains(" p ");
  }

  @Test
  void withoutAPlaceForItNothingWaits() {
    cli.environment.remove("XDG_CONFIG_HOME");
    cli.fails(
        1,
        "there is no place for transactions that wait: neither XDG_CONFIG_HOME nor HOME is an"
            + " absolute path; set one of them",
        "start",
        "transaction");
    cli.environment.put("XDG_CONFIG_HOME", "relative");
    cli.environment.put("HOME", "");
    cli.silent("create", "repo", "texts");
    assertThat(cli.ok("list", "transaction").lines()).hasSize(1);
    assertThat(directory.resolve("relative")).doesNotExist();
    cli.environment.put("HOME", configuration.toString());
    begin();
    assertThat(configuration.resolve(".config/tusk/transactions")).isDirectory();
  }

  @Test
  void whatACrashLeavesIsClearedAndOthersCannotReadWhatWaits() throws IOException {
    String id = begin();
    Path file = transactionFile(id);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Path left = Files.writeString(file.resolveSibling("new1.tmp"), "half");
    cli.silent("delete", "transaction");
    begin();
    assertThat(left).doesNotExist();
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).hasSize(3);
    }
  }

  private Path transactionFile(String id) throws IOException {
    try (Stream<Path> files = Files.walk(configuration)) {
      return files.filter(f -> f.toString().endsWith(id + ".json")).findFirst().orElseThrow();
    }
  }

  @Test
  void oneIsActiveAtATime() {
    String id = begin();
    cli.fails(
        5,
        "transaction "
            + id
            + " is active; 'tusk finish transaction' commits it, 'tusk stop transaction' sets it"
            + " aside",
        "start",
        "transaction");
    assertThat(cli.ok("stop", "transaction")).isEqualTo("Cleared active transaction: " + id + "\n");
    cli.fails(
        4,
        "no transaction is active; 'tusk start transaction' begins one, 'tusk list transaction'"
            + " shows those that wait",
        "stop",
        "transaction");
    String other = begin();
    assertThat(cli.ok("list", "transaction", "--raw")).contains(id).contains(other);
    cli.silent("delete", "transaction");
    cli.silent("delete", "transaction", id);
    cli.fails(
        4,
        "transaction " + id + " does not exist; 'tusk list transaction' shows those that do",
        "resume",
        "transaction",
        id);
    cli.fails(
        4,
        "transaction ../x does not exist; 'tusk list transaction' shows those that do",
        "inspect",
        "transaction",
        "../x");
  }

  @Test
  void noneIsActive() {
    String none =
        "no transaction is active; 'tusk start transaction' begins one, 'tusk list transaction'"
            + " shows those that wait";
    String unknown = "0".repeat(32);
    for (String verb : List.of("finish", "delete", "inspect", "stop")) {
      cli.fails(4, none, verb, "transaction");
    }
    for (String verb : List.of("finish", "delete", "inspect", "resume")) {
      cli.fails(
          4,
          "transaction " + unknown + " does not exist; 'tusk list transaction' shows those that do",
          verb,
          "transaction",
          unknown);
    }
    assertThat(cli.ok("list", "transaction")).isEqualTo("TRANSACTION STARTED OPS\n");
  }

  @Test
  void filesDoNotWait() {
    begin();
    cli.put("images@master:/a", "x");
    assertThat(cli.files("images@master")).containsExactly("/a");
    cli.silent("delete", "transaction");
  }

  @Test
  void aDamagedTransactionIsNamed() throws IOException {
    String id = begin();
    Path file = transactionFile(id);
    Files.writeString(file, "{");
    cli.fails(1, "file " + file + " is not a transaction; remove it", "create", "repo", "texts");
  }
}
