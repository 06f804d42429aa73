/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.flink.GuideCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the page do what it says, but for the places of the cluster and the store. */
@Tag("cluster")
final class FlinkGuideTest {
  private static final String PAGE = "docs/running-on-flink.md";
  private static final String STORE = "s3://my-bucket/shout";
  private static final String ADDRESS = "localhost:8081";

  @TempDir Path directory;

  @Test
  @Timeout(value = 600, unit = TimeUnit.SECONDS)
  void commandsDoWhatThePageSays() throws IOException, InterruptedException {
    assumeTrue(
        IsolationProbe.detect().effective(Isolation.AUTO).orElseThrow() != Isolation.NONE,
        "this host cannot show /pfs to commands");
    GuideCluster cluster = GuideCluster.shared();
    Path store = directory.resolve("bucket");
    List<Guide.Step> steps = Guide.read(PAGE).steps();
    Path own = Files.createDirectory(directory.resolve("own"));
    try (GuideShell shell = new GuideShell(Files.createDirectory(directory.resolve("work")), own)) {
      shell.addProgram("flink", cluster.client());
      Path jars = Files.createDirectories(own.resolve("tree/runners/flink/target/launch"));
      Files.createSymbolicLink(jars.resolve(cluster.bundle().getFileName()), cluster.bundle());
      List<String> printed =
          shell.run(
              steps.stream()
                  .map(Guide.Step::commands)
                  .map(text -> text.replace(STORE, store.toString()))
                  .map(text -> text.replace(ADDRESS, cluster.address()))
                  .toList());
      for (int i = 0; i < printed.size(); i++) {
        Guide.Step step = steps.get(i);
        assertThat(GuidesTest.normalised(printed.get(i)))
            .as("%s:%d prints", PAGE, step.line())
            .isEqualTo(GuidesTest.normalised(step.output().orElse("")));
      }
    }
  }
}
