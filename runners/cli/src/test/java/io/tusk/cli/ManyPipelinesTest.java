/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More pipelines in one file than a record of the log has room for the names of. */
final class ManyPipelinesTest {
  private static final int COUNT = 1_400;

  @TempDir Path directory;

  @Test
  void areMadeStoppedAndDeletedAtOnce() {
    Cli cli = new Cli(directory).withRepo("images").onTerminal();
    String specs =
        IntStream.range(0, COUNT)
            .mapToObj(i -> Specs.upper("p%048d".formatted(i), "images"))
            .collect(Collectors.joining("\n"));
    cli.file("all.json", specs);

    Cli.Result created = cli.run("create", "pipeline", "-f", "all.json");
    assertThat(created.err()).isEqualTo("more than 1000 jobs pending: tusk run\n");
    assertThat(created.code()).isZero();
    assertThat(cli.ok("list", "operation", "-n", "1")).contains("create pipeline p000", "...\n");

    String set = cli.head("p%048d@master".formatted(0));
    cli.silent("stop", "pipeline", "p%048d".formatted(1));
    Cli.Result stopped = cli.run("stop", "job", set);
    assertThat(stopped.code()).as(stopped.err()).isZero();
    assertThat(stopped.err()).contains(" had ended before: ");
    assertThat(cli.run("undo").code()).isZero();
    cli.silent("delete", "commit", set);
    cli.silent("delete", "all", "--yes");
    assertThat(cli.run("undo").code()).isZero();
    assertThat(cli.ok("list", "repo").lines()).hasSize(COUNT + 2);
    assertThat(cli.run("undo").code()).isZero();
    assertThat(cli.ok("list", "repo").lines()).hasSize(1);
    cli.assertSound();
  }
}
