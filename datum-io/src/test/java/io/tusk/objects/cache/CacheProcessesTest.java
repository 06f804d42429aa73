/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.Host;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share a cache, of which some are killed while they write to it. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class CacheProcessesTest {
  private static final int PACKS = 40;
  private static final int PACK_BYTES = 60_000;

  /** Less than all packs take, so that the processes push out each other's blocks. */
  private static final long BOUND = 1 << 20;

  /** A block of each process in each of 64 directories. */
  private static final long MOST_OVER = 3 * 64 * 1_100;

  private static final int ROUNDS = 6;

  @TempDir private Path directory;

  private static String key(int pack) {
    return String.format("packs/00/%064x", pack);
  }

  private static byte[] content(int pack) {
    byte[] content = new byte[PACK_BYTES + pack];
    new Random(pack).nextBytes(content);
    return content;
  }

  private static ObjectStore open(Path directory) {
    CacheSettings settings =
        new CacheSettings(Optional.of(directory.resolve("cache")), OptionalLong.of(BOUND));
    return new CachingObjectStore(
        new LocalObjectStore(directory.resolve("store")),
        settings,
        Host.system(),
        CachingObjectStoreTest.SIZES);
  }

  private static void readAll(ObjectStore cache, Random random) {
    for (int i = 0; i < PACKS; i++) {
      int pack = random.nextInt(PACKS);
      byte[] content = content(pack);
      int at = random.nextInt(content.length);
      for (int to = at; to < content.length; to += 1_500) {
        int end = Math.min(content.length, to + 1_500);
        byte[] found = cache.read(key(pack), to, end - to).orElseThrow();
        if (!Arrays.equals(found, Arrays.copyOfRange(content, to, end))) {
          throw new IllegalStateException("pack " + pack + " is wrong at " + to);
        }
      }
    }
  }

  /** Reads, in a new cache each time, and says so after each round, until it is killed. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] arguments) {
      Random random = new Random(Long.parseLong(arguments[1]));
      PrintStream out = new PrintStream(System.out, true, UTF_8);
      while (true) {
        try (ObjectStore cache = open(Path.of(arguments[0]))) {
          readAll(cache, random);
          out.println("right");
        } catch (RuntimeException e) {
          out.println(e);
        }
      }
    }
  }

  private record Running(Process process, BufferedReader out) {
    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }

  private Running start(long seed) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                directory.toString(),
                Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new Running(
        process, new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)));
  }

  @Test
  void allReadWhatIsRightWhoeverIsKilled() throws Exception {
    ObjectStore store = new LocalObjectStore(directory.resolve("store"));
    for (int pack = 0; pack < PACKS; pack++) {
      store.put(key(pack), content(pack));
    }
    List<Running> readers = new ArrayList<>();
    try {
      readers.add(start(1));
      readers.add(start(2));
      for (int round = 0; round < ROUNDS; round++) {
        for (Running reader : readers) {
          assertThat(reader.out().readLine()).as("round %d", round).isEqualTo("right");
        }
        if (round % 3 == 2) {
          readers.remove(0).kill();
          readers.add(start(10 + round));
        }
        try (ObjectStore cache = open(directory)) {
          readAll(cache, new Random(round));
        }
      }
    } finally {
      for (Running reader : readers) {
        reader.kill();
      }
    }
    try (ObjectStore cache = open(directory)) {
      readAll(cache, new Random(99));
    }
    assertThat(bytesKept()).isLessThanOrEqualTo(BOUND + MOST_OVER);
  }

  private long bytesKept() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("cache"))) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }
}
