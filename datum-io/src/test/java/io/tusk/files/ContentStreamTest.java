/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.chunks.ChunkParameters;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.objects.TestStores;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EveryStore
class ContentStreamTest {
  private static final int MEBIBYTE = 1 << 20;

  private final CountingObjectStore store = new CountingObjectStore(TestStores.create());

  private FileSets fresh() {
    return new FileSets(
        new Trees(new PieceReader(store), TreeParameters.DEFAULT), ChunkParameters.DEFAULT);
  }

  private FileEntry write(byte[]... parts) throws IOException {
    try (PackWriter out = new PackWriter(store)) {
      FileEntry file = FileEntry.EMPTY;
      for (byte[] part : parts) {
        file = fresh().append(file, new ByteArrayInputStream(part), out);
      }
      out.flush();
      return file;
    }
  }

  private static byte[] data(long seed, int length) {
    byte[] data = new byte[length];
    new Random(seed).nextBytes(data);
    return data;
  }

  @Test
  void chunksThatLieTogetherAreReadTogether() throws IOException {
    byte[] data = data(1, 40 * MEBIBYTE);
    FileEntry file = write(data);
    ObjectStoreCounts before = store.counts();
    try (InputStream in = fresh().open(file)) {
      assertThat(Arrays.equals(in.readAllBytes(), data)).isTrue();
    }
    ObjectStoreCounts counts = store.counts().minus(before);
    assertThat(counts.reads()).isLessThan(25);
    assertThat(counts.bytesRead()).isLessThan(data.length + 200_000);
  }

  @Test
  void aFewBytesCostAFewChunks() throws IOException {
    byte[] data = data(2, 40 * MEBIBYTE);
    FileEntry file = write(data);
    for (int offset : new int[] {0, 1, 20_000_001, data.length - 5}) {
      ObjectStoreCounts before = store.counts();
      try (InputStream in = fresh().open(file, offset)) {
        assertThat(in.readNBytes(5)).isEqualTo(Arrays.copyOfRange(data, offset, offset + 5));
        assertThat(in.read(new byte[3], 1, 0)).isZero();
      }
      assertThat(store.counts().minus(before).bytesRead()).isLessThan(262_144 + 60_000);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void allWaysToReadAgree(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] data = data(seed, 3 * MEBIBYTE + random.nextInt(MEBIBYTE));
    FileEntry file = write(data);
    for (int round = 0; round < 10; round++) {
      int offset = random.nextInt(data.length);
      ByteArrayOutputStream copy = new ByteArrayOutputStream();
      try (InputStream in = fresh().open(file, offset)) {
        int first = random.nextInt(200_000);
        copy.write(in.readNBytes(first));
        for (int i = 0; i < 1_000; i++) {
          int next = in.read();
          if (next >= 0) {
            copy.write(next);
          }
        }
        assertThat(in.available()).isGreaterThanOrEqualTo(0);
        assertThat(in.transferTo(copy))
            .isEqualTo(Math.max(0, data.length - offset - first - 1_000));
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read(new byte[1])).isEqualTo(-1);
        assertThat(in.transferTo(copy)).isZero();
      }
      assertThat(Arrays.equals(copy.toByteArray(), Arrays.copyOfRange(data, offset, data.length)))
          .as("seed %d, offset %d", seed, offset)
          .isTrue();
    }
  }

  @Test
  void chunksOfManyWritesAndPacksAreFound() throws IOException {
    byte[][] parts = new byte[30][];
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    FileEntry file = FileEntry.EMPTY;
    for (int i = 0; i < parts.length; i++) {
      parts[i] = i % 3 == 2 ? parts[i - 2] : data(i, 150_000 + i);
      whole.writeBytes(parts[i]);
      try (PackWriter out = new PackWriter(store, 300_000)) {
        file = fresh().append(file, new ByteArrayInputStream(parts[i]), out);
        out.flush();
      }
    }
    try (InputStream in = fresh().open(file)) {
      assertThat(Arrays.equals(in.readAllBytes(), whole.toByteArray())).isTrue();
    }
  }

  @Test
  void whatLiesBeforeAnAlteredChunkIsRead() throws IOException {
    byte[] data = data(6, 2 * MEBIBYTE);
    FileEntry file = write(data);
    String key = store.list("packs/", "", 1).get(0);
    byte[] pack = store.read(key).orElseThrow();
    pack[1_499_999] ^= 1;
    store.put(key, pack);
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    try (InputStream in = fresh().open(file)) {
      assertThatThrownBy(() -> in.transferTo(copy))
          .isInstanceOfSatisfying(
              TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
          .hasMessageMatching(
              "chunk [0-9a-f]{64} is altered in object "
                  + key
                  + " of store "
                  + store.location()
                  + "; run 'tusk fsck' for the whole damage");
    }
    assertThat(copy.size()).isBetween(1_500_000 - 262_144, 1_500_000);
    assertThat(Arrays.equals(copy.toByteArray(), Arrays.copyOf(data, copy.size()))).isTrue();
  }
}
