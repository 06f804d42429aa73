/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.chunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkerTest {
  private static final ChunkParameters SMALL = new ChunkParameters(64, 256, 1_024);

  /** A stream whose reads return as few bytes as a seeded source of randomness says. */
  private static final class Trickle extends InputStream {
    private final byte[] data;
    private final SplittableRandom random;
    private final int most;
    private int at;

    Trickle(byte[] data, SplittableRandom random, int most) {
      this.data = data;
      this.random = random;
      this.most = most;
    }

    @Override
    public int read() {
      return at == data.length ? -1 : data[at++] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      if (at == data.length) {
        return -1;
      }
      int count = Math.min(Math.min(length, data.length - at), random.nextInt(1, most + 1));
      System.arraycopy(data, at, to, offset, count);
      at += count;
      return count;
    }
  }

  @Test
  void theGearTableIsThatOfTheFormat() {
    SplittableRandom splitMix64 = new SplittableRandom(0x5475736B);
    assertThat(Gear.table()).containsExactly(splitMix64.longs(256).toArray());
  }

  @Test
  void theGearTableIsFrozen() {
    long[] gear = Gear.table();
    assertThat(Long.toHexString(gear[0])).isEqualTo("fbcae901daae4b4e");
    assertThat(Long.toHexString(gear[255])).isEqualTo("82ff8375dfdff664");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void chunksEndWhereTheFormatSays(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 50; run++) {
      int min = random.nextInt(1, 100);
      int average = Integer.highestOneBit(min) << random.nextInt(3, 5);
      int max = average + random.nextInt(1, 1_000);
      ChunkParameters parameters = new ChunkParameters(min, average, max);
      byte[] data = data(random, random.nextInt(0, 20_000), random.nextInt(1, 257));
      assertThat(lengths(parameters, data))
          .as("seed %d, run %d, %s", seed, run, parameters)
          .isEqualTo(lengthsByTheFormat(min, average, max, data));
    }
  }

  @Test
  void theDefaultCutsAsTheFormatSays() throws IOException {
    byte[] data = data(new SplittableRandom(11), 24 << 20, 256);
    assertThat(lengths(ChunkParameters.DEFAULT, data))
        .isEqualTo(lengthsByTheFormat(16_384, 65_536, 262_144, data));
  }

  @Test
  void theDefaultCutsAreFrozen() throws IOException {
    byte[] data = data(new SplittableRandom(1), 1 << 19, 256);
    assertThat(lengths(ChunkParameters.DEFAULT, data))
        .containsExactly(77_497, 67_045, 67_095, 99_609, 18_313, 24_109, 29_955, 103_696, 36_969);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void chunksDoNotDependOnHowTheStreamIsRead(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] data = data(random, 200_000, 256);
    ChunkParameters parameters = new ChunkParameters(4_096, 16_384, 50_000);
    List<Integer> expected = lengths(parameters, data);
    Chunker chunker = new Chunker(parameters);
    for (int most : new int[] {1, 7, 4_095, 4_096, 60_000, 1 << 20}) {
      ByteArrayOutputStream copy = new ByteArrayOutputStream();
      List<Integer> found = new ArrayList<>();
      long total =
          chunker.split(
              new Trickle(data, random.split(), most),
              (buffer, offset, length) -> {
                copy.write(buffer, offset, length);
                found.add(length);
              });
      assertThat(found).as("seed %d, reads of at most %d", seed, most).isEqualTo(expected);
      assertThat(copy.toByteArray()).as("seed %d", seed).isEqualTo(data);
      assertThat(total).isEqualTo(data.length);
    }
  }

  @Test
  void anInsertedByteChangesOnlyTheChunksAroundIt() {
    SplittableRandom random = new SplittableRandom(42);
    byte[] data = data(random, 4 << 20, 256);
    int at = 1_250_000;
    byte[] edited = new byte[data.length + 1];
    System.arraycopy(data, 0, edited, 0, at);
    edited[at] = (byte) ~data[at];
    System.arraycopy(data, at, edited, at + 1, data.length - at);

    List<Integer> before = cuts(ChunkParameters.DEFAULT, data);
    List<Integer> after = cuts(ChunkParameters.DEFAULT, edited);
    Set<Integer> unshifted = new HashSet<>();
    for (int cut : after) {
      unshifted.add(cut <= at ? cut : cut - 1);
    }
    List<Integer> lost = before.stream().filter(cut -> !unshifted.contains(cut)).toList();
    assertThat(before).hasSizeBetween(40, 80);
    assertThat(lost).hasSizeLessThanOrEqualTo(4);
    assertThat(lost).allMatch(cut -> cut > at && cut < at + 750_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anAppendedFileIsCutAnewFromItsLastChunk(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 200; run++) {
      byte[] whole = data(random, random.nextInt(1, 10_000), random.nextInt(1, 257));
      int appendedAt = random.nextInt(0, whole.length);
      List<Integer> first = lengths(SMALL, Arrays.copyOf(whole, appendedAt));
      int lastStart = 0;
      for (int i = 0; i + 1 < first.size(); i++) {
        lastStart += first.get(i);
      }
      List<Integer> joined = new ArrayList<>(first.subList(0, Math.max(0, first.size() - 1)));
      joined.addAll(lengths(SMALL, Arrays.copyOfRange(whole, lastStart, whole.length)));
      assertThat(joined).as("seed %d, run %d", seed, run).isEqualTo(lengths(SMALL, whole));
    }
  }

  @Test
  void sizesAreInBoundsAndNearTheAverage() {
    List<Integer> cuts = cuts(SMALL, data(new SplittableRandom(5), 4 << 20, 256));
    int start = 0;
    for (int cut : cuts.subList(0, cuts.size() - 1)) {
      assertThat(cut - start).isBetween(65, 1_024);
      start = cut;
    }
    assertThat((4 << 20) / cuts.size()).isBetween(200, 350);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64})
  void aFileOfAtMostTheMinimumIsOneChunk(int size) throws IOException {
    assertThat(lengths(SMALL, data(new SplittableRandom(size), size, 256))).containsExactly(size);
  }

  @Test
  void anEmptyFileHasNoChunk() throws IOException {
    assertThat(lengths(SMALL, new byte[0])).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 255})
  void constantDataIsCutAtTheMaximum(int value) throws IOException {
    byte[] data = new byte[3 * 1_024 + 100];
    Arrays.fill(data, (byte) value);
    assertThat(lengths(SMALL, data)).containsExactly(1_024, 1_024, 1_024, 100);
  }

  @Test
  void oneChunkerCutsFileAfterFile() throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    Chunker chunker = new Chunker(SMALL);
    for (int run = 0; run < 100; run++) {
      byte[] data = data(random, random.nextInt(0, 5_000), 256);
      List<Integer> found = new ArrayList<>();
      chunker.split(new ByteArrayInputStream(data), (buffer, offset, length) -> found.add(length));
      assertThat(found).isEqualTo(lengths(SMALL, data));
    }
  }

  @Test
  void theBufferGrowsWithTheFileToTwoMebibytesOrTwoLargestChunks() throws IOException {
    byte[] data = data(new SplittableRandom(3), 12 << 20, 256);
    assertThat(bufferSizes(new ChunkParameters(100_000, 262_144, 500_000), data))
        .containsExactlyInAnyOrder(524_288, 1_048_576, 2_097_152);
    assertThat(bufferSizes(new ChunkParameters(100_000, 262_144, 2_000_000), data))
        .containsExactlyInAnyOrder(2_097_152, 4_000_000);
  }

  private static Set<Integer> bufferSizes(ChunkParameters parameters, byte[] data)
      throws IOException {
    Set<Integer> sizes = new HashSet<>();
    new Chunker(parameters)
        .split(
            new ByteArrayInputStream(data), (buffer, offset, length) -> sizes.add(buffer.length));
    return sizes;
  }

  @Test
  void aSmallFileTakesASmallBuffer() throws IOException {
    Set<Integer> sizes = new HashSet<>();
    new Chunker(ChunkParameters.DEFAULT)
        .split(
            new ByteArrayInputStream(new byte[1_000]),
            (buffer, offset, length) -> sizes.add(buffer.length));
    assertThat(sizes).containsExactly(65_536);
  }

  @Test
  void faultsOfTheStreamAndTheSinkPassThrough() {
    Chunker chunker = new Chunker(SMALL);
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    assertThatThrownBy(() -> chunker.split(broken, (buffer, offset, length) -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is gone");
    assertThatThrownBy(
            () ->
                chunker.split(
                    new ByteArrayInputStream(new byte[10]),
                    (buffer, offset, length) -> {
                      throw new IOException("the store is full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("the store is full");
  }

  @ParameterizedTest
  @CsvSource({"0, 8, 16", "8, 8, 16", "4, 8, 8", "1, 8, 536870913", "-1, 8, 16"})
  void sizesMustAscend(int min, int average, int max) {
    assertThatThrownBy(() -> new ChunkParameters(min, average, max))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "chunk sizes must ascend from 1 to 2^29: min %d, average %d, max %d",
            min, average, max);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 12, 100})
  void theAverageMustBeAPowerOfTwo(int average) {
    assertThatThrownBy(() -> new ChunkParameters(2, average, 1_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the average chunk size must be a power of two from 8 on: " + average);
  }

  /** Random bytes of {@code values} different values. */
  private static byte[] data(SplittableRandom random, int size, int values) {
    byte[] data = new byte[size];
    random.nextBytes(data);
    if (values < 256) {
      IntStream.range(0, size).forEach(i -> data[i] = (byte) ((data[i] & 0xFF) % values));
    }
    return data;
  }

  private static List<Integer> lengths(ChunkParameters parameters, byte[] data) throws IOException {
    List<Integer> lengths = new ArrayList<>();
    new Chunker(parameters)
        .split(new ByteArrayInputStream(data), (buffer, offset, length) -> lengths.add(length));
    return lengths;
  }

  private static List<Integer> cuts(ChunkParameters parameters, byte[] data) {
    List<Integer> cuts = new ArrayList<>();
    for (int at = 0; at < data.length; ) {
      at = Chunker.nextCut(data, at, data.length, parameters);
      cuts.add(at);
    }
    return cuts;
  }

  /** The rules of the format page, byte after byte. */
  private static List<Integer> lengthsByTheFormat(int min, int average, int max, byte[] data) {
    long[] gear = new SplittableRandom(0x5475736B).longs(256).toArray();
    int log2 = (int) Math.round(Math.log(average) / Math.log(2));
    List<Integer> lengths = new ArrayList<>();
    long fingerprint = 0;
    int number = 0;
    for (byte b : data) {
      boolean ends = number + 1 == max;
      if (number >= min) {
        fingerprint = fingerprint * 2 + gear[Byte.toUnsignedInt(b)];
        int zeros = number < average ? log2 + 2 : log2 - 2;
        ends |= Long.numberOfLeadingZeros(fingerprint) >= zeros;
      }
      number++;
      if (ends) {
        lengths.add(number);
        number = 0;
        fingerprint = 0;
      }
    }
    if (number > 0) {
      lengths.add(number);
    }
    return lengths;
  }
}
