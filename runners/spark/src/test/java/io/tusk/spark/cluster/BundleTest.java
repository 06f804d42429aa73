/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the jar that is submitted, and what is not. */
final class BundleTest {
  private static final long MOST_BYTES = 64L << 20;

  private static JarFile jar;
  private static List<String> names;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(SparkCluster.bundle().toFile());
    names = jar.stream().map(ZipEntry::getName).filter(name -> !name.endsWith("/")).toList();
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com/esotericsoftware/",
        "com/google/common/",
        "io/grpc/",
        "io/netty/",
        "org/apache/beam/runners/direct/",
        "org/apache/beam/runners/jobsubmission/",
        "org/apache/hadoop/",
        "org/apache/log4j/",
        "org/apache/logging/",
        "org/apache/spark/",
        "org/conscrypt/",
        "org/hamcrest/",
        "org/junit/",
        "org/slf4j/",
        "scala/",
        "software/amazon/awssdk/services/dynamodb/",
        "software/amazon/awssdk/services/kinesis/",
        "software/amazon/awssdk/services/sqs/",
        "software/amazon/kinesis/"
      })
  void leavesOut(String start) {
    assertThat(names).noneMatch(name -> name.startsWith(start));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io/tusk/bundled/commons/compress/archivers/tar/TarArchiveInputStream.class",
        "io/tusk/bundled/http/client/HttpClient.class",
        "io/tusk/cli/Main.class",
        "io/tusk/spark/Main.class",
        "io/tusk/spark/SparkSupport.class",
        "org/apache/beam/runners/spark/SparkRunner.class",
        "org/apache/beam/sdk/io/aws2/s3/S3FileSystemRegistrar.class",
        "software/amazon/awssdk/services/s3/S3Client.class"
      })
  void holds(String name) {
    assertThat(names).contains(name);
  }

  /** A cluster's classes come first: what it has as well would be one of two versions. */
  @Test
  void holdsNoClassThatTheClusterHas() throws IOException {
    Set<String> ofCluster = new HashSet<>();
    try (Stream<Path> jars = Files.list(SparkCluster.build().resolve("cluster/jars"))) {
      for (Path file : jars.toList()) {
        try (JarFile part = new JarFile(file.toFile())) {
          part.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
              .forEach(ofCluster::add);
        }
      }
    }
    ofCluster.remove("module-info.class");
    assertThat(names.stream().filter(ofCluster::contains)).isEmpty();
  }

  @Test
  void holdsNoTestsNoSignaturesAndNothingTwice() {
    assertThat(names)
        .noneMatch(
            name -> name.startsWith("io/tusk/") && name.matches(".*(Test|Fixture)(\\$.*)?\\.class"))
        .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA)"))
        .doesNotHaveDuplicates();
  }

  @Test
  void isSmallEnoughToBeSentToEachExecutor() {
    assertThat(SparkCluster.bundle().toFile().length()).isLessThan(MOST_BYTES);
  }

  @ParameterizedTest
  @CsvSource({
    "io.tusk.engine.run.RunnerSupport, io.tusk.spark.SparkSupport",
    "org.apache.beam.sdk.runners.PipelineRunnerRegistrar, org.apache.beam.runners.spark.SparkRunnerRegistrar$Runner",
    "org.apache.beam.sdk.options.PipelineOptionsRegistrar, org.apache.beam.sdk.io.aws2.options.AwsPipelineOptionsRegistrar",
    "org.apache.beam.sdk.options.PipelineOptionsRegistrar, org.apache.beam.runners.spark.SparkRunnerRegistrar$Options",
    "org.apache.beam.sdk.io.FileSystemRegistrar, org.apache.beam.sdk.io.aws2.s3.S3FileSystemRegistrar",
    "org.apache.beam.sdk.io.FileSystemRegistrar, org.apache.beam.sdk.io.LocalFileSystemRegistrar"
  })
  void mergesServices(String service, String implementation) throws IOException {
    assertThat(text("META-INF/services/" + service).lines().map(String::strip))
        .contains(implementation);
  }

  @Test
  void servicesNameOnlyWhatIsThere() throws IOException {
    for (String name : names) {
      if (name.startsWith("META-INF/services/")) {
        for (String line : text(name).lines().toList()) {
          String type = line.replaceFirst("#.*", "").strip();
          if (!type.isEmpty()) {
            assertThat(names).as(name).contains(type.replace('.', '/') + ".class");
          }
        }
      }
    }
  }

  @Test
  void carriesTheLicencesOfWhatItHolds() throws IOException {
    assertThat(names).contains("META-INF/LICENSE", "META-INF/NOTICE");
    assertThat(text("META-INF/NOTICE"))
        .contains("Tusk", "Apache Beam", "Apache Commons Compress", "AWS SDK");
  }

  @Test
  void startsWithoutAClassName() throws IOException {
    assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
        .isEqualTo("io.tusk.spark.Main");
    assertThat(jar.getManifest().getMainAttributes().getValue("Class-Path")).isNullOrEmpty();
  }

  private static String text(String name) throws IOException {
    try (InputStream content = jar.getInputStream(jar.getEntry(name))) {
      return new String(content.readAllBytes(), UTF_8);
    }
  }
}
