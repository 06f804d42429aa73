/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories, branches and commits. */
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

  private List<String> column(int column, String... args) {
    return cli.ok(args).lines().skip(1).map(line -> line.split(" +", -1)[column]).toList();
  }

  @Test
  void repositories() {
    cli.silent("create", "repos", "edges", "--description", "found edges");
    cli.silent("create-repo", "texts");
    assertThat(column(1, "list", "repos")).containsExactly("edges", "images", "texts");
    assertThat(column(1, "list-repo")).isEqualTo(column(1, "list", "repo"));
    assertThat(cli.ok("inspect", "repo", "edges"))
        .contains("Description: found edges\n", "Project: default\n");
    cli.silent("delete", "repo", "edges");
    assertThat(column(1, "list", "repo")).containsExactly("images", "texts");
    cli.silent("delete", "repo", "--all");
    assertThat(column(1, "list", "repo")).isEmpty();
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
        "repo images cannot be deleted: branch upper@master follows its branch master; delete what"
            + " follows it first",
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
    assertThat(column(1, "list", "repo", "--project", "vision")).containsExactly("images");
    assertThat(column(0, "list", "repo", "--all-projects")).containsExactly("default", "vision");
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
    assertThat(column(0, "list", "branches", "images"))
        .containsExactly("by-id", "by-name", "master");
    assertThat(cli.ok("get", "file", "images@by-id:/a")).isEqualTo("1");
    assertThat(cli.head("images@by-name")).isEqualTo(first);
    assertThat(cli.ok("inspect", "branch", "other@follower"))
        .contains("Provenance: images@master\n");
    cli.silent("create", "branch", "images@master", "--head", first);
    assertThat(cli.ok("get", "file", "images@master:/a")).isEqualTo("1");
    cli.silent("delete", "branch", "images@by-id");
    assertThat(column(0, "list", "branch", "images")).containsExactly("by-name", "master");
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

  @Test
  void commitsByHand() {
    String id = cli.ok("start", "commit", "images@master", "-m", "by hand").strip();
    assertThat(id).matches("[0-9a-f]{32}");
    cli.put("images@master:/a", "1");
    cli.put("images@master:/b", "2");
    assertThat(cli.ok("inspect", "commit", "images@" + id)).doesNotContain("Finished");
    cli.silent("finish", "commit", "images@master", "-m", "named at the end");
    assertThat(cli.files("images@master")).containsExactly("/a", "/b");
    assertThat(cli.ok("inspect", "commit", "images@master"))
        .contains("Finished: ", "Description: named at the end\n");
    cli.fails(
        5,
        "commit images@"
            + id
            + " is finished already; 'tusk start commit images@master' starts another",
        "finish",
        "commit",
        "images@" + id);
  }

  @Test
  void listedCommits() {
    for (int i = 0; i < 5; i++) {
      cli.put("images@master:/a", "" + i);
    }
    List<String> all = column(2, "list", "commit", "images");
    assertThat(all).hasSize(5).doesNotHaveDuplicates();
    assertThat(column(2, "list", "commit", "images@master")).isEqualTo(all);
    assertThat(column(2, "list", "commits", "images@master", "-n", "2"))
        .isEqualTo(all.subList(0, 2));
    assertThat(column(2, "list", "commit", "images@master", "--from", all.get(3)))
        .isEqualTo(all.subList(0, 3));
    assertThat(column(2, "list", "commit", "images@master^2")).isEqualTo(all.subList(2, 5));
    assertThat(column(2, "list", "commit", all.get(1))).containsExactly(all.get(1));
    assertThat(column(0, "list", "commit")).startsWith(all.toArray(new String[0]));
    assertThat(column(0, "list", "commit", "-n", "1")).containsExactly(all.get(0));
    for (String form : new String[] {"master^", "master^1", "master.4", all.get(0) + "^"}) {
      assertThat(cli.head("images@" + form)).as(form).isEqualTo(all.get(1));
    }
    assertThat(cli.head("images@master^^^^")).isEqualTo(all.get(4));
    assertThat(cli.head("images@master.1")).isEqualTo(all.get(4));
  }

  @Test
  void misusedCommits() {
    cli.put("images@master:/a", "1");
    String id = cli.head("images@master");
    cli.fails(4, NO_REPO, "list", "commit", "nope");
    cli.fails(4, NO_BRANCH, "inspect", "commit", "images@nope");
    cli.fails(4, NO_REPO, "start", "commit", "nope@master");
    cli.misused(
        "tusk inspect commit",
        "a commit of one repo is meant: REPO@"
            + id
            + "; 'tusk list commit "
            + id
            + "' shows the commits of that id in all repos",
        "inspect",
        "commit",
        id);
    String none = "0".repeat(32);
    cli.fails(
        4,
        "commit set " + none + " does not exist; 'tusk list commit' shows those that do",
        "list",
        "commit",
        none);
    cli.misused(
        "tusk list commit",
        "-n takes a number of at least 0, not -1",
        "list",
        "commit",
        "images",
        "-n",
        "-1");
    cli.fails(
        4,
        "commit images@master^1 does not exist: its line has fewer commits; 'tusk list commit"
            + " images' shows them",
        "inspect",
        "commit",
        "images@master^");
    cli.misused(
        "tusk list commit",
        "Invalid value for option '--output': expected one of [JSON, YAML] (case-insensitive) but"
            + " was 'xml'",
        "list",
        "commit",
        "images",
        "-o",
        "xml");
  }

  @Test
  void pipelinesOutputIsNotWrittenByHand() {
    cli.put("images@master:/a", "1");
    cli.input(Specs.upper("upper", "images")).silent("create", "pipeline");
    String id = cli.head("upper@master");
    String written =
        "branch upper@master is written by pipeline upper alone; use another branch or change the"
            + " pipeline's input";
    for (String[] args :
        new String[][] {
          {"start", "commit", "upper@master"},
          {"put", "file", "upper@master:/x"},
          {"put", "file", "upper@" + id + ":/x"},
          {"copy", "file", "images@master:/a", "upper@master:/x"},
          {"delete", "file", "upper@master:/x"},
          {"create", "branch", "upper@master", "--head", "images@master"},
          {"delete", "branch", "upper@master"},
        }) {
      if (args[0].equals("create")) {
        args[4] = "upper@" + id;
      }
      cli.fails(5, written, args);
    }
    cli.fails(
        5,
        "commit upper@"
            + id
            + " is the output of a job, which finishes it; 'tusk run' runs the job",
        "finish",
        "commit",
        "upper@master");
  }

  @Test
  void deletedFiles() {
    cli.put("images@master:/a", "1");
    cli.put("images@master:/d/b", "1");
    cli.put("images@master:/d/c", "1");
    cli.fails(2, "\"/d\" is a directory; delete it with -r", "delete", "file", "images@master:/d");
    String head = cli.head("images@master");
    cli.fails(
        4,
        "file /x does not exist in images@"
            + head
            + "; 'tusk list file images@"
            + head
            + "' shows what does",
        "delete",
        "file",
        "images@master:/x");
    cli.misused(
        "tusk delete file",
        "\"images@master\" is not of the form REPO@BRANCH:PATH or REPO@COMMIT:PATH",
        "delete",
        "file",
        "images@master");
    cli.silent("delete", "file", "images@master:/d/b");
    assertThat(cli.files("images@master")).containsExactly("/a", "/d/c");
    cli.silent("delete", "file", "-r", "images@master:/d/");
    assertThat(cli.files("images@master")).containsExactly("/a");
    cli.silent("delete", "file", "-r", "images@master:/");
    assertThat(cli.files("images@master")).isEmpty();
    assertThat(cli.files("images@master^")).containsExactly("/a");
  }

  @Test
  void misusedListingsOfFiles() {
    cli.put("images@master:/a", "1");
    String head = cli.head("images@master");
    String none =
        "file /x does not exist in images@"
            + head
            + "; 'tusk list file images@"
            + head
            + "' shows what does";
    cli.fails(4, none, "list", "file", "images@master:/x");
    cli.fails(4, none, "inspect", "file", "images@master:/x");
    cli.fails(4, none, "diff", "file", "images@master:/x");
    cli.misused(
        "tusk glob file",
        "a glob is needed: \"images@master:/*\"",
        "glob",
        "file",
        "images@master");
    cli.fails(
        2,
        "glob \"/{a\" has a \"{\" at position 2 that is never closed; close it, or write \"\\{\" for"
            + " the character itself",
        "glob",
        "file",
        "images@master:/{a");
    cli.fails(4, NO_REPO, "list", "file", "nope@master");
  }
}
