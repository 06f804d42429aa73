/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FindCommitTest {
  @TempDir Path directory;
  private Cli cli;

  /** On master: a is added, b is added, a is changed, a is deleted. */
  @BeforeEach
  void fill() {
    cli = new Cli(directory).withRepo("images");
    cli.put("images@master:/d/a", "1");
    cli.put("images@master:/b", "2");
    cli.put("images@master:/d/a", "3");
    cli.silent("delete", "file", "images@master:/d/a");
  }

  private List<String> found(String... more) {
    String[] args = new String[2 + more.length];
    args[0] = "find";
    args[1] = "commit";
    System.arraycopy(more, 0, args, 2, more.length);
    return cli.ok(args)
        .lines()
        .skip(1)
        .map(line -> line.split(" +", -1)[0] + " " + line.split(" +", -1)[1])
        .toList();
  }

  @Test
  void whatTouchedAPath() {
    String added = cli.head("images@master.1") + " added";
    String changed = cli.head("images@master^") + " changed";
    String deleted = cli.head("images@master") + " deleted";
    assertThat(found("images@master:/d/a")).containsExactly(deleted, changed, added);
    assertThat(found("images@master:/d")).containsExactly(deleted, changed, added);
    assertThat(found("images@master:/b")).containsExactly(cli.head("images@master^2") + " added");
    assertThat(found("images@master^:/d/a")).containsExactly(changed, added);
    assertThat(found("images@master:/d/a", "--limit", "1")).containsExactly(deleted);
    assertThat(found("images@master:/nope")).isEmpty();
  }

  @Test
  void passesOverWhatIsOpen() {
    String deleted = cli.head("images@master") + " deleted";
    cli.ok("start", "commit", "images@master");
    assertThat(found("images@master:/d/a", "--limit", "1")).containsExactly(deleted);
  }

  @Test
  void documents() {
    String id = cli.head("images@master^2");
    String expected =
        """
        {
          "found_commit" : {
            "branch" : {
              "repo" : {
                "name" : "images",
                "type" : "user",
                "project" : {
                  "name" : "default"
                }
              },
              "name" : "master"
            },
            "id" : "ID",
            "repo" : {
              "name" : "images",
              "type" : "user",
              "project" : {
                "name" : "default"
              }
            }
          },
          "change" : "added",
          "commits_searched" : 3
        }
        """;
    assertThat(cli.ok("find", "commit", "images@master:/b", "--json"))
        .isEqualTo(expected.replace("ID", id))
        .isEqualTo(cli.ok("find", "commit", "images@master:/b", "--raw"));
  }

  @Test
  void endsInTime() {
    cli.timePasses(Duration.ofSeconds(10));
    Cli.Result result = cli.run("find", "commit", "images@master:/d/a", "--timeout", "35s");
    assertThat(result.code()).isZero();
    assertThat(result.err())
        .isEqualTo("the search ended after 35s and 2 commits; older ones were not searched\n");
    assertThat(result.out().lines()).hasSize(3);
    assertThat(cli.ok("find", "commit", "images@master:/d/a", "--timeout=1h").lines()).hasSize(4);
  }

  @Test
  void misuse() {
    String form = "\"images@master\" is not of the form REPO@COMMIT:PATH";
    cli.misused("tusk find commit", form, "find", "commit", "images@master");
    cli.misused(
        "tusk find commit",
        "--limit takes a number of at least 1, not 0",
        "find",
        "commit",
        "images@master:/a",
        "--limit",
        "0");
    cli.misused(
        "tusk find commit",
        "--timeout takes a duration such as \"30s\", \"5m\" or \"1h30m\", not \"soon\"",
        "find",
        "commit",
        "images@master:/a",
        "--timeout",
        "soon");
  }
}
