/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import static io.tusk.objects.cache.CachingObjectStoreTest.PACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tusk.host.Host;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories and disks that a cache cannot use, or not fully. */
class CacheFaultsTest {
  @TempDir private Path directory;

  private final CountingObjectStore counting = new CountingObjectStore(new MemoryObjectStore());
  private final byte[] content = new byte[5_000];
  private Path place;

  @BeforeEach
  void fill() {
    new Random(3).nextBytes(content);
    counting.put(PACK, content);
    place = directory.resolve("cache");
  }

  private ObjectStore open() {
    return open(Host.system());
  }

  private ObjectStore open(Host host) {
    return new CachingObjectStore(
        counting,
        new CacheSettings(Optional.of(place), OptionalLong.of(64 << 20)),
        host,
        CachingObjectStoreTest.SIZES);
  }

  /** How many requests a new process makes for the whole pack, whose bytes are right. */
  private long requests() {
    long before = counting.counts().reads();
    try (ObjectStore cache = open()) {
      assertThat(cache.read(PACK, 0, content.length)).hasValue(content);
    }
    return counting.counts().reads() - before;
  }

  private List<Path> blocks() throws IOException {
    try (Stream<Path> found = Files.walk(place)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void nobodyElseMayReadWhatIsKept() throws IOException {
    assertThat(requests()).isEqualTo(1);
    try (Stream<Path> found = Files.walk(place)) {
      for (Path path : found.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as("%s", path)
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
    assertThat(blocks()).hasSize(5);
    assertThat(requests()).isZero();
  }

  @Test
  void aDirectoryThatIsOpenToOthersIsNotUsed() throws IOException {
    Files.createDirectories(place.resolve("blocks-1"));
    Files.setPosixFilePermissions(
        place.resolve("blocks-1"), PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(requests()).isEqualTo(1);
    assertThat(blocks()).isEmpty();
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(place);
    Files.createSymbolicLink(place.resolve("blocks-1"), elsewhere);
    assertThat(requests()).isEqualTo(1);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aBlockThatIsALinkIsNotFollowed() throws IOException {
    requests();
    Path block = blocks().get(0);
    Path moved = directory.resolve("moved");
    Files.move(block, moved);
    Files.createSymbolicLink(block, moved);
    assertThat(requests()).isEqualTo(1);
    assertThat(Files.isRegularFile(moved)).isTrue();
    assertThat(requests()).isZero();
    assertThat(Files.isSymbolicLink(block)).isFalse();
  }

  @Test
  void aFileInThePlaceOfTheDirectory() throws IOException {
    Files.writeString(place, "not a directory");
    assertThat(requests()).isEqualTo(1);
    assertThat(requests()).isEqualTo(1);
    assertThat(place).hasContent("not a directory");
  }

  @Test
  void aDirectoryThatCannotBeWritten() throws IOException {
    assumeTrue(!System.getProperty("user.name").equals("root"), "root may write everywhere");
    Files.createDirectories(place.resolve("blocks-1"));
    Files.setPosixFilePermissions(
        place.resolve("blocks-1"), PosixFilePermissions.fromString("r-x------"));
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void directoriesThatCannotBeUsed() throws IOException {
    requests();
    for (Path block : blocks()) {
      Files.deleteIfExists(block);
    }
    try (Stream<Path> shards = Files.list(place.resolve("blocks-1"))) {
      for (Path shard : shards.toList()) {
        Files.delete(shard);
        Files.writeString(shard, "not a directory");
      }
    }
    assertThat(requests()).isEqualTo(1);
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void whatAStoppedProcessLeftIsPushedOut() throws IOException {
    requests();
    Path block = blocks().get(0);
    Path shard = block.getParent();
    for (int i = 0; i < 5; i++) {
      Path left = shard.resolve("new-" + i);
      Files.write(left, new byte[300 << 10]);
      Files.setLastModifiedTime(left, FileTime.from(Instant.EPOCH.plusSeconds(i)));
    }
    Files.delete(block);
    assertThat(requests()).isEqualTo(1);
    try (Stream<Path> left = Files.list(shard)) {
      assertThat(left.filter(file -> file.getFileName().toString().startsWith("new-")))
          .as("of a mebibyte")
          .hasSize(3);
    }
  }

  @Test
  void aBlockThatIsUsedIsYoungAgain() throws IOException {
    requests();
    for (Path block : blocks()) {
      Files.setLastModifiedTime(block, FileTime.from(Instant.EPOCH));
    }
    assertThat(requests()).isZero();
    for (Path block : blocks()) {
      assertThat(Files.getLastModifiedTime(block).toInstant())
          .isAfter(Instant.now().minusSeconds(60));
    }
  }

  @Test
  void aBlockThatGoesWhileItIsReadIsUsed() {
    assertThat(requests()).isEqualTo(1);
    long before = counting.counts().reads();
    // A clock is asked for the time of a use, behind the reading.
    InstantSource clock =
        () -> {
          removeBlocks();
          return Instant.now();
        };
    try (ObjectStore cache =
        open(new Host(clock.withZone(ZoneOffset.UTC), new Random(1), pause -> {}))) {
      assertThat(cache.read(PACK, 0, 1_024)).hasValue(Arrays.copyOf(content, 1_024));
    }
    assertThat(counting.counts().reads()).isEqualTo(before);
  }

  private void removeBlocks() {
    try {
      for (Path block : blocks()) {
        Files.delete(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void twoStoresAreKeptApart() {
    assertThat(requests()).isEqualTo(1);
    byte[] other = new byte[5_000];
    MemoryObjectStore elsewhere = new MemoryObjectStore();
    elsewhere.put(PACK, other);
    ObjectStore renamed =
        new ForwardingObjectStore(elsewhere) {
          @Override
          public String location() {
            return "s3://another/store";
          }
        };
    CacheSettings settings = new CacheSettings(Optional.of(place), OptionalLong.of(64 << 20));
    try (ObjectStore cache =
        new CachingObjectStore(renamed, settings, Host.system(), CachingObjectStoreTest.SIZES)) {
      assertThat(cache.read(PACK, 0, 5_000)).hasValue(other);
    }
    assertThat(requests()).isZero();
  }
}
