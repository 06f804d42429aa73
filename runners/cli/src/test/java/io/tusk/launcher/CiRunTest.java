/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.launcher.SourceTree.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CI script on a host whose programs are stand-ins. */
final class CiRunTest {
  private static final String REPORT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="T" time="0.1" tests="%d" errors="%d" skipped="%d"
          failures="%d">
        <system-out><![CDATA[<testsuite tests="100" failures="100">]]></system-out>
      </testsuite>
      """;

  @TempDir Path directory;
  private SourceTree tree;

  @BeforeEach
  void lay() throws IOException {
    tree = new SourceTree(directory, "a tree");
    tree.copy(".ci/run");
    for (String tool : new String[] {"awk", "dirname"}) {
      tree.link(tool);
    }
    tree.program("javac", "echo javac 17.0.1");
    for (String tool : new String[] {"bwrap", "jsonnet", "python3", "fish", "zsh"}) {
      tree.program(tool, "exit 0");
    }
    tree.program("id", "echo 0");
    tree.program("apt-cache", "exit 0");
    tree.program("apt-get", "echo \"$*\" >>\"$TREE_LOG/apt\"");
    tree.program("mvn", "echo \"$*\" >>\"$TREE_LOG/mvn\"; echo built; printf 'open'");
  }

  private Result ci() throws IOException {
    return SourceTree.finish(tree.start(tree.home.resolve(".ci/run").toString(), directory));
  }

  /** Maven writes these reports, then ends with the exit code. */
  private void maven(int exit, String... reports) throws IOException {
    StringBuilder script = new StringBuilder("echo \"$*\" >>\"$TREE_LOG/mvn\"\n");
    for (int i = 0; i < reports.length; i++) {
      Path report = directory.resolve("report" + i);
      Files.writeString(report, reports[i]);
      Path folder = tree.home.resolve("module" + i + "/target/surefire-reports");
      script.append("mkdir -p '%s'; mv '%s' '%s/TEST-a.T.xml'\n".formatted(folder, report, folder));
    }
    tree.program("mvn", script + "printf 'open'; exit " + exit);
  }

  @Test
  void addsUpTheReportsOfAllModules() throws IOException {
    maven(0, REPORT.formatted(7, 0, 2, 0), REPORT.formatted(5, 0, 0, 0));
    Result result = ci();
    assertThat(result.exit()).isZero();
    assertThat(result.out()).containsExactly("open", "10 passed, 0 failed, 2 skipped");
    assertThat(tree.mavenRuns()).containsExactly("-B verify");
    assertThat(tree.log.resolve("apt")).doesNotExist();
  }

  @Test
  void failsWhenATestFailedThoughMavenDidNot() throws IOException {
    maven(0, REPORT.formatted(7, 1, 0, 2));
    Result result = ci();
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).endsWith("4 passed, 3 failed, 0 skipped");
  }

  @Test
  void failsWhenMavenFailedThoughNoTestDid() throws IOException {
    maven(3, REPORT.formatted(7, 0, 0, 0));
    Result result = ci();
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.out()).endsWith("7 passed, 0 failed, 0 skipped");
    assertThat(result.err())
        .containsExactly("mvn -B verify ended with 3 though no test failed; the cause is above.");
  }

  @Test
  void failsWhenNoTestRanAndCountsNoReportOfAnEarlierRun() throws IOException {
    tree.write("old/target/surefire-reports/TEST-a.Old.xml", REPORT.formatted(9, 0, 0, 0));
    Result result = ci();
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).containsExactly("built", "open", "0 passed, 0 failed, 0 skipped");
    assertThat(result.err()).containsExactly("No test ran.");
  }

  @Test
  void installsWhatIsMissingAndTriesAgain() throws IOException {
    tree.program("javac", "echo javac 11.0.2 >&2");
    Files.delete(tree.bin.resolve("bwrap"));
    tree.program(
        "apt-get",
        """
        echo "$*" >>"$TREE_LOG/apt"
        [ "$2" = update ] || [ -e "$TREE_LOG/failed" ] || { touch "$TREE_LOG/failed"; exit 100; }
        """);
    tree.program("sleep", "exit 0");
    maven(0, REPORT.formatted(1, 0, 0, 0));
    Result result = ci();
    assertThat(result.exit()).isZero();
    String install =
        "-q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends"
            + " openjdk-17-jdk-headless bubblewrap";
    assertThat(tree.log.resolve("apt")).hasContent("-q update\n" + install + "\n" + install);
    assertThat(result.err()).containsExactly("failed, trying again in 5 s: apt-get " + install);

    tree.program("apt-cache", "exit 100");
    Files.delete(tree.log.resolve("apt"));
    maven(0, REPORT.formatted(1, 0, 0, 0));
    assertThat(ci().exit()).isZero();
    assertThat(tree.log.resolve("apt")).content().contains(" default-jdk-headless bubblewrap");
  }

  @Test
  void onlyRootInstalls() throws IOException {
    Files.delete(tree.bin.resolve("bwrap"));
    tree.program("id", "echo 1000");
    Result result = ci();
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .containsExactly("these packages are missing, and only root can install them: bubblewrap");
    assertThat(tree.mavenRuns()).isEmpty();
  }

  @Test
  void whatSomeTestsNeedIsInstalledByRootAndDoneWithoutByOthers() throws IOException {
    for (String tool : new String[] {"jsonnet", "fish", "zsh"}) {
      Files.delete(tree.bin.resolve(tool));
    }
    tree.program("python3", "exit 1");
    maven(0, REPORT.formatted(1, 0, 0, 0));
    assertThat(ci().exit()).isZero();
    assertThat(tree.log.resolve("apt")).content().endsWith(" jsonnet python3-opencv fish zsh\n");

    Files.delete(tree.log.resolve("apt"));
    tree.program("id", "echo 1000");
    maven(0, REPORT.formatted(1, 0, 0, 0));
    Result result = ci();
    assertThat(result.exit()).isZero();
    assertThat(result.err())
        .containsExactly(
            "tests are skipped that need jsonnet python3-opencv fish zsh, which only root can"
                + " install");
    assertThat(tree.log.resolve("apt")).doesNotExist();
  }
}
