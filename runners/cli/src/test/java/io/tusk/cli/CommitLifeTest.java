/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.EveryStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits with what follows them: sets, what they were made from, and how they go. */
@EveryStore
final class CommitLifeTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private List<String> commits(String... args) {
    return cli.ok(args)
        .lines()
        .skip(1)
        .map(line -> line.split(" +", -1))
        .map(columns -> columns[1] + "@" + columns[2])
        .toList();
  }

  private List<String> jobs(String... args) {
    return cli.ok(args).lines().skip(1).map(line -> line.split(" +", -1)[1]).toList();
  }

  private String run() {
    Cli.Result result = cli.run("run");
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  private void pipeline(String name, String repo) {
    cli.input(Specs.upper(name, repo)).silent("create", "pipeline");
  }

  @Test
  void aPipelineOnAnEmptyInputHasACommitAndAJobWithoutDatums() {
    pipeline("upper", "images");
    String id = cli.head("upper@master");
    assertThat(commits("list", "commit", id)).containsExactly("images@" + id, "upper@" + id);
    assertThat(run()).contains("0 processed, 0 skipped");
    assertThat(cli.ok("list", "job", "-p", "upper"))
        .contains(id, "success: there were no datums to process");
    assertThat(cli.files("upper@master")).isEmpty();
  }

  @Test
  void aSetIsListedAndWaitedForWithTheCommitsThatItWasMadeFrom() {
    cli.put("images@master:/a", "1");
    String source = cli.head("images@master");
    pipeline("first", "images");
    String first = cli.head("first@master");
    pipeline("second", "first");
    String second = cli.head("second@master");
    run();
    assertThat(commits("list", "commit", second))
        .containsExactly("second@" + second, "first@" + first, "images@" + source);
    assertThat(commits("wait", "commit", second)).isEqualTo(commits("list", "commit", second));
    cli.put("images@master:/a", "2");
    String all = cli.head("images@master");
    assertThat(commits("list", "commit", all))
        .containsExactly("first@" + all, "images@" + all, "second@" + all);
    assertThat(cli.head("images@" + second)).as("through the set's provenance").isEqualTo(source);
  }

  @Test
  void aBranchThatIsMovedBackReusesItsCommitAndSkipsWhatIsKnown() {
    cli.put("images@master:/a", "1");
    String first = cli.head("images@master");
    pipeline("upper", "images");
    run();
    cli.put("images@master:/b", "2");
    assertThat(run()).contains("1 processed, 1 skipped");
    cli.silent("create", "branch", "images@master", "--head", first);
    String rewound = cli.head("upper@master");
    assertThat(cli.head("images@master")).isEqualTo(first);
    assertThat(cli.head("images@" + rewound)).isEqualTo(first);
    assertThat(run()).contains("0 processed, 1 skipped");
    assertThat(cli.files("upper@master")).containsExactly("/a");
  }

  @Test
  void provenanceIsShownInFull() {
    cli.silent("create", "repo", "b");
    cli.silent("create", "repo", "c");
    cli.silent("create", "branch", "b@master", "-p", "images@master");
    cli.silent("create", "branch", "c@master", "-p", "b@master");
    assertThat(cli.ok("inspect", "branch", "c@master"))
        .contains("Provenance: b@master, images@master\n");
    assertThat(cli.ok("inspect", "branch", "images@master", "--raw").replaceAll("\\s+", ""))
        .contains(
            "\"provenance\":[],\"direct_provenance\":[],\"subvenance\":[{\"repo\":{\"name\":\"b\"")
        .contains("{\"name\":\"c\"");
    assertThat(cli.ok("inspect", "branch", "c@master", "--raw").split("\"images\"", -1))
        .as("in the full provenance alone")
        .hasSize(2);
  }

  @Test
  void whatWasMadeFromACommitGoesWithItOrKeepsIt() {
    cli.put("images@master:/a", "1");
    String source = cli.head("images@master");
    pipeline("upper", "images");
    run();
    String made = cli.head("upper@master");
    String follows = ": commit upper@" + made + " was made from it; 'tusk ";
    cli.fails(
        5,
        "commit images@"
            + source
            + " cannot be deleted"
            + follows
            + "delete commitV2 images@"
            + source
            + " --recursive' includes what was made from it",
        "delete",
        "commit",
        source);
    cli.put("images@master:/b", "2");
    cli.fails(
        5,
        "commit images@"
            + source
            + " cannot be squashed"
            + follows
            + "squash commitV2 images@"
            + source
            + " --recursive' includes what was made from it",
        "squash",
        "commitV2",
        "images@" + source);
    run();
    String child = cli.head("images@master");
    cli.fails(
        5,
        "commit upper@"
            + made
            + " cannot be deleted: commit upper@"
            + child
            + " has it as its parent; delete that first, or squash this one into it",
        "delete",
        "commitV2",
        "upper@" + made);
    cli.silent("squash", "commitV2", "images@" + source, "--recursive");
    assertThat(commits("list", "commit", "upper")).containsExactly("upper@" + child);
    assertThat(cli.files("upper@master")).containsExactly("/a", "/b");
    cli.silent("delete", "commitV2", "-r", "images@master");
    assertThat(cli.files("images@master")).isEmpty();
    assertThat(cli.files("upper@master")).isEmpty();
    assertThat(jobs("list", "job", "-p", "upper")).isEmpty();
  }

  @Test
  void aJobThatWaitsGoesWithItsCommit() {
    pipeline("upper", "images");
    run();
    cli.put("images@master:/a", "1");
    String set = cli.head("images@master");
    assertThat(jobs("list", "job", "-p", "upper")).hasSize(2);
    cli.silent("delete", "commit", set);
    assertThat(jobs("list", "job", "-p", "upper")).hasSize(1);
    assertThat(cli.run("run").code()).isZero();
    cli.fails(
        4,
        "job upper@" + set + " does not exist; 'tusk list job' shows those that do",
        "inspect",
        "job",
        "upper@" + set);
  }

  @Test
  void aStoppedPipelineHasNoJobs() {
    pipeline("upper", "images");
    run();
    cli.silent("stop", "pipeline", "upper");
    cli.put("images@master:/a", "1");
    String id = cli.head("images@master");
    assertThat(commits("list", "commit", id)).containsExactly("images@" + id);
    assertThat(jobs("list", "job", "-p", "upper")).hasSize(1);
  }
}
