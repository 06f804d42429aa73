/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.TemporaryDirectory;
import io.tusk.host.TemporaryName;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.EveryStore;
import io.tusk.objects.TestStores;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobState;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large file that many datums have is fetched for two of them at most, however they see it. */
@EveryStore
final class SharedInputsTest {
  private static final String PROPERTY = "java.io.tmpdir";
  private static final int DATUMS = 12;
  private static final int LARGE = 2_000_000;

  private final CountingObjectStore objects = new CountingObjectStore(TestStores.create());
  private final EngineFixture fixture = new EngineFixture(objects);
  private final String model = letters();
  private final String before = System.getProperty(PROPERTY);

  @TempDir Path temporary;

  private static String letters() {
    Random random = new Random(1);
    return random
        .ints(LARGE, 'a', 'z' + 1)
        .mapToObj(letter -> String.valueOf((char) letter))
        .collect(Collectors.joining());
  }

  @BeforeEach
  void inputs() {
    // Others clear up in the host's.
    System.setProperty(PROPERTY, temporary.toString());
    fixture.createRepo("in");
    fixture.createRepo("models");
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < DATUMS; i++) {
      files.put("/" + i, Optional.of("file " + i));
    }
    fixture.put("in", files);
    fixture.put("models", "/large/model", model);
  }

  @AfterEach
  void close() {
    System.setProperty(PROPERTY, before);
    fixture.close();
  }

  private static String crossed(String modelFields, String rest) {
    return "{\"pipeline\":{\"name\":\"p\"},\"input\":{\"cross\":["
        + "{\"pfs\":{\"repo\":\"in\",\"glob\":\"/*\"}},"
        + "{\"pfs\":{\"repo\":\"models\",\"glob\":\"/*\""
        + modelFields
        + "}}]},"
        + rest
        + "}";
  }

  private static String command(String script) {
    return "\"transform\":{\"cmd\":[\"sh\",\"-e\"],\"stdin\":[\"cd ${PFS_ROOT:-/pfs}\",\""
        + script
        + "\"]}";
  }

  private void assertFetchedTwice(String spec) {
    fixture.createPipeline(spec);
    long before = objects.counts().bytesRead();
    Job job = fixture.runOne();
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts().processed()).isEqualTo(DATUMS);
    assertThat(objects.counts().bytesRead() - before).isBetween(2L * LARGE, 5L * LARGE / 2);
  }

  private void assertAllSeenWhole() {
    Map<String, String> expected = new TreeMap<>();
    for (int i = 0; i < DATUMS; i++) {
      expected.put("/" + i, LARGE + "\n");
    }
    assertThat(fixture.contents("p@master")).isEqualTo(expected);
  }

  @Test
  void commands() {
    assertFetchedTwice(crossed("", command("wc -c < models/large/model > out/$(basename in/*)")));
    assertAllSeenWhole();
  }

  @Test
  void whatACommandDoesToItIsItsOwn() {
    assertFetchedTwice(
        crossed(
            "",
            command(
                "wc -c < models/large/model > out/$(basename in/*);"
                    + " echo more >> models/large/model; mv models/large models/small;"
                    + " truncate -s 0 models/small/model")));
    assertAllSeenWhole();
  }

  @Test
  void commandsThatOpenIt() {
    assertFetchedTwice(
        crossed(
            ",\"lazy\":true",
            command("wc -c < models/large/model > out/$(basename in/*)")
                + ",\"parallelism_spec\":{\"constant\":1}"));
    assertAllSeenWhole();
  }

  @Test
  void codeInJava() {
    String transform = "\"transform\":{\"java\":{\"class\":\"" + Sizes.class.getName() + "\"}}";
    assertFetchedTwice(crossed("", transform + ",\"parallelism_spec\":{\"constant\":1}"));
    assertAllSeenWhole();
  }

  @Test
  void whatAProcessThatWasKilledKeptGoesWithoutCommandsToo() throws IOException {
    String gone = TemporaryName.prefix("inputs").replaceAll("-[0-9]+-$", "-1-");
    Path left = Files.createTempDirectory(TemporaryDirectory.own(), gone);
    Files.writeString(left.resolve("0"), "kept");
    codeInJava();
    assertThat(left).doesNotExist();
  }

  @Test
  void codeInJavaThatLeavesItOpen() {
    String transform = "\"transform\":{\"java\":{\"class\":\"" + Careless.class.getName() + "\"}}";
    fixture.createPipeline(crossed("", transform + ",\"parallelism_spec\":{\"constant\":1}"));
    long before = objects.counts().bytesRead();
    Job job = fixture.runOne();
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertAllSeenWhole();
    assertThat(objects.counts().bytesRead() - before).isLessThan(5L * LARGE);
  }

  /** As {@link Sizes}, and looks at the file's start as well. */
  public static final class Careless implements DatumTransform {
    private final List<InputStream> open = new ArrayList<>();

    @Override
    public void process(Datum datum) throws Exception {
      new Sizes().process(datum);
      InputStream again = datum.files("models").iterator().next().open();
      if (again.read() < 'a') {
        throw new IllegalStateException("no letter");
      }
      open.add(again);
    }
  }

  /** Writes the size of the file of {@code models} as {@code wc -c} does. */
  public static final class Sizes implements DatumTransform {
    @Override
    public void process(Datum datum) throws Exception {
      String name = datum.files("in").iterator().next().path().value();
      try (InputStream in = datum.files("models").iterator().next().open();
          OutputStream out = datum.create(name)) {
        out.write((in.readAllBytes().length + "\n").getBytes(UTF_8));
      }
    }
  }
}
