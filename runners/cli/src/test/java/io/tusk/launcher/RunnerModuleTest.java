/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.launcher.SourceTree.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher builds and loads the client of a cluster only for what runs on it. */
final class RunnerModuleTest {
  private static final String MAVEN_RUN =
      "-q -B -f %s/pom.xml -Plaunch -DskipTests -pl runners/cli,pipelines/examples%s -am package";

  @TempDir Path directory;
  private SourceTree tree;

  @BeforeEach
  void lay() throws IOException {
    tree = new SourceTree(directory, "a tree with ümlaut");
  }

  private String cli() {
    return tree.home + "/runners/cli/target/launch/tusk-cli.jar" + examples();
  }

  private String runner(String module) {
    return tree.home + "/runners/" + module + "/target/launch/tusk-" + module + ".jar" + examples();
  }

  private String examples() {
    return ":" + tree.home + "/pipelines/examples/target/launch/tusk-examples.jar";
  }

  private static String building(String module) {
    return "building Tusk for runner " + module + " (once; log: .tusk-build/build.log)";
  }

  @ParameterizedTest
  @CsvSource({"FlinkRunner,flink", "SparkRunner,spark"})
  void aRunOnAClusterBuildsTheModuleOfItsRunner(String runner, String module) throws IOException {
    assertThat(tree.tusk("list", "repo").out()).contains(cli());

    Result built = tree.tusk("run", "--runner=" + runner, "--parallelism=2");
    assertThat(built.err()).containsExactly(building(module));
    assertThat(built.out())
        .containsSequence(
            "-cp",
            runner(module),
            "io.tusk.cli.Main",
            "run",
            "--runner=" + runner,
            "--parallelism=2");

    Result again = tree.tusk("run", "--store", "s", "--runner", runner);
    assertThat(again.err()).isEmpty();
    assertThat(again.out()).containsSequence("-cp", runner(module), "io.tusk.cli.Main");

    assertThat(tree.tusk("list", "repo").out()).contains(cli());
    assertThat(tree.tusk("run").out()).contains(cli());
    assertThat(tree.mavenRuns())
        .containsExactly(
            MAVEN_RUN.formatted(tree.home, ""),
            MAVEN_RUN.formatted(tree.home, ",runners/" + module));
  }

  @ParameterizedTest
  @CsvSource({
    "list,repo,--runner=FlinkRunner",
    "run,--runner=DirectRunner,--isolation=none",
    "run,--runner=FlinkRunner,--runner=DirectRunner",
    "run,--runner,DirectRunner",
    "run,--pipeline=FlinkRunner,--isolation=none",
    "run,--runner=NoRunner,--isolation=none"
  })
  void whatRunsOnNoClusterNeedsNoneOfThem(String verb, String second, String third)
      throws IOException {
    assertThat(tree.tusk(verb, second, third).out()).contains(cli());
    assertThat(tree.mavenRuns()).containsExactly(MAVEN_RUN.formatted(tree.home, ""));
  }

  @Test
  void aChangeBuildsTheModuleAgainWhereItIsUsed() throws IOException {
    assertThat(tree.tusk("run", "--runner=FlinkRunner").err()).containsExactly(building("flink"));
    Path file = tree.home.resolve("datum-io/pom.xml");
    tree.afterTheBuild(file, () -> tree.write("datum-io/pom.xml", "changed"));

    assertThat(tree.tusk("list").err())
        .containsExactly("building Tusk (once; log: .tusk-build/build.log)");
    assertThat(tree.home.resolve("runners/flink/target/launch/tusk-flink.jar")).doesNotExist();

    assertThat(tree.tusk("run", "--runner=FlinkRunner").err()).containsExactly(building("flink"));
    assertThat(tree.tusk("list").err()).isEmpty();
    assertThat(tree.mavenRuns()).hasSize(3);
  }

  @Test
  void theModuleOfAnotherRunnerStaysAsLongAsNothingChanges() throws IOException {
    tree.tusk("run", "--runner=FlinkRunner");
    Path flink = tree.home.resolve("runners/flink/target/launch/tusk-flink.jar");
    FileTime built = Files.getLastModifiedTime(flink);

    assertThat(tree.tusk("run", "--runner=SparkRunner").err()).containsExactly(building("spark"));
    assertThat(Files.getLastModifiedTime(flink)).isEqualTo(built);

    assertThat(tree.tusk("run", "--runner=FlinkRunner").err()).isEmpty();
    assertThat(tree.tusk("run", "--runner=SparkRunner").err()).isEmpty();
    assertThat(tree.tusk("list").err()).isEmpty();
    assertThat(tree.mavenRuns())
        .containsExactly(
            MAVEN_RUN.formatted(tree.home, ",runners/flink"),
            MAVEN_RUN.formatted(tree.home, ",runners/spark"));
  }

  @Test
  void anInstalledCopyHoldsThemBesideItsOwnLibraries() throws IOException {
    Path installed = Files.createDirectories(directory.resolve("opt/tusk/lib")).getParent();
    Files.copy(tree.home.resolve("tusk"), installed.resolve("tusk"));
    Files.createFile(installed.resolve("lib/tusk-cli.jar"));
    Path real = installed.toRealPath();

    Result without = run(installed, "run", "--runner=FlinkRunner");
    assertThat(without)
        .isEqualTo(
            new Result(
                1,
                List.of(),
                List.of(
                    "tusk: there is no lib-flink/tusk-flink.jar beside "
                        + real
                        + "/tusk. Take the copy that runs on clusters, or use another --runner.")));

    Files.createFile(
        Files.createDirectories(installed.resolve("lib-flink")).resolve("tusk-flink.jar"));
    assertThat(run(installed, "run", "--runner=FlinkRunner").out())
        .containsSequence("-cp", real + "/lib-flink/*:" + real + "/lib/*", "io.tusk.cli.Main");
    assertThat(run(installed, "run").out())
        .containsSequence("-cp", real + "/lib/*", "io.tusk.cli.Main");
  }

  private Result run(Path installed, String... arguments) throws IOException {
    return SourceTree.finish(
        tree.start(installed.resolve("tusk").toString(), directory, arguments));
  }
}
