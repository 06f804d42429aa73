/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline that writes a branch of its own, and a reader of the one that a user moves. */
final class DeferredCommandsTest {
  private static final String WRITER =
      Specs.upper("edges", "images", "/*", ",\"output_branch\":\"staging\"");
  private static final String READER = Specs.upper("montage", "edges");

  @TempDir Path directory;
  @TempDir Path configuration;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    cli.environment.put("XDG_CONFIG_HOME", configuration.toString());
    cli.put("images@master:/a", "one");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private String runJobs() {
    Cli.Result run = cli.run("run");
    assertThat(run.code()).as(run.err()).isZero();
    return run.err();
  }

  private void deliver() {
    cli.silent("create", "branch", "edges@master", "--head", "staging");
    assertThat(runJobs()).startsWith("1 job, 0 not successful;");
  }

  @Test
  void oneFileCreatesBothInWhateverOrder() {
    cli.file("pipelines.json", READER + "\n" + WRITER);
    cli.silent("create", "pipeline", "-f", "pipelines.json");
    String set = cli.head("edges@staging");
    String empty = cli.head("edges@master");
    assertThat(empty).isLessThan(set);
    assertThat(cli.head("montage@master")).isEqualTo(set);
    assertThat(cli.column(1, "list", "commit", set))
        .containsExactly("edges", "montage", "edges", "images");
    assertThat(cli.column(2, "list", "commit", set)).startsWith(set, set, empty);
    assertThat(cli.column(2, "list", "commit", "edges")).containsExactly(set, empty);
    assertThat(cli.ok("inspect", "commit", "edges@" + empty))
        .contains("Branch: master\n")
        .doesNotContain("Parent");
    assertThat(cli.column(0, "list", "job", "-p", "edges")).hasSize(1);

    assertThat(runJobs()).startsWith("2 jobs, 0 not successful;");
    assertThat(cli.files("edges@staging")).containsExactly("/a");
    assertThat(cli.files("edges@master")).isEmpty();
    assertThat(cli.files("montage@master")).isEmpty();

    deliver();
    assertThat(cli.ok("get", "file", "montage@master:/a")).isEqualTo("ONE");
    cli.put("images@master:/b", "two");
    assertThat(runJobs()).startsWith("1 job, 0 not successful;");
    assertThat(cli.files("montage@master")).containsExactly("/a");
    deliver();
    assertThat(cli.files("montage@master")).containsExactly("/a", "/b");
  }

  @Test
  void aTransactionMayCreateAndTieTheBranchItself() {
    cli.ok("start", "transaction");
    cli.input(WRITER).ok("create", "pipeline");
    cli.ok("create", "branch", "edges@dev");
    cli.ok("create", "branch", "edges@master", "--trigger", "dev", "--trigger-commits", "1");
    cli.input(READER).ok("create", "pipeline");
    assertThat(cli.ok("finish", "transaction")).contains("Completed transaction with 4 requests: ");
    assertThat(cli.head("edges@dev"))
        .isEqualTo(cli.head("edges@master"))
        .isLessThan(cli.head("edges@staging"));
    runJobs();
    assertThat(cli.files("montage@master")).isEmpty();
    cli.silent("create", "branch", "edges@dev", "--head", "staging");
    assertThat(cli.head("edges@master")).isEqualTo(cli.head("edges@staging"));
    runJobs();
    assertThat(cli.files("montage@master")).containsExactly("/a");
  }

  @Test
  void anUpdateOfBothByOneFile() {
    cli.file("before.json", Specs.upper("edges", "images") + "\n" + READER);
    cli.silent("create", "pipeline", "-f", "before.json");
    runJobs();
    assertThat(cli.files("montage@master")).containsExactly("/a");
    cli.file(
        "after.json",
        READER.replace("\"repo\":\"edges\"", "\"repo\":\"edges\",\"branch\":\"ready\"") + WRITER);
    cli.silent("update", "pipeline", "-f", "after.json");
    runJobs();
    assertThat(cli.files("edges@staging")).containsExactly("/a");
    assertThat(cli.files("edges@ready")).isEmpty();
    assertThat(cli.files("montage@master")).isEmpty();
    cli.silent("create", "branch", "edges@ready", "--head", "staging");
    runJobs();
    assertThat(cli.files("montage@master")).containsExactly("/a");
    cli.silent("delete", "pipeline", "montage");
    cli.silent("delete", "pipeline", "edges");
    assertThat(cli.column(1, "list", "repo")).containsExactly("images");
  }

  @Test
  void theFirstCommitsAreRemovedAsOthersAre() {
    cli.file("pipelines.json", WRITER + READER);
    cli.silent("create", "pipeline", "-f", "pipelines.json");
    String set = cli.head("edges@staging");
    String empty = cli.head("edges@master");
    runJobs();
    cli.fails(
        5,
        "commit edges@"
            + empty
            + " cannot be squashed: commit montage@"
            + set
            + " was made from it; 'tusk squash commitV2 edges@"
            + empty
            + " --recursive' includes what was made from it",
        "squash",
        "commit",
        empty);
    cli.fails(
        5,
        "commit edges@"
            + empty
            + " cannot be deleted: commit montage@"
            + set
            + " was made from it; 'tusk delete commitV2 edges@"
            + empty
            + " --recursive' includes what was made from it",
        "delete",
        "commit",
        empty);
    deliver();
    cli.silent("delete", "commit", cli.head("montage@master"));
    assertThat(cli.head("montage@master")).isEqualTo(set);
    cli.silent("delete", "commitV2", "edges@" + empty, "--recursive");
    assertThat(cli.column(2, "list", "commit", "edges")).containsExactly(set);
    assertThat(cli.head("edges@master")).isEqualTo(set);
    assertThat(List.of(cli.head("montage@master"))).doesNotContain(set, empty);
  }
}
