/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Java loads for a command is archived by the build, by kinds of commands. */
final class ClassArchivesTest {
  private static final String JAVA =
      """
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.9" 2024-01-01' >&2; exit; fi
      for argument; do
        case $argument in
          -XX:ArchiveClassesAtExit=*/"$FAILING"classes.jsa) exit 1 ;;
          -XX:ArchiveClassesAtExit=*) : >"${argument#*=}" ;;
        esac
      done
      printf '%s\\n' "$@"
      """;

  @TempDir Path directory;
  private SourceTree tree;

  @BeforeEach
  void lay() throws IOException {
    tree = new SourceTree(directory, "tree");
    tree.program("java", JAVA);
    tree.environment("FAILING", "none-of-the-");
  }

  private List<String> archives(String... command) throws IOException {
    return tree.tusk(command).out().stream()
        .filter(argument -> argument.startsWith("-XX:SharedArchiveFile="))
        .map(argument -> tree.home.relativize(Path.of(argument.split("=", 2)[1])).toString())
        .toList();
  }

  @Test
  void eachKindOfCommandHasItsOwn() throws IOException {
    assertThat(archives("list", "repo")).containsExactly(".tusk-build/classes.jsa");
    assertThat(archives("put", "file")).containsExactly(".tusk-build/write-classes.jsa");
    assertThat(archives("run", "--watch")).containsExactly(".tusk-build/run-classes.jsa");
    assertThat(tree.home.resolve(".tusk-build/archive-store")).doesNotExist();
  }

  @Test
  void aRunnersClassPathHasOneOfItsOwn() throws IOException {
    assertThat(archives("run")).containsExactly(".tusk-build/run-classes.jsa");
    Path examples = tree.home.resolve("pipelines/examples/target/launch/tusk-examples.jar");
    Files.writeString(examples, "what the archives are of");

    tree.environment("FAILING", "");
    assertThat(archives("run", "--runner=FlinkRunner"))
        .containsExactly(".tusk-build/flink-classes.jsa");
    assertThat(archives("run", "--runner=SparkRunner"))
        .containsExactly(".tusk-build/spark-classes.jsa");
    assertThat(examples).hasContent("what the archives are of");
    assertThat(archives("run")).containsExactly(".tusk-build/run-classes.jsa");
    assertThat(archives("run", "--runner=FlinkRunner"))
        .containsExactly(".tusk-build/flink-classes.jsa");
    assertThat(archives("list", "repo")).containsExactly(".tusk-build/classes.jsa");
  }

  @Test
  void oneThatCannotBeMadeIsDoneWithout() throws IOException {
    tree.environment("FAILING", "run-");
    assertThat(archives("run")).isEmpty();
    assertThat(archives("list", "repo")).containsExactly(".tusk-build/classes.jsa");

    tree.environment("FAILING", "flink-");
    assertThat(archives("run", "--runner=FlinkRunner")).isEmpty();

    tree.environment("FAILING", "write-");
    tree.afterTheBuild(
        tree.home.resolve("datum-io/src/main/java/a/A.java"),
        () -> tree.write("datum-io/src/main/java/a/A.java", "class A { int changed; }"));
    assertThat(archives("put", "file")).isEmpty();
    assertThat(archives("list", "repo")).isEmpty();
    assertThat(archives("run")).containsExactly(".tusk-build/run-classes.jsa");
    assertThat(tree.home.resolve(".tusk-build/archive-store")).doesNotExist();
  }
}
