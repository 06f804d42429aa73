/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What narrows or widens lists and deletions. */
final class FlagsTest {
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

  private void pipeline(String name, String repo, String... more) {
    String[] args = new String[2 + more.length];
    args[0] = "update";
    args[1] = "pipeline";
    System.arraycopy(more, 0, args, 2, more.length);
    cli.input(Specs.upper(name, repo)).silent(args);
  }

  private void runAll(int code) {
    assertThat(cli.run("run").code()).isEqualTo(code);
  }

  @Test
  void jobsAndTheirSets() {
    pipeline("first", "images");
    pipeline("second", "first");
    cli.put("images@master:/a", "1");
    runAll(0);
    String newest = cli.head("images@master");
    assertThat(cli.column(0, "list", "job")).startsWith(newest).doesNotHaveDuplicates();
    assertThat(cli.column(0, "list", "job", "-n", "1")).containsExactly(newest);
    assertThat(cli.column(1, "list", "job", "-n", "1")).containsExactly("2");
    assertThat(cli.column(1, "list", "job", newest)).containsExactlyInAnyOrder("first", "second");
    assertThat(cli.column(2, "list", "job", "-x"))
        .hasSizeGreaterThan(2)
        .startsWith(newest, newest)
        .isEqualTo(cli.column(2, "list", "jobs", "--expand", "--no-pager"));
    assertThat(cli.column(2, "list", "job", "-p", "second", "-n", "1")).containsExactly(newest);
    assertThat(cli.ok("list", "job", "-n", "1", "--raw"))
        .startsWith(
            "{\n  \"job_set\" : {\n    \"id\" : \"" + newest + "\"\n  },\n  \"jobs\" : [ {");
  }

  @Test
  void jobsByInput() {
    pipeline("first", "images");
    pipeline("second", "first");
    cli.put("images@master:/a", "1");
    cli.put("images@master:/a", "2");
    runAll(0);
    assertThat(cli.column(1, "list", "job", "-x", "-i", "images@master")).containsExactly("first");
    assertThat(cli.column(1, "list", "job", "-x", "-i", "first@master")).containsExactly("second");
    assertThat(cli.column(2, "list", "job", "-p", "first", "-i", "images@master^"))
        .containsExactly(cli.head("images@master^"));
    assertThat(cli.column(1, "list", "job", "-x", "-i", "images@master", "-i", "first@master"))
        .isEqualTo(cli.column(1, "list", "job", "-x", "-i", "images@master,first@master"))
        .isEmpty();
    cli.fails(
        4,
        "repo nope does not exist; 'tusk list repo' shows those that exist",
        "list",
        "job",
        "-x",
        "-i",
        "nope@master");
  }

  @Test
  void jobsOfOlderVersions() {
    pipeline("first", "images");
    cli.put("images@master:/a", "1");
    runAll(0);
    String old = cli.head("images@master");
    pipeline("first", "images", "--reprocess");
    runAll(0);
    assertThat(cli.column(2, "list", "job", "-p", "first")).hasSize(1).doesNotContain(old);
    assertThat(cli.column(2, "list", "job", "-p", "first", "--history", "1")).contains(old);
    assertThat(cli.column(2, "list", "job", "-x", "--history", "all")).contains(old);
    assertThat(cli.column(2, "list", "job", "-x", "--history", "-1"))
        .isEqualTo(cli.column(2, "list", "job", "-x", "--history", "all"));
    assertThat(cli.column(2, "list", "job", old)).containsExactly(old);
    cli.misused(
        "tusk list job",
        "--history takes none, all or a number, not \"-2\"",
        "list",
        "job",
        "-p",
        "first",
        "--history=-2");
  }

