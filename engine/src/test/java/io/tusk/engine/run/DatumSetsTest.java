/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which datums one process handles, as {@code datum_set_spec} says. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class DatumSetsTest {
  /** Each datum's output is its number within the process that handled it. */
  private static final String SCRIPT =
      """
      n=0
      while tusk next datum; do
        . ${PFS_ROOT:-/pfs}/.env
        n=$((n + 1))
        echo $n > ${PFS_ROOT:-/pfs}/out/$(basename $in)
      done
      """;

  private final EngineFixture fixture = new EngineFixture();

  @BeforeEach
  void open() {
    fixture.createRepo("in");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Files of so many bytes each, {@code a}, {@code b}, .... */
  private void put(int... sizes) {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < sizes.length; i++) {
      files.put("/" + (char) ('a' + i), Optional.of("x".repeat(sizes[i])));
    }
    fixture.put("in", files);
  }

  private void create(String sets, int workers) {
    fixture.createPipeline(
        EngineFixture.shellSpec(
            SCRIPT,
            ",\"datum_batching\":true",
            ",\"parallelism_spec\":{\"constant\":" + workers + "}" + sets.replace('\'', '"')));
  }

  /** The numbers of the datums within their sets, in the order of the datums. */
  private String numbers() {
    return fixture.contents("p@master").values().stream()
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }

  private static List<Integer> ints(String text) {
    return Arrays.stream(text.split(" ", -1)).map(Integer::valueOf).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'number':3} | 1 2 3 1 2 3 1 2",
        "{'size_bytes':9} | 1 2 3 1 1 2 3 1",
        "{'size_bytes':9,'number':1,'per_worker':8} | 1 2 3 1 1 2 3 1",
        "{'per_worker':3} | 1 2 1 2 1 2 1 2",
        "{} | 1 1 1 1 1 1 1 1",
        "{'number':0,'size_bytes':0,'per_worker':0} | 1 1 1 1 1 1 1 1"
      })
  void aProcessHandlesASetInTheOrderOfThePaths(String sets, String numbers) {
    put(3, 3, 3, 10, 1, 0, 9, 2);
    create(",'datum_set_spec':" + sets, 1);

    Job job = fixture.runOne("none");

    assertThat(job.counts()).as(job.reason()).isEqualTo(new JobCounts(8, 8, 0, 0, 0));
    assertThat(ints(numbers())).isEqualTo(ints(numbers));
  }

  @Test
  void setsPerWorkerCountForEachWorker() {
    put(1, 1, 1, 1, 1, 1, 1, 1);
    create(",'datum_set_spec':{'per_worker':2}", 2);
    fixture.runOne("none");
    assertThat(numbers()).isEqualTo("1 2 1 2 1 2 1 2");
  }

  @Test
  void onlyDatumsThatRunMakeSets() {
    put(1, 1, 1, 1, 1, 1);
    create(",'datum_set_spec':{'number':2}", 1);
    fixture.runOne("none");
    assertThat(numbers()).isEqualTo("1 2 1 2 1 2");

    put(1, 2, 1, 1, 2, 2);

    assertThat(fixture.runOne("none").counts()).isEqualTo(new JobCounts(6, 3, 3, 0, 0));
    assertThat(numbers()).as("b and e, f alone").isEqualTo("1 1 1 2 2 1");
  }
}
