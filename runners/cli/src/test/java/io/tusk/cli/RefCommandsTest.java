/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.EveryStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories, projects and branches. */
@EveryStore
final class RefCommandsTest {
  private static final String NO_REPO =
      "repo nope does not exist; 'tusk list repo' shows those that exist";
  private static final String NO_BRANCH =
      "branch images@nope does not exist; 'tusk list branch images' shows those that exist";

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

  @Test
  void repositories() {
    cli.silent("create", "repos", "edges", "--description", "found edges");
    cli.silent("create-repo", "texts");
    assertThat(cli.column(1, "list", "repos")).containsExactly("edges", "images", "texts");
    assertThat(cli.column(1, "list-repo")).isEqualTo(cli.column(1, "list", "repo"));
    assertThat(cli.ok("inspect", "repo", "edges"))
        .contains("Description: found edges\n", "Project: default\n");
    cli.silent("delete", "repo", "edges");
    assertThat(cli.column(1, "list", "repo")).containsExactly("images", "texts");
    cli.silent("delete", "repo", "--all");
    assertThat(cli.column(1, "list", "repo")).isEmpty();
  }

  @Test
  void misusedRepositories() {
    cli.fails(5, "repo images exists already; choose another name", "create", "repo", "images");
    cli.fails(4, NO_REPO, "inspect", "repo", "nope");
    cli.fails(4, NO_REPO, "delete", "repo", "nope");
    String either = "either a repo name or --all needs to be given";
    cli.misused("tusk delete repo", either, "delete", "repo");
    cli.misused("tusk delete repo", either, "delete", "repo", "images", "--all");
    cli.misused("tusk create repo", "Missing required parameter: 'REPO'", "create", "repo");
    cli.fails(
        2,
        "repository name \"bücher\" may hold only letters, digits, '-' and '_'; choose another"
            + " name",
        "create",
        "repo",
        "bücher");
  }

  @Test
  void aRepositoryThatAPipelineReads() {
    cli.input(Specs.upper("upper", "images")).silent("create", "pipeline");
    cli.fails(
        5,
        "repo images cannot be deleted: pipeline upper reads its branch master; give the pipeline"
            + " another input by 'tusk update pipeline', or delete it first:"
            + " 'tusk delete pipeline upper'",
        "delete",
        "repo",
        "images");
    cli.fails(
        5,
        "repo upper holds the output of pipeline upper; 'tusk delete pipeline upper' deletes both",
        "delete",
        "repo",
        "upper");
  }

  @Test
  void projects() {
    cli.fails(
        4,
        "project vision does not exist; 'tusk create project vision' makes it",
        "create",
        "repo",
        "images",
        "--project",
        "vision");
    cli.silent("create", "project", "vision", "-d", "eyes");
    cli.fails(
        5, "project vision exists already; choose another name", "create", "project", "vision");
    cli.fails(
        5, "project default exists already; choose another name", "create", "project", "default");
    cli.silent("create", "repo", "images", "--project", "vision");
    cli.input("1").silent("put", "file", "images@master:/a", "--project=vision");
    assertThat(cli.ok("get", "file", "images@master:/a", "--project=vision")).isEqualTo("1");
    assertThat(cli.column(1, "list", "repo", "--project", "vision")).containsExactly("images");
    assertThat(cli.column(0, "list", "repo", "--all-projects"))
        .containsExactly("default", "vision");
    cli.timeStands();
    assertThat(cli.ok("list", "project", "--project", "vision"))
        .isEqualTo(
            """
            ACTIVE PROJECT CREATED       DESCRIPTION
                   default -
            *      vision  8 minutes ago eyes
            """);
    assertThat(cli.ok("list", "projects", "--raw")).contains("\"name\" : \"vision\"");
  }

  @Test
  void aProjectThatDoesNotExist() {
    String[][] commands = {
      {"list", "project"},
      {"list", "repo"},
      {"list", "repo", "-A"},
      {"list", "pipeline"},
      {"list", "job"},
      {"list", "commit"},
      {"list", "branch", "images"},
      {"inspect", "repo", "images"},
      {"list", "file", "images@master"},
      {"get", "file", "images@master:/a"},
      {"diff", "file", "images@master"},
      {"put", "file", "images@master:/a"},
      {"delete", "file", "images@master:/a"},
      {"finish", "commit", "images@master"},
      {"start", "commit", "images@master"},
      {"create", "branch", "images@new"},
      {"delete", "repo", "--all"},
      {"delete", "pipeline", "--all"},
      {"logs", "-j", "upper@" + "0".repeat(32)}
    };
    for (String[] command : commands) {
      String[] args = Arrays.copyOf(command, command.length + 2);
      args[command.length] = "--project";
      args[command.length + 1] = "nope";
      cli.fails(4, "project nope does not exist; 'tusk create project nope' makes it", args);
    }
  }