  @Test
  void jobsByState() {
    pipeline("first", "images");
    cli.put("images@master:/a", "fail");
    runAll(3);
    assertThat(cli.column(1, "list", "job", "-x", "--state", "failure")).containsExactly("first");
    assertThat(cli.column(1, "list", "job", "-p", "first", "--state", "created,running")).isEmpty();
    for (String state :
        List.of("created", "starting", "running", "egressing", "finishing", "killed")) {
      assertThat(cli.column(1, "list", "job", "-x", "--state", state)).as(state).isEmpty();
      assertThat(cli.column(1, "list", "job", "-x", "--state", state + ",FAILURE")).hasSize(1);
    }
    cli.misused(
        "tusk list job",
        "--state takes CREATED, STARTING, RUNNING, EGRESSING, FINISHING, SUCCESS, FAILURE, KILLED or"
            + " UNRUNNABLE, not \"done\"",
        "list",
        "job",
        "-x",
        "--state",
        "done");
    assertThat(cli.column(1, "list", "job", "-x", "--state", "starting", "--state", "Failure"))
        .containsExactly("first");
    assertThat(cli.column(1, "list", "job", "-x", "--state", "egressing,finishing")).isEmpty();
    String sets =
        "--input, --state and --history are for jobs, not for job sets; add -p PIPELINE or -x";
    cli.misused("tusk list job", sets, "list", "job", "--state", "failure");
    cli.misused("tusk list job", sets, "list", "job", "--history", "all");
    cli.misused("tusk list job", sets, "list", "job", "-i", "images@master");
    String id = cli.head("images@master");
    String alone = "an id excludes --pipeline, --input, --state and --history; give it alone";
    cli.misused("tusk list job", alone, "list", "job", id, "-p", "first");
    cli.misused("tusk list job", alone, "list", "job", id, "--state", "failure");
  }

  @Test
  void jobsOfOneProjectOrOfAll() {
    cli.silent("create", "project", "vision");
    cli.silent("create", "repo", "films", "--project", "vision");
    pipeline("first", "images");
    pipeline("other", "films", "--project", "vision");
    assertThat(cli.column(1, "list", "job", "-x")).containsOnly("first");
    assertThat(cli.column(1, "list", "job", "-x", "--project", "vision")).containsOnly("other");
    assertThat(cli.column(1, "list", "job", "-x", "-A")).contains("first", "other");
    assertThat(cli.column(0, "list", "job", "-A"))
        .containsAll(cli.column(0, "list", "job"))
        .hasSize(cli.column(0, "list", "job").size() + 1);
  }

  @Test
  void commitsByOrigin() {
    cli.silent("create", "repo", "other");
    cli.silent("create", "branch", "other@follower", "-p", "images@master");
    cli.put("images@master:/a", "1");
    assertThat(cli.column(1, "list", "commit", "-x", "--origin", "user")).containsExactly("images");
    assertThat(cli.column(1, "list", "commit", "-x", "--origin=AUTO")).contains("images", "other");
    assertThat(cli.column(1, "list", "commit", "other", "--origin", "user")).isEmpty();
    assertThat(cli.column(2, "list", "commit", "other", "--all"))
        .isEqualTo(cli.column(2, "list", "commit", "other"));
    assertThat(cli.column(2, "list", "commit", "images", "--origin", "user", "-n", "1"))
        .containsExactly(cli.head("images@master"));
    cli.misused(
        "tusk list commit",
        "--all and --origin exclude each other; give one of them",
        "list",
        "commit",
        "images",
        "--all",
        "--origin",
        "user");
    String sets = "--origin and --from are for commits, not for commit sets; name a repo or add -x";
    cli.misused("tusk list commit", sets, "list", "commit", "--origin", "user");
    cli.misused("tusk list commit", sets, "list", "commit", "-f", "master");
  }

  @Test
  void repositoriesByType() {
    assertThat(cli.column(1, "list", "repo", "--type", "user")).containsExactly("images");
    assertThat(cli.column(1, "list", "repo", "--all")).containsExactly("images");
    assertThat(cli.column(1, "list", "repo", "--type", "spec")).isEmpty();
    assertThat(cli.column(1, "list", "repo", "--type", "META", "--all")).containsExactly("images");
    cli.misused(
        "tusk list repo",
        "--type takes user, meta or spec, not \"none\"",
        "list",
        "repo",
        "--type",
        "none");
  }

