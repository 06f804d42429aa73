/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a datum finds of others that run beside it, where temporary files lie in plain view. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EveryStore
final class OtherDatumsTest {
  private static final String PROPERTY = "java.io.tmpdir";

  private final EngineFixture fixture = new EngineFixture();
  private final String before = System.getProperty(PROPERTY);
  private Path temporary;

  @BeforeEach
  void open() throws IOException {
    // The host's /tmp is not shown at all.
    temporary = Files.createTempDirectory(Path.of("/var/tmp"), "tusk-test");
    System.setProperty(PROPERTY, temporary.toString());
    fixture.createRepo("in");
  }

  @AfterEach
  void close() throws IOException {
    System.setProperty(PROPERTY, before);
    fixture.close();
    try (Stream<Path> files = Files.walk(temporary)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare"})
  void nothingOfOthersIsSeen(String isolation) {
    assumeThat(IsolationProbe.detect().effective(Isolation.parse(isolation))).isPresent();
    fixture.put("in", "/a", "of a");
    fixture.put("in", "/b", "of b");
    String script =
        "i=0; while [ $i -lt 30 ]; do i=$((i + 1));"
            + (" find " + temporary + " -name pfs >> /tmp/seen; sleep 0.1; done;")
            + " sort -u /tmp/seen > /pfs/out/${in##*/}";
    fixture.createPipeline(
        EngineFixture.shellSpec(
            script,
            "",
            ",\"datum_tries\":1,\"parallelism_spec\":{\"constant\":2},"
                + "\"datum_set_spec\":{\"number\":1}"));
    Job job = fixture.run(isolation).ended().get(0);
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(fixture.contents("p@master").values()).containsExactlyElementsOf(List.of("", ""));
  }
}
