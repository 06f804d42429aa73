/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JobSeriesTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(
      value = JobSeries.Work.class,
      names = {"SMALL", "JOIN"})
  void tellsTheSecondsOfEachJobAndTheHeap(JobSeries.Work work) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, false, UTF_8);
    JobSeries.run(
        List.of(directory.toString(), "2", work.name(), "12", "1", "--runner=DirectRunner"), print);
    print.flush();
    List<String> lines = out.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.subList(0, 2)).allMatch(line -> Double.parseDouble(line) > 0);
    assertThat(lines.get(2)).matches(JobSeries.HEAP + "[1-9][0-9]*");
    assertThat(directory).isEmptyDirectory();
  }
}
