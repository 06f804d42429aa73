/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeleteAllTest {
  private static final String QUESTION =
      """
      This deletes, with all commits, files and jobs:
        pipeline upper
        repo images
        repo upper
        repo vision/films
        project vision
        defaults of the cluster
      Delete all of it? [y/N]\s""";

  @TempDir Path directory;
  private Cli cli;

  /** Two projects, of which the second reads the first. */
  @BeforeEach
  void fill() {
    cli = new Cli(directory).withRepo("images");
    cli.put("images@master:/a", "1");
    cli.input(Specs.upper("upper", "images")).silent("create", "pipeline");
    cli.silent("create", "project", "vision");
    cli.silent("create", "repo", "films", "--project", "vision");
    cli.input("{\"create_pipeline_request\":{\"datum_tries\":2}}")
        .silent("create", "defaults", "--cluster");
  }

  @AfterEach
  void soundStore() {
    assertThat(cli.run("fsck").out()).isEqualTo("No errors found.\n");
  }

  private List<String> repos() {
    return cli.run("list", "repo", "-A").out().lines().skip(1).toList();
  }

  @Test
  void withoutAQuestion() {
    cli.silent("delete", "all", "--yes");
    assertThat(repos()).isEmpty();
    assertThat(cli.ok("list", "pipeline", "-A").lines()).hasSize(1);
    assertThat(cli.ok("list", "project").lines()).hasSize(2);
    assertThat(cli.ok("inspect", "defaults", "--cluster")).doesNotContain("datum_tries");
    assertThat(cli.ok("undo")).endsWith("(delete all)\n");
    assertThat(repos()).hasSize(3);
    assertThat(cli.ok("get", "file", "images@master:/a")).isEqualTo("1");
  }

  @Test
  void asksOnATerminal() {
    cli.onTerminal();
    for (String no : List.of("n\n", "\n", "", "maybe\n")) {
      Cli.Result result = cli.input(no).run("delete", "all");
      assertThat(result.code()).isZero();
      assertThat(result.err()).isEqualTo(QUESTION);
      assertThat(repos()).hasSize(3);
    }
    Cli.Result yes = cli.input("Y\n").run("delete", "all");
    assertThat(yes.err()).isEqualTo(QUESTION);
    assertThat(yes.code()).isZero();
    assertThat(repos()).isEmpty();
    assertThat(cli.input("y\n").run("delete", "all").err())
        .isEqualTo("there is nothing to delete\n");
  }

  @Test
  void doesNotAskElsewhere() {
    cli.misused(
        "tusk delete all",
        "it asks on a terminal only; --yes deletes without a question",
        "delete",
        "all");
    cli.misused(
        "tusk delete all",
        "'tusk delete all' takes no further argument, but there is \"images\"",
        "delete",
        "all",
        "images");
  }

  @Test
  void deletesOnlyWhatWasListed() {
    cli.onTerminal();
    InputStream answer =
        new FilterInputStream(new ByteArrayInputStream(new byte[] {'y', '\n'})) {
          private boolean asked;

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            if (!asked) {
              asked = true;
              new Cli(directory).silent("create", "repo", "late");
            }
            return super.read(bytes, offset, length);
          }
        };
    Cli.Result result = cli.input(answer).run("delete", "all");
    assertThat(result.code()).isEqualTo(5);
    assertThat(result.err())
        .endsWith(
            "tusk: the store was changed after its contents were listed; nothing is deleted, run it"
                + " again\n");
    assertThat(repos()).hasSize(4);
  }
}
