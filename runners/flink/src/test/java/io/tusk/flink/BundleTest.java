/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the jar that clusters get, and what is not. */
@Tag("cluster")
final class BundleTest {
  private static final long MOST_BYTES = 64L << 20;

  private static JarFile jar;
  private static List<String> names;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(FlinkHome.bundle().toFile());
    names = jar.stream().map(ZipEntry::getName).filter(name -> !name.endsWith("/")).toList();
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  /** The cluster brings them, or they are of no use there, or clash with what it brings. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "com/esotericsoftware/",
        "com/google/common/",
        "io/grpc/",
        "io/netty/",
        "org/apache/beam/runners/direct/",
        "org/apache/beam/runners/jobsubmission/",
        "org/apache/flink/",
        "org/apache/log4j/",
        "org/apache/logging/",
        "org/conscrypt/",
        "org/junit/",
        "org/slf4j/",
        "software/amazon/awssdk/services/cloudwatch/",
        "software/amazon/awssdk/services/dynamodb/",
        "software/amazon/awssdk/services/kinesis/",
        "software/amazon/awssdk/services/sns/",
        "software/amazon/awssdk/services/sqs/",
        "software/amazon/kinesis/"
      })
  void leavesOut(String start) {
    assertThat(names).noneMatch(name -> name.startsWith(start));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io/tusk/cli/Main.class",
        "io/tusk/flink/Main.class",
        "io/tusk/flink/FlinkSupport.class",
        "org/apache/beam/runners/flink/FlinkRunner.class",
        "org/apache/beam/sdk/io/aws2/s3/S3FileSystemRegistrar.class",
        "software/amazon/awssdk/services/s3/S3Client.class",
        "com/fasterxml/jackson/databind/ObjectMapper.class"
      })
  void holds(String name) {
    assertThat(names).contains(name);
  }

  @Test
  void holdsNoTestsNoSignaturesAndNothingTwice() {
    assertThat(names)
        .noneMatch(
            name -> name.startsWith("io/tusk/") && name.matches(".*(Test|Fixture)(\\$.*)?\\.class"))
        .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA)"))
        .noneMatch(name -> name.contains("log4j"))
        .doesNotHaveDuplicates();
  }

  @Test
  void isSmallEnoughToBeSentWithEachJob() {
    assertThat(FlinkHome.bundle().toFile().length()).isLessThan(MOST_BYTES);
  }

  @ParameterizedTest
  @CsvSource({
    "io.tusk.engine.run.RunnerSupport, io.tusk.flink.FlinkSupport",
    "org.apache.beam.sdk.runners.PipelineRunnerRegistrar, org.apache.beam.runners.flink.FlinkRunnerRegistrar$Runner",
    "org.apache.beam.sdk.options.PipelineOptionsRegistrar, org.apache.beam.sdk.io.aws2.options.AwsPipelineOptionsRegistrar",
    "org.apache.beam.sdk.options.PipelineOptionsRegistrar, org.apache.beam.runners.flink.FlinkRunnerRegistrar$Options",
    "org.apache.beam.sdk.io.FileSystemRegistrar, org.apache.beam.sdk.io.aws2.s3.S3FileSystemRegistrar",
    "org.apache.beam.sdk.io.FileSystemRegistrar, org.apache.beam.sdk.io.LocalFileSystemRegistrar"
  })
  void mergesServices(String service, String implementation) throws IOException {
    assertThat(text("META-INF/services/" + service).lines().map(String::strip))
        .contains(implementation);
  }

  /** A service that names a class which was left out breaks whoever looks for it. */
  @Test
  void servicesNameOnlyWhatIsThere() throws IOException {
    for (String name : names) {
      if (name.startsWith("META-INF/services/") && !name.endsWith("/")) {
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
        .contains("Tusk", "Apache Beam", "Jackson", "Apache Commons Compress", "AWS SDK");
  }

  @Test
  void startsWithoutAClassName() throws IOException {
    assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
        .isEqualTo("io.tusk.flink.Main");
    assertThat(jar.getManifest().getMainAttributes().getValue("Class-Path")).isNullOrEmpty();
  }

  @Test
  void holdsOneVersionOfJackson() throws IOException {
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {FlinkHome.bundle().toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Object version =
          loader
              .loadClass("com.fasterxml.jackson.databind.cfg.PackageVersion")
              .getField("VERSION")
              .get(null);
      assertThat(version).hasToString("2.15.4");
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no version", e);
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream content = jar.getInputStream(jar.getEntry(name))) {
      return new String(content.readAllBytes(), UTF_8);
    }
  }
}
