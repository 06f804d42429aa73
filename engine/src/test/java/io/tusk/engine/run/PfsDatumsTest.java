/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.name.BranchName;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which datums a pfs input has, and which of them are others when the input is another one. */
@EveryStore
final class PfsDatumsTest {
  private final EngineFixture fixture = new EngineFixture();

  @BeforeEach
  void open() {
    fixture.createRepo("in");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Writes a file named after the input, and after the path of the datum. */
  public static final class Naming implements DatumTransform {
    @Override
    public void process(Datum datum) throws IOException {
      String input = datum.files().iterator().next().input();
      String path = datum.environment().get(input);
      try (OutputStream out = datum.create(path.substring("/pfs/".length()).replace('/', '-'))) {
        for (InputFile file : datum.files()) {
          out.write((file.path() + ";").getBytes(UTF_8));
        }
      }
    }
  }

  private static String spec(String glob) {
    return EngineFixture.javaSpec("p", "in", glob, Naming.class);
  }

  private void update(String spec) {
    fixture.updatePipeline(spec, Processed.KEEP);
  }

  private void runs(long total, long processed, long skipped) {
    Job job = fixture.runOne();
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(new JobCounts(total, processed, skipped, 0, 0));
  }

  private Map<String, String> output() {
    return fixture.contents("p@master");
  }

  private static Map<String, Optional<String>> files(String... pathsAndContents) {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < pathsAndContents.length; i += 2) {
      files.put(pathsAndContents[i], Optional.of(pathsAndContents[i + 1]));
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/*", "/**"})
  void anEmptyInputHasNoDatums(String glob) {
    fixture.createPipeline(spec(glob));
    runs(0, 0, 0);
    assertThat(output()).isEmpty();
    fixture.put("in", "/a", "x");
    fixture.put("in", Map.of("/a", Optional.empty()));
    assertThat(fixture.run().ended())
        .last()
        .extracting(Job::counts)
        .isEqualTo(new JobCounts(0, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"/,1", "/*,2", "/**,5", "/d/*,2", "/*/,2", "d,1", "/d/e/b,1", "/x*,0"})
  void everyPathThatTheGlobMatchesIsADatum(String glob, int datums) {
    fixture.put("in", files("/a", "1", "/d/a", "2", "/d/e/b", "3"));
    fixture.createPipeline(spec(glob));
    runs(datums, datums, 0);
    assertThat(output()).hasSize(datums);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'name':'other','repo':'in' | in@master | other",
        "'repo':'copy' | copy@master | copy",
        "'repo':'in','branch':'dev' | in@dev | in"
      })
  void anotherNameRepositoryOrBranchMakesOtherDatums(String pfs, String branch, String input) {
    Map<String, Optional<String>> files = files("/a", "x", "/b", "y");
    fixture.put("in", files);
    fixture.createRepo("copy");
    fixture.put("copy", files);
    fixture.put(new BranchName(EngineFixture.repo("in"), "dev"), files);
    fixture.createPipeline(spec("/*"));
    runs(2, 2, 0);
    assertThat(output()).isEqualTo(Map.of("/in-a", "/a;", "/in-b", "/b;"));

    update(spec("/*").replace("\"repo\":\"in\"", pfs.replace('\'', '"')));

    runs(2, 2, 0);
    assertThat(output()).isEqualTo(Map.of("/" + input + "-a", "/a;", "/" + input + "-b", "/b;"));
    assertThat(
            fixture
                .store
                .snapshot()
                .catalog()
                .requireBranch(EngineFixture.master("p"))
                .provenance())
        .extracting(BranchName::toString)
        .containsExactly(branch);
    fixture.put("in", "/c", "z");
    if (branch.equals("in@master")) {
      runs(3, 1, 2);
    } else {
      assertThat(fixture.run().ended()).as("the old input").isEmpty();
    }
  }

  @Test
  void anotherGlobRunsWhatItDidNotMatchAndDropsWhatItNoLongerDoes() {
    fixture.put("in", files("/a", "1", "/b", "2", "/c", "3", "/d/e", "4"));
    fixture.createPipeline(spec("/{a,b}"));
    runs(2, 2, 0);

    update(spec("/{b,c,d}"));
    runs(3, 2, 1);
    assertThat(output()).isEqualTo(Map.of("/in-b", "/b;", "/in-c", "/c;", "/in-d", "/d/e;"));

    update(spec("/"));
    runs(1, 1, 0);
    assertThat(output()).isEqualTo(Map.of("/in", "/a;/b;/c;/d/e;"));

    update(spec("/*"));
    runs(4, 0, 4);
    assertThat(output()).containsOnlyKeys("/in-a", "/in-b", "/in-c", "/in-d");
  }
}
