/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code list job --input}, where pipelines read several repositories. */
final class JobsByInputTest {
  @TempDir Path directory;

  private static String pipeline(String name, String input) {
    return "{'pipeline':{'name':'%s'},'transform':{'cmd':['true']},'input':%s}"
        .formatted(name, input)
        .replace('\'', '"');
  }

  private static String pfs(String repo) {
    return pfs(repo, "");
  }

  private static String pfs(String repo, String more) {
    return "{'pfs':{'repo':'%s','glob':'/(*)'%s}}".formatted(repo, more);
  }

  private static void run(Cli cli) {
    Cli.Result result = cli.run("run", "--isolation=none");
    assertThat(result.code()).as(result.err()).isZero();
  }

  /** The pipelines and ids of the jobs that read all of these. */
  private static List<String> jobs(Cli cli, String... inputs) {
    String[] command =
        Stream.concat(
                Stream.of("list", "job", "-x"),
                Stream.of(inputs).flatMap(input -> Stream.of("--input", input)))
            .toArray(String[]::new);
    return cli.ok(command)
        .lines()
        .skip(1)
        .map(line -> line.split(" +", -1))
        .map(cells -> cells[1] + "@" + cells[2])
        .toList();
  }

  @Test
  void aJobIsFoundByEachOfItsInputs() {
    Cli cli = new Cli(directory).withRepo("a");
    cli.silent("create", "repo", "b");
    cli.put("a@master:/1", "x");
    cli.put("b@master:/1", "x");
    String cross = "{'cross':[" + pfs("a") + "," + pfs("b") + "]}";
    String on = ",'join_on':'$1'";
    String nested =
        "{'union':[{'join':[" + pfs("a", on) + "," + pfs("b", on) + "]}," + pfs("b") + "]}";
    cli.input(pipeline("crossed", cross)).silent("create", "pipeline");
    cli.input(pipeline("nested", nested)).silent("create", "pipeline");
    cli.input(pipeline("single", pfs("a"))).silent("create", "pipeline");
    cli.input(pipeline("below", pfs("crossed"))).silent("create", "pipeline");
    run(cli);
    String firstA = "a@" + cli.head("a@master");
    String firstB = "b@" + cli.head("b@master");
    String first = cli.head("crossed@master");
    cli.put("b@master:/2", "x");
    run(cli);
    String secondB = "b@" + cli.head("b@master");
    String second = cli.head("crossed@master");
    assertThat(second).isNotEqualTo(first);

    assertThat(jobs(cli, firstB))
        .as("the commit before the change")
        .noneMatch(job -> job.endsWith(second))
        .anyMatch(job -> job.startsWith("crossed@"))
        .anyMatch(job -> job.startsWith("nested@"));
    assertThat(jobs(cli, secondB))
        .containsExactlyInAnyOrder("crossed@" + second, "nested@" + second);
    assertThat(jobs(cli, "b@master")).isEqualTo(jobs(cli, secondB));
    assertThat(jobs(cli, firstA))
        .contains("crossed@" + second, "nested@" + second)
        .anyMatch(job -> job.startsWith("single@"))
        .noneMatch(job -> job.startsWith("below@"));
    assertThat(jobs(cli, firstA, secondB))
        .as("that read both")
        .containsExactlyInAnyOrder("crossed@" + second, "nested@" + second);
    assertThat(jobs(cli, firstB, secondB)).as("no job reads two of one").isEmpty();
    assertThat(jobs(cli, "crossed@master")).containsExactly("below@" + second);
    assertThat(cli.column(2, "list", "job", "-p", "crossed", "--input", secondB))
        .containsExactly(second);
    cli.assertSound();
  }
}
