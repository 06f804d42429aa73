/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.host.Host;
import io.tusk.location.StoreLocation;
import io.tusk.location.Stores;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

/**
 * Stores in a process that has a class loader, and jars, for each of many jobs, as a cluster does.
 */
final class ClassLoadersTest {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  /** What a job does, in classes of its own. */
  public static final class Job implements Runnable {
    @Override
    public void run() {
      S3Settings settings =
          new S3Settings(
              Optional.of("us-east-1"),
              Optional.of(URI.create("http://127.0.0.1:9")),
              Optional.of(AnonymousCredentialsProvider.create()));
      Stores.open(StoreLocation.parse("s3://bucket/jobs"), settings, Host.system()).close();
    }
  }

  @Test
  void aJobThatEndsKeepsNoneOfItsJarsOpen(@TempDir Path directory) throws Exception {
    assumeThat(OPEN_FILES).isDirectory();
    List<URL> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      Path own = directory.resolve(jars.size() + "-" + path.getFileName());
      jars.add((Files.isDirectory(path) ? path : Files.copy(path, own)).toUri().toURL());
    }
    try (URLClassLoader loader =
        new URLClassLoader(jars.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Runnable job =
          (Runnable) loader.loadClass(Job.class.getName()).getConstructor().newInstance();
      assertThat(job.getClass()).isNotEqualTo(Job.class);
      job.run();
      assertThat(openBelow(directory)).isNotEmpty();
    }
    assertThat(openBelow(directory)).isEmpty();
  }

  private static List<Path> openBelow(Path directory) throws IOException {
    List<Path> open = new ArrayList<>();
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      for (Path file : files.toList()) {
        try {
          Path target = Files.readSymbolicLink(file);
          if (target.startsWith(directory)) {
            open.add(target);
          }
        } catch (NoSuchFileException e) {
          // Closed meanwhile, as the listing's own is.
        }
      }
    }
    return open;
  }
}
