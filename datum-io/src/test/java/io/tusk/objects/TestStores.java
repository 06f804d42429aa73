/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import io.tusk.host.Host;
import io.tusk.objects.s3.BucketPrefix;
import io.tusk.objects.s3.S3ObjectStore;
import io.tusk.objects.s3.S3Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Empty stores for tests that hold on every kind of store. The system property {@value #PROPERTY}
 * says which: {@code memory} unless it is set, {@code local}, or {@code s3}.
 */
public final class TestStores {
  private static final String PROPERTY = "tusk.test.store";

  private enum Kind {
    MEMORY(100, Integer.MAX_VALUE),
    LOCAL(5, 25),
    S3(2, 10);

    /** Of 100 cases, those that there is time for. */
    private final int share;

    private final int most;

    Kind(int share, int most) {
      this.share = share;
      this.most = most;
    }

    static Kind chosen() {
      String name = System.getProperty(PROPERTY, "memory");
      return Stream.of(values())
          .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      PROPERTY
                          + " is \""
                          + name
                          + "\"; it is one of "
                          + List.of(values()).toString().toLowerCase(Locale.ROOT)));
    }
  }

  private static final Kind KIND = Kind.chosen();
  private static final AtomicInteger MADE = new AtomicInteger();

  private static final Map<Path, String> PLACES = new ConcurrentHashMap<>();

  private TestStores() {}

  /** One of its own for each call, gone with the process at the latest. */
  public static ObjectStore create() {
    return switch (KIND) {
      case MEMORY -> new MemoryObjectStore();
      case LOCAL -> new LocalObjectStore(Directory.OWN.resolve(name()));
      case S3 ->
          S3ObjectStore.open(
              new BucketPrefix(Bucket.OWN, name()), S3Proxy.shared().settings(), Host.system());
    };
  }

  /**
   * A place in a bucket for the store of those who work in a directory, which this process can
   * reach without any setting. Nothing unless stores are to be in buckets.
   */
  public static Optional<String> bucket(Path directory) {
    if (KIND != Kind.S3) {
      return Optional.empty();
    }
    System.setProperty("aws.endpointUrl", S3Proxy.shared().endpoint().toString());
    System.setProperty("aws.region", "us-east-1");
    System.setProperty("aws.accessKeyId", S3Proxy.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", S3Proxy.SECRET_KEY);
    return Optional.of(
        "s3://" + Bucket.OWN + "/" + PLACES.computeIfAbsent(directory, any -> name()));
  }

  private static String name() {
    return "store-" + MADE.incrementAndGet();
  }

  /** How many of so many random cases there is time for on this kind of store; at least one. */
  public static int cases(int inMemory) {
    return Math.max(1, Math.min(KIND.most, inMemory * KIND.share / 100));
  }

  /** How far apart the bytes are that there is time to alter one by one; 1 in memory. */
  public static int step() {
    return 100 / KIND.share;
  }

  /** Where the stores in a bucket of this process are. */
  private static final class Bucket {
    static final String OWN = S3Proxy.shared().newBucket();
  }

  /** Where the local stores of this process are; its end removes it. */
  private static final class Directory {
    static final Path OWN = create();

    private static Path create() {
      try {
        Path directory = Files.createTempDirectory("tusk-test-stores");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
        return directory;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void remove(Path directory) {
      try (Stream<Path> all = Files.walk(directory)) {
        all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