  @Test
  void branches() {
    cli.put("images@master:/a", "1");
    String first = cli.head("images@master");
    cli.put("images@master:/a", "2");
    cli.silent("create", "branch", "images@by-id", "--head", first);
    cli.silent("create", "branch", "images@by-name", "--head", "images@master^");
    cli.silent("create", "repo", "other");
    cli.silent("create", "branch", "other@follower", "-p", "images@master");
    assertThat(cli.column(0, "list", "branches", "images"))
        .containsExactly("by-id", "by-name", "master");
    assertThat(cli.ok("get", "file", "images@by-id:/a")).isEqualTo("1");
    assertThat(cli.head("images@by-name")).isEqualTo(first);
    assertThat(cli.ok("inspect", "branch", "other@follower"))
        .contains("Provenance: images@master\n");
    cli.silent("create", "branch", "images@master", "--head", first);
    assertThat(cli.ok("get", "file", "images@master:/a")).isEqualTo("1");
    cli.silent("delete", "branch", "images@by-id");
    assertThat(cli.column(0, "list", "branch", "images")).containsExactly("by-name", "master");
  }

  @Test
  void whatBranchesFollowOverSteps() {
    for (String repo : new String[] {"b", "c", "d"}) {
      cli.silent("create", "repo", repo);
    }
    cli.silent("create", "branch", "b@x", "-p", "images@master");
    cli.silent("create", "branch", "c@x", "-p", "b@x");
    cli.silent("create", "branch", "d@x", "-p", "c@x,images@master");
    assertThat(repos("d@x", "provenance")).containsExactly("b", "c", "images");
    assertThat(repos("d@x", "direct_provenance")).containsExactly("c", "images");
    assertThat(repos("d@x", "subvenance")).isEmpty();
    assertThat(repos("images@master", "subvenance")).containsExactly("b", "c", "d");
    assertThat(repos("b@x", "subvenance")).containsExactly("c", "d");
  }

  private List<String> repos(String branch, String field) {
    String raw = cli.ok("inspect", "branch", branch, "--raw");
    String part = raw.substring(raw.indexOf("\"" + field + "\""));
    return Pattern.compile("\"repo\" : \\{\\s+\"name\" : \"(\\w+)\"")
        .matcher(part.substring(0, part.indexOf(']')))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void misusedBranches() {
    cli.put("images@master:/a", "1");
    cli.fails(4, NO_REPO, "create", "branch", "nope@master");
    cli.fails(4, NO_REPO, "list", "branch", "nope");
    cli.fails(4, NO_BRANCH, "inspect", "branch", "images@nope");
    cli.fails(4, NO_BRANCH, "delete", "branch", "images@nope");
    cli.fails(4, NO_BRANCH, "create", "branch", "images@new", "--head", "nope");
    cli.misused(
        "tusk create branch",
        "\"images\" is not of the form REPO@BRANCH",
        "create",
        "branch",
        "images");
    cli.fails(
        5,
        "branch images@follower cannot follow branch images@master of its own repo",
        "create",
        "branch",
        "images@follower",
        "-p",
        "images@master");
    cli.silent("create", "repo", "other");
    cli.silent("create", "branch", "other@follower", "-p", "images@master");
    cli.fails(
        5,
        "branch images@master cannot follow branch other@follower: that one follows images@master"
            + " already, directly or through others",
        "create",
        "branch",
        "images@master",
        "-p",
        "other@follower");
    cli.fails(
        5,
        "branch other@second cannot follow that: a commit to branch images@master would need commits"
            + " to both other@second and other@follower, and a repo has one commit of a set; use a"
            + " repo of its own",
        "create",
        "branch",
        "other@second",
        "-p",
        "images@master");
    cli.fails(
        5,
        "branch other@third cannot have commit images@"
            + cli.head("images@master")
            + " as its head; they must belong to the same repo",
        "create",
        "branch",
        "other@third",
        "--head",
        "images@master");
    cli.fails(
        5,
        "branch images@master cannot be deleted: branch other@follower follows it; delete that"
            + " first",
        "delete",
        "branch",
        "images@master");
    String id = "0".repeat(32);
    cli.fails(
        2,
        "branch name \"" + id + "\" has the form of a commit id; choose another name",
        "create",
        "branch",
        "images@" + id);
  }
}
