/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.launcher.SourceTree.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LauncherTest {
  private static final String BUILDING = "building Tusk (once; log: .tusk-build/build.log)";
  private static final String WAITING = "waiting for another build of Tusk";
  private static final String MAVEN_RUN =
      "-q -B -f %s/pom.xml -Plaunch -DskipTests -pl runners/cli,pipelines/examples -am package";

  @TempDir Path directory;
  private SourceTree tree;

  @BeforeEach
  void lay() throws IOException {
    tree = new SourceTree(directory, "a tree with ümlaut");
  }

  private String classPath() {
    return tree.home
        + "/runners/cli/target/launch/tusk-cli.jar:"
        + tree.home
        + "/pipelines/examples/target/launch/tusk-examples.jar";
  }

  private List<String> shortAnswer(String... arguments) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "LC_ALL=C.UTF-8",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                classPath(),
                "io.tusk.cli.Main"));
    lines.addAll(List.of(arguments));
    return lines;
  }

  private void assertBuilt(Result result) {
    assertThat(result.err()).containsExactly(BUILDING);
    assertThat(result.exit()).isZero();
  }

  private void assertNotBuilt(Result result) {
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
  }

  @Test
  void buildsOnFirstUseOnly() throws IOException {
    Result first = tree.tusk("list", "repo", "two words", "", "é", "*");
    assertBuilt(first);
    assertThat(first.out()).isEqualTo(shortAnswer("list", "repo", "two words", "", "é", "*"));

    Result second = tree.tusk("list", "repo");
    assertNotBuilt(second);
    assertThat(second.out()).isEqualTo(shortAnswer("list", "repo"));
    assertThat(tree.mavenRuns()).containsExactly(MAVEN_RUN.formatted(tree.home));
    assertThat(tree.home.resolve(".tusk-build/build.log")).isEmptyFile();
  }

  @Test
  void runsFromAnyDirectoryThroughLinks() throws IOException {
    Path links = Files.createDirectories(directory.resolve("links/more"));
    Path second = links.resolve("second");
    Files.createSymbolicLink(second, Path.of("../first"));
    Files.createSymbolicLink(directory.resolve("links/first"), tree.home.resolve("tusk"));

    assertBuilt(SourceTree.finish(tree.start(second.toString(), directory)));
    Result relative =
        SourceTree.finish(tree.start("more/second", directory.resolve("links"), "list"));
    assertThat(relative.out()).isEqualTo(shortAnswer("list"));
    Result bare = SourceTree.finish(tree.start("tusk", tree.home, "list"));
    assertThat(bare.out()).isEqualTo(shortAnswer("list"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"datum-io/src/main/java/a/A.java", "datum-io/pom.xml", "pom.xml"})
  void buildsAgainWhenAFileChanged(String path) throws IOException {
    assertBuilt(tree.tusk());
    tree.afterTheBuild(tree.home.resolve(path), () -> tree.write(path, "changed"));
    assertBuilt(tree.tusk());
    assertNotBuilt(tree.tusk());
    assertThat(tree.mavenRuns()).hasSize(2);
  }

  @Test
  void buildsAgainWhenAFileWasDeleted() throws IOException {
    assertBuilt(tree.tusk());
    Path file = tree.home.resolve("datum-io/src/main/java/a/B.java");
    tree.afterTheBuild(
        file.getParent(),
        () -> {
          Files.writeString(file, "");
          Files.delete(file);
        });
    assertBuilt(tree.tusk());
  }

  @Test
  void buildsAgainWhenAFileWasReplacedByAnOlderOne() throws IOException {
    assertBuilt(tree.tusk());
    Path file = tree.home.resolve("datum-io/src/main/java/a/A.java");
    tree.afterTheBuild(
        file,
        () -> {
          Files.writeString(file, "class A { int old; }");
          Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        });
    assertBuilt(tree.tusk());
  }

  @Test
  void doesNotBuildAgainForTestsAndFilesFromTheFuture() throws IOException {
    Path source = tree.home.resolve("datum-io/src/main/java/a/A.java");
    Files.setLastModifiedTime(source, FileTime.fromMillis(4_102_444_800_000L));
    assertBuilt(tree.tusk());
    Path test = tree.home.resolve("datum-io/src/test/java/a/ATest.java");
    tree.afterTheBuild(test, () -> Files.writeString(test, "changed"));
    assertNotBuilt(tree.tusk());
  }

  @Test
  void buildsAgainWhenTheBuildWasCleanedAway() throws IOException {
    assertBuilt(tree.tusk());
    Files.delete(tree.home.resolve("runners/cli/target/launch/tusk-cli.jar"));
    assertBuilt(tree.tusk());
    assertNotBuilt(tree.tusk());
  }

  @Test
  void aFailedBuildShowsTheEndOfItsLogAndIsRepeated() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      log.append("line ").append(i).append('\n');
    }
    Files.writeString(tree.log.resolve("broken"), log);
    Result failed = tree.tusk("list");
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .startsWith(
            BUILDING,
            "tusk: the build failed. The end of " + tree.home + "/.tusk-build/build.log:",
            "line 11")
        .endsWith("line 40")
        .hasSize(32);

    Files.delete(tree.log.resolve("broken"));
    assertBuilt(tree.tusk());
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    assertTwoAtOnceBuildOnce("flock");
  }

  @Test
  void twoAtOnceBuildOnceWithoutFlock() throws Exception {
    assertTwoAtOnceBuildOnce("kill");
    assertThat(tree.home.resolve(".tusk-build/lock.owner")).doesNotExist();
  }

  private void assertTwoAtOnceBuildOnce(String tool) throws Exception {
    tree.link(tool);
    Path gate = tree.log.resolve("gate");
    assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor()).isZero();
    Process first = tree.start(tree.home.resolve("tusk").toString(), tree.home, "list");
    assertThat(first.errorReader(StandardCharsets.UTF_8).readLine()).isEqualTo(BUILDING);
    Process second = tree.start(tree.home.resolve("tusk").toString(), tree.home, "list");
    assertThat(second.errorReader(StandardCharsets.UTF_8).readLine()).isEqualTo(WAITING);
    Files.writeString(gate, "go\n");
    Files.delete(gate);
    for (Process process : List.of(first, second)) {
      Result result = SourceTree.finish(process);
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).isEqualTo(shortAnswer("list"));
    }
    assertThat(tree.mavenRuns()).hasSize(1);
  }

  @Test
  void aLockWhoseOwnerDiedIsTakenOver() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = tree.home.resolve(".tusk-build/lock.owner");
    Files.createDirectories(lock.getParent());
    Files.createSymbolicLink(lock, Path.of(Long.toString(dead.pid())));
    assertBuilt(tree.tusk());
    assertThat(Files.isSymbolicLink(lock)).isFalse();
  }

  @Test
  void temporaryFilesGoWhereTheCallerSays() throws IOException {
    tree.environment("TMPDIR", "/scratch with blanks");
    assertThat(tree.tusk("run").out()).contains("-Djava.io.tmpdir=/scratch with blanks");
    tree.environment("TMPDIR", "");
    assertThat(tree.tusk("run").out()).noneMatch(line -> line.contains("tmpdir"));
  }

  @Test
  void whatOnlyLooksStartsQuickly() throws IOException {
    assertBuilt(tree.tusk());
    for (String verb :
        List.of(
            "list", "inspect", "glob", "find", "check", "draw", "validate", "wait", "subscribe")) {
      assertThat(tree.tusk(verb, "it").out()).isEqualTo(shortAnswer(verb, "it"));
      assertThat(tree.tusk(verb + "-it").out()).isEqualTo(shortAnswer(verb + "-it"));
    }
    for (String verb : List.of("logs", "schema", "help", "version", "completion", "--help")) {
      assertThat(tree.tusk(verb).out()).isEqualTo(shortAnswer(verb));
    }
  }

  @Test
  void longWorkHasOtherOptionsAndTheCallersOptionsComeLast() throws IOException {
    tree.environment("TUSK_JAVA_OPTS", " -Xmx1g  -Da=* ");
    List<String> run = tree.tusk("run", "--watch").out();
    assertThat(run)
        .startsWith(
            "LC_ALL=C.UTF-8",
            "-XX:+UseParallelGC",
            "-Djava.util.logging.SimpleFormatter.format=%4$s: %5$s%6$s%n",
            "--add-opens=java.base/java.lang=ALL-UNNAMED")
        .endsWith("-Xmx1g", "-Da=*", "-cp", classPath(), "io.tusk.cli.Main", "run", "--watch")
        .doesNotContain("-XX:TieredStopAtLevel=1");
    assertThat(tree.tusk("put", "file").out())
        .containsExactly(
            "LC_ALL=C.UTF-8",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx1g",
            "-Da=*",
            "-cp",
            classPath(),
            "io.tusk.cli.Main",
            "put",
            "file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"17.0.9", "17", "21-ea", "25.0.1"})
  void acceptsJava(String version) throws IOException {
    tree.javaVersion(version);
    assertBuilt(tree.tusk("run"));
    assertThat(tree.tusk("run").out().contains("-Djdk.lang.Process.launchMechanism=VFORK"))
        .isEqualTo(!version.startsWith("25"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_392", "11.0.21", "16"})
  void refusesOldJava(String version) throws IOException {
    tree.javaVersion(version);
    Result result = tree.tusk("list");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .containsExactly(
            "tusk: "
                + tree.bin
                + "/java is Java "
                + version
                + ", and Tusk needs 17 or newer. Install a newer JDK, or set JAVA_HOME to one.");
    assertThat(tree.mavenRuns()).isEmpty();
  }

  @Test
  void takesJavaFromJavaHome() throws IOException {
    Path jdk = Files.createDirectories(directory.resolve("my jdk/bin")).getParent();
    Files.copy(
        tree.bin.resolve("java"), jdk.resolve("bin/java"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"11.0.2\"\n");
    tree.environment("JAVA_HOME", jdk.toString());
    assertThat(tree.tusk().errText())
        .isEqualTo(
            "tusk: "
                + jdk
                + "/bin/java is Java 11.0.2, and Tusk needs 17 or newer. Install a newer JDK, or set"
                + " JAVA_HOME to one.");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"21.0.2\"\n");
    assertBuilt(tree.tusk());
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    Files.delete(tree.bin.resolve("mvn"));
    assertThat(tree.tusk())
        .isEqualTo(
            new Result(
                1,
                List.of(),
                List.of(
                    "tusk: Tusk is not built yet, and there is no mvn on the PATH. Install Maven 3.8"
                        + " or newer (Debian: apt-get install maven).")));
    Files.delete(tree.bin.resolve("java"));
    assertThat(tree.tusk())
        .isEqualTo(
            new Result(
                1,
                List.of(),
                List.of(
                    "tusk: there is no java on the PATH. Install a JDK of version 17 or newer (Debian:"
                        + " apt-get install openjdk-17-jdk-headless), or set JAVA_HOME.")));
    tree.environment("JAVA_HOME", "/nowhere");
    assertThat(tree.tusk())
        .isEqualTo(
            new Result(
                1,
                List.of(),
                List.of(
                    "tusk: JAVA_HOME is /nowhere, but there is no bin/java in it. Set it to a JDK of"
                        + " version 17 or newer, or unset it.")));
  }

  @Test
  void anInstalledCopyNeedsNoMaven() throws IOException {
    Path installed = Files.createDirectories(directory.resolve("opt/tusk/lib")).getParent();
    Files.copy(tree.home.resolve("tusk"), installed.resolve("tusk"));
    Files.createFile(installed.resolve("lib/tusk-cli.jar"));
    Files.delete(tree.bin.resolve("mvn"));
    Result result =
        SourceTree.finish(tree.start(installed.resolve("tusk").toString(), directory, "list"));
    assertNotBuilt(result);
    assertThat(result.out()).contains("-cp", installed.toRealPath() + "/lib/*");

    Files.delete(installed.resolve("lib/tusk-cli.jar"));
    Result empty =
        SourceTree.finish(tree.start(installed.resolve("tusk").toString(), directory, "list"));
    assertThat(empty.err())
        .containsExactly(
            "tusk: there is neither a lib/tusk-cli.jar nor a pom.xml beside "
                + installed.toRealPath()
                + "/tusk. Run it from a source tree or from an installed copy.");
  }

  @Test
  void refusesAPathThatAClassPathCannotHold() throws IOException {
    SourceTree colon = new SourceTree(directory.resolve("other"), "a:b");
    Result result = colon.tusk("list");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .containsExactly(
            "tusk: its directory is "
                + colon.home
                + ", and a Java class path cannot hold a colon. Move it to a path without one.");
  }
}
