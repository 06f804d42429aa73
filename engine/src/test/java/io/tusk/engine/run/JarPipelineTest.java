/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.files.FileEntry;
import io.tusk.log.Operation;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.spec.PipelineSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code that is in no class path: a jar that the pipeline's version holds. */
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

  private byte[] jar() throws IOException {
    Path source = directory.resolve("Where.java");
    Files.writeString(source, SOURCE);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                source.toString());
    assertThat(failed).isZero();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      jar.putNextEntry(new JarEntry("example/Where.class"));
      jar.write(Files.readAllBytes(directory.resolve("example/Where.class")));
    }
    return bytes.toByteArray();
  }

  private void createPipeline(String name, String className, byte[] jar) throws IOException {
    PipelineSpec spec =
        EngineFixture.spec(
            EngineFixture.javaSpec(name, "in", "/*", UpperCase.class)
                .replace(
                    "\"class\":\"" + UpperCase.class.getName() + "\"",
                    "\"class\":\"" + className + "\",\"jar\":\"where.jar\""));
    try (PackWriter out = fixture.store.newPackWriter()) {
      FileEntry stored = fixture.store.files().write(new ByteArrayInputStream(jar), out);
      fixture.store.transact(
          new Operation("create pipeline", name),
          out,
          tx ->
              PipelineChanges.create(
                  tx, new PipelineChanges.Request(spec, "salt", Optional.of(stored))));
    }
  }

  @Test
  void allLanesOfAProcessLoadItOnceAndItsFileGoesWithThem() throws IOException {
    fixture.createRepo("in");
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < 200; i++) {
      files.put("/f" + i, Optional.of("x"));
    }
    fixture.put("in", files);
    createPipeline("where", "example.Where", jar());
    createPipeline("nowhere", "example.Nowhere", jar());

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
