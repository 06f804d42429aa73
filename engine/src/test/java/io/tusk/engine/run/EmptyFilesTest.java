/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs whose files are there by name only. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EveryStore
final class EmptyFilesTest {
  private static final String PFS = "${PFS_ROOT:-/pfs}";

  private final EngineFixture fixture = new EngineFixture();

  @BeforeEach
  void open() {
    fixture.createRepo("in");
    fixture.put(
        "in",
        Map.of(
            "/d/a", Optional.of("first"), "/d/e/b", Optional.of("second"), "/z", Optional.of("z")));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static void assumePossible(String isolation) {
    assumeThat(IsolationProbe.detect().effective(Isolation.parse(isolation))).isPresent();
  }

  private void create(String script, String glob, String transform) {
    fixture.createPipeline(
        EngineFixture.shellSpec(script, transform, ",\"datum_tries\":1")
            .replace("\"glob\":\"/*\"", "\"glob\":\"" + glob + "\",\"empty_files\":true"));
  }

  private Job succeeds(String isolation, int datums) {
    Job job = fixture.runOne(isolation);
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(new JobCounts(datums, datums, 0, 0, 0));
    return job;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void namesAreThereAndContentsAreNot(String isolation) {
    assumePossible(isolation);
    create("cd " + PFS + "/in; find . -type f -size 0 | LC_ALL=C sort > ../out/o", "/", "");

    Job job = succeeds(isolation, 1);

    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/o", "./d/a\n./d/e/b\n./z\n"));
    assertThat(job.stats().downloadBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void aLinkToOneIsItsContentUnderAnotherName(String isolation) {
    assumePossible(isolation);
    create(
        "cd "
            + PFS
            + "/out; mkdir x; ln -s ../../in/d/a x/a; ln -s ../in/d/e e; cp ../in/z copy;"
            + " echo own > ../in/z; ln -s ../in/z own",
        "/",
        "");

    succeeds(isolation, 1);

    assertThat(fixture.contents("p@master"))
        .isEqualTo(Map.of("/x/a", "first", "/e/b", "second", "/copy", "", "/own", "own\n"));
  }

  @Test
  void aChangedContentMakesTheDatumAnew() {
    create("ln -s $in " + PFS + "/out/$(basename $in)", "/*", "");
    succeeds("auto", 2);
    fixture.put("in", "/z", "y");
    assertThat(fixture.runOne().counts()).isEqualTo(new JobCounts(2, 1, 1, 0, 0));
    assertThat(fixture.contents("p@master"))
        .isEqualTo(Map.of("/d/a", "first", "/d/e/b", "second", "/z", "y"));
  }

  @Test
  void oneProcessForManyDatumsSeesThemToo() {
    create(
        "while tusk next datum; do . "
            + PFS
            + "/.env; wc -c < $in > "
            + PFS
            + "/out/$(basename $in);"
            + " done",
        "/{z,d/a}",
        ",\"datum_batching\":true");
    succeeds("auto", 2);
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/a", "0\n", "/z", "0\n"));
  }

  /** Writes the size and the content of each file under its path. */
  public static final class Sizes implements DatumTransform {
    @Override
    public void process(Datum datum) throws Exception {
      for (InputFile file : datum.files()) {
        try (InputStream in = file.open();
            OutputStream out = datum.create(file.path().value())) {
          out.write((file.size() + " " + in.readAllBytes().length).getBytes(UTF_8));
        }
      }
    }
  }

  @Test
  void javaCodeFindsNothingInThem() {
    fixture.createPipeline(
        EngineFixture.javaSpec("p", "in", "/*", Sizes.class)
            .replace("\"repo\":", "\"empty_files\":true,\"repo\":"));
    assertThat(succeeds("auto", 2).stats().downloadBytes()).isZero();
    assertThat(fixture.contents("p@master"))
        .isEqualTo(Map.of("/d/a", "0 0", "/d/e/b", "0 0", "/z", "0 0"));
  }
}