  @Test
  void forcedDeletions() {
    cli.silent("create", "repo", "other");
    cli.silent("create", "branch", "other@follower", "-p", "images@master");
    cli.silent("create", "branch", "other@second", "-p", "images@side");
    cli.fails(
        5,
        "branch images@side cannot be deleted: branch other@second follows it; delete that first",
        "delete",
        "branch",
        "images@side");
    cli.silent("delete", "branch", "images@side", "-f");
    assertThat(cli.ok("inspect", "branch", "other@second")).doesNotContain("Provenance");
    cli.silent("delete", "repo", "images", "--force");
    assertThat(cli.ok("inspect", "branch", "other@follower")).doesNotContain("Provenance");
    assertThat(cli.column(1, "list", "repo")).containsExactly("other");
  }

  @Test
  void forceStopsAtPipelines() {
    pipeline("first", "images");
    String reads =
        "branch images@master cannot be deleted: pipeline first reads it; give the pipeline another input by 'tusk update pipeline', or delete it first:"
            + " 'tusk delete pipeline first'";
    cli.fails(5, reads, "delete", "repo", "images", "-f");
    cli.fails(5, reads, "delete", "branch", "images@master", "-f");
    cli.fails(
        5,
        "repo first holds the output of pipeline first; 'tusk delete pipeline first' deletes both",
        "delete",
        "repo",
        "first",
        "-f");
  }

  @Test
  void deletionsInAllProjects() {
    cli.silent("create", "project", "vision");
    cli.silent("create", "repo", "films", "--project", "vision");
    pipeline("first", "images");
    pipeline("other", "films", "--project", "vision");
    cli.misused("tusk delete pipeline", "-A goes with --all", "delete", "pipeline", "p", "-A");
    cli.misused("tusk delete repo", "-A goes with --all", "delete", "repo", "images", "-A");
    cli.silent("delete", "pipeline", "--all");
    assertThat(cli.column(1, "list", "pipeline", "-A")).containsExactly("other");
    cli.silent("delete", "pipelines", "--all", "-A");
    assertThat(cli.column(1, "list", "pipeline", "-A")).isEmpty();
    cli.silent("delete", "repo", "--all", "-A");
    assertThat(cli.column(1, "list", "repo", "-A")).isEmpty();
  }

  @Test
  void numbersBelowNone() {
    for (String noun : List.of("job", "commit", "operation")) {
      cli.misused(
          "tusk list " + noun, "-n takes a number of at least 0, not -1", "list", noun, "-n", "-1");
    }
    assertThat(cli.column(0, "list", "operation", "-n", "0")).hasSize(2);
  }

  @Test
  void flagsMayBeGivenWithTheirValue() {
    cli.silent("create", "project", "vision");
    cli.silent("create", "repo", "films", "--project", "vision");
    assertThat(cli.column(1, "list", "repo", "-A=true")).containsExactly("images", "films");
    assertThat(cli.column(1, "list", "repo", "--all-projects=false", "--raw=false"))
        .containsExactly("images");
  }

  @Test
  void differencesAcrossProjects() {
    cli.silent("create", "project", "vision");
    cli.silent("create", "repo", "films", "--project", "vision");
    cli.put("images@master:/a", "1");
    cli.input("2").silent("put", "file", "films@master:/b", "--project", "vision");
    cli.fails(
        4,
        "repo nope/images does not exist; 'tusk list repo' shows those that exist",
        "diff",
        "file",
        "images@master",
        "images@master",
        "--old-project",
        "nope");
    assertThat(
            cli.ok(
                "diff",
                "file",
                "images@master",
                "films@master",
                "--old-project",
                "vision",
                "--name-only"))
        .isEqualTo("OP SIZE NAME\n+  1B   /a\n-  1B   /b\n");
    assertThat(
            cli.ok(
                "diff",
                "file",
                "films@master",
                "images@master",
                "--project",
                "vision",
                "--old-project",
                "default",
                "--name-only"))
        .isEqualTo("OP SIZE NAME\n-  1B   /a\n+  1B   /b\n");
  }
}
