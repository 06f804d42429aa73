/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.files.FileEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class InputCacheTest extends InputCacheFixture {
  @Test
  void theSecondReadingIsKeptForTheThird() throws IOException {
    byte[] data = data(1, SIZE);
    FileEntry file = write(data);
    assertThat(fetched(file, data)).isGreaterThanOrEqualTo(SIZE);
    assertThat(kept()).isEmpty();
    assertThat(fetched(file, data)).isGreaterThanOrEqualTo(SIZE);
    assertThat(kept()).singleElement().satisfies(path -> assertThat(path).hasBinaryContent(data));
    for (int i = 0; i < 3; i++) {
      assertThat(fetched(file, data)).isZero();
    }
  }

  @Test
  void smallFilesAreTheStoresOwn() throws IOException {
    byte[] data = data(2, (int) InputCache.LEAST_FILE_BYTES - 1);
    FileEntry file = write(data);
    for (int i = 0; i < 3; i++) {
      assertThat(fetched(file, data)).isPositive();
    }
    assertThat(directories()).isEmpty();
    byte[] least = data(3, (int) InputCache.LEAST_FILE_BYTES);
    FileEntry kept = write(least);
    assertReads(kept, least);
    assertReads(kept, least);
    assertThat(fetched(kept, least)).isZero();
  }

  @Test
  void nothingIsKeptWhereNothingMayBe() throws IOException {
    bounded(0);
    byte[] data = data(4, SIZE);
    FileEntry file = write(data);
    for (int i = 0; i < 4; i++) {
      assertThat(fetched(file, data)).isPositive();
    }
    assertThat(directories()).isEmpty();
  }

  @Test
  void onlyWholeFilesAreKept() throws IOException {
    byte[] data = data(5, SIZE);
    FileEntry file = write(data);
    assertReads(file, data);
    try (InputStream half = cache.open(file)) {
      assertThat(half.readNBytes(SIZE / 2)).isEqualTo(Arrays.copyOf(data, SIZE / 2));
    }
    assertThat(kept()).isEmpty();
    try (InputStream rest = cache.open(file)) {
      assertThat(rest.markSupported()).isFalse();
      rest.skipNBytes(SIZE - 5);
      assertThat(rest.readAllBytes()).isEqualTo(Arrays.copyOfRange(data, SIZE - 5, SIZE));
    }
    assertThat(kept()).isEmpty();
    assertReads(file, data);
    assertThat(fetched(file, data)).isZero();
  }

  @Test
  void itIsWholeWithItsLastByte() throws IOException {
    byte[] data = data(6, (int) InputCache.LEAST_FILE_BYTES);
    FileEntry file = write(data);
    assertReads(file, data);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (InputStream bytewise = cache.open(file)) {
      for (int i = 0; i < data.length; i++) {
        read.write(bytewise.read());
      }
      assertThat(fetched(file, data)).isZero();
      assertThat(bytewise.read()).isEqualTo(-1);
    }
    assertThat(read.toByteArray()).isEqualTo(data);
  }

  @Test
  void whatWasNotUsedForTheLongestTimeGoes() throws IOException {
    bounded(2L * SIZE);
    List<byte[]> data = IntStream.range(0, 3).mapToObj(i -> data(10 + i, SIZE)).toList();
    List<FileEntry> all = data.stream().map(this::write).toList();
    for (int i : new int[] {0, 0, 1, 1, 0, 2, 2}) {
      assertReads(all.get(i), data.get(i));
    }
    assertThat(kept()).hasSize(2);
    assertThat(fetched(all.get(0), data.get(0))).isZero();
    assertThat(fetched(all.get(2), data.get(2))).isZero();
    assertThat(fetched(all.get(1), data.get(1))).isPositive();
  }

  @Test
  void whoReadsWhatGoesReadsOn() throws IOException {
    bounded(SIZE);
    byte[] one = data(20, SIZE);
    byte[] other = data(21, SIZE);
    FileEntry first = write(one);
    FileEntry second = write(other);
    assertReads(first, one);
    assertReads(first, one);
    try (InputStream reading = cache.open(first)) {
      byte[] start = reading.readNBytes(1_000);
      assertReads(second, other);
      assertReads(second, other);
      assertThat(fetched(second, other)).isZero();
      assertThat(kept()).hasSize(1);
      assertThat(start).isEqualTo(Arrays.copyOf(one, 1_000));
      assertThat(reading.readAllBytes()).isEqualTo(Arrays.copyOfRange(one, 1_000, SIZE));
    }
  }

  @Test
  void whatIsLargerThanTheBoundPushesNothingOut() throws IOException {
    bounded(SIZE);
    byte[] fits = data(22, SIZE);
    byte[] large = data(23, SIZE + 1);
    FileEntry kept = write(fits);
    FileEntry never = write(large);
    assertReads(kept, fits);
    assertReads(kept, fits);
    for (int i = 0; i < 4; i++) {
      assertThat(fetched(never, large)).isPositive();
    }
    assertThat(fetched(kept, fits)).isZero();
  }

  @Test
  void whatIsBeingFilledIsNotPushedOut() throws IOException {
    bounded(SIZE);
    byte[] one = data(24, SIZE);
    byte[] other = data(25, SIZE);
    FileEntry first = write(one);
    FileEntry second = write(other);
    assertReads(first, one);
    assertReads(second, other);
    try (InputStream filling = cache.open(first)) {
      byte[] start = filling.readNBytes(10);
      assertReads(second, other);
      assertThat(kept()).hasSize(1);
      assertThat(filling.readAllBytes()).isEqualTo(Arrays.copyOfRange(one, start.length, SIZE));
    }
    assertThat(fetched(first, one)).isZero();
  }

  @Test
  void whatSomebodyTookAwayOrCutIsReadFromTheStore() throws IOException {
    byte[] data = data(30, SIZE);
    FileEntry file = write(data);
    assertReads(file, data);
    assertReads(file, data);
    Files.delete(kept().get(0));
    assertThat(fetched(file, data)).isPositive();
    assertReads(file, data);
    assertThat(fetched(file, data)).isZero();
    Files.write(kept().get(0), Arrays.copyOf(data, SIZE - 1));
    assertThat(fetched(file, data)).isPositive();
  }

  @Test
  void withoutItsDirectoryNothingIsKept() throws IOException {
    byte[] data = data(31, SIZE);
    byte[] more = data(32, SIZE);
    FileEntry file = write(data);
    FileEntry other = write(more);
    assertReads(file, data);
    assertReads(file, data);
    Files.delete(kept().get(0));
    Files.delete(directories().get(0));
    for (int i = 0; i < 3; i++) {
      assertThat(fetched(other, more)).isPositive();
      assertThat(fetched(file, data)).isPositive();
    }
  }

  @Test
  void onAFullDiskAllRoomIsGivenBack() throws IOException {
    byte[] data = data(34, SIZE);
    byte[] more = data(35, SIZE);
    FileEntry file = write(data);
    FileEntry other = write(more);
    assertReads(file, data);
    assertReads(file, data);
    Files.createSymbolicLink(directories().get(0).resolve("1"), Path.of("/dev/full"));
    assertReads(other, more);
    try (InputStream kept = cache.open(file)) {
      assertThat(kept.read()).isEqualTo(Byte.toUnsignedInt(data[0]));
      assertReads(other, more);
      assertThat(kept()).isEmpty();
      assertThat(kept.readAllBytes()).isEqualTo(Arrays.copyOfRange(data, 1, SIZE));
    }
    for (int i = 0; i < 3; i++) {
      assertThat(fetched(file, data)).isPositive();
      assertThat(fetched(other, more)).isPositive();
    }
    assertThat(kept()).isEmpty();
  }

  @Test
  void whatCannotBeWrittenIsReadAllTheSame() throws IOException {
    byte[] data = data(33, SIZE);
    FileEntry file = write(data);
    assertReads(file, data);
    Filling.End[] told = new Filling.End[1];
    Filling full =
        new Filling(Files.newOutputStream(Path.of("/dev/full")), SIZE, false, end -> told[0] = end);
    try (InputStream in = new FillingStream(files.open(file), full)) {
      assertThat(in.readAllBytes()).isEqualTo(data);
    }
    assertThat(told[0]).isEqualTo(Filling.End.FAILED);
  }
}
