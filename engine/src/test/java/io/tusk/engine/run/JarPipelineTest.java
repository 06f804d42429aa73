/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code that is in no class path: a jar that the pipeline's version holds. */
@EveryStore
final class JarPipelineTest {
  /** Writes where the class was loaded from. */
  private static final String SOURCE =
      """
      package example;

      public final class Where implements io.tusk.transform.DatumTransform {
        @Override
        public void process(io.tusk.transform.Datum datum) throws Exception {
          String path = datum.files().iterator().next().path().value();
          String place = getClass().getProtectionDomain().getCodeSource().getLocation().toString();
          try (java.io.OutputStream out = datum.create(path)) {
            out.write(place.getBytes(java.nio.charset.StandardCharsets.UTF_8));
          }
        }
      }
      """;

  private final EngineFixture fixture = new EngineFixture();

  @TempDir private Path directory;

  private void createPipeline(String name, String className, byte[] jar) {
    fixture.createPipeline(
        EngineFixture.javaSpec(name, "in", "/*", UpperCase.class)
            .replace(
                "\"class\":\"" + UpperCase.class.getName() + "\"",
                "\"class\":\"" + className + "\",\"jar\":\"where.jar\""),
        jar);
  }

  @Test
  void allLanesOfAProcessLoadItOnceAndItsFileGoesWithThem() throws IOException {
    fixture.createRepo("in");
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < 200; i++) {
      files.put("/f" + i, Optional.of("x"));
    }
    fixture.put("in", files);
    byte[] jar = CodeJar.of(directory, "example.Where", SOURCE);
    createPipeline("where", "example.Where", jar);
    createPipeline("nowhere", "example.Nowhere", jar);

    Map<String, Job> jobs = new TreeMap<>();
    fixture.run().ended().forEach(job -> jobs.put(job.id().pipeline().name(), job));

    assertThat(jobs.get("where").state()).isEqualTo(JobState.SUCCESS);
    assertThat(jobs.get("nowhere").reason())
        .isEqualTo(
            "class example.Nowhere is not on the class path; name its jar in transform.java.jar");
    Set<String> places = new HashSet<>(fixture.contents("where@master").values());
    assertThat(places).allSatisfy(place -> assertThat(Path.of(URI.create(place))).doesNotExist());
    fixture.close();
  }
}
