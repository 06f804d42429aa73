/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.chunks.ChunkParameters;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.FilePath;
import io.tusk.objects.EveryStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.PieceReader;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EveryStore
class FileContentsTest {
  private static final ChunkParameters SMALL_CHUNKS = new ChunkParameters(64, 256, 1_024);

  private final FilesFixture fixture = new FilesFixture(FilesFixture.TINY, SMALL_CHUNKS);

  @Test
  void emptyFileHasNoContent() throws IOException {
    FileEntry file = write(new byte[0]);
    assertThat(file).isEqualTo(FileEntry.EMPTY);
    assertThat(file.hash()).isEqualTo(Hash.OF_EMPTY);
    assertThat(read(file, 0)).isEmpty();
  }

  @Test
  void fileOfOneChunkIsThatChunk() throws IOException {
    byte[] bytes = bytes(1, 64);
    FileEntry file = write(bytes);
    assertThat(file.content().orElseThrow().kind()).isEqualTo(PieceKind.CHUNK);
    assertThat(file.hash()).isEqualTo(Hash.of(bytes));
    assertThat(read(file, 0)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void appendedFileEqualsTheWholeWrittenAtOnce(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = bytes(seed, random.nextInt(20_000));
    FileEntry whole = write(bytes);
    assertThat(read(whole, 0)).isEqualTo(bytes);
    for (int i = 0; i < 10; i++) {
      FileEntry file = FileEntry.EMPTY;
      int done = 0;
      while (done < bytes.length) {
        int step = random.nextInt(1 + random.nextInt(4_000));
        int end = Math.min(bytes.length, done + step);
        file =
            fixture.sets.append(
                file, new Trickle(Arrays.copyOfRange(bytes, done, end)), fixture.out);
        done = end;
        assertThat(file.size()).isEqualTo(done);
      }
      assertThat(file.hash()).as("seed %d, append %d", seed, i).isEqualTo(whole.hash());
      assertThat(file.sameContent(whole)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void joinedFilesEqualTheWholeWrittenAtOnce(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = bytes(seed, random.nextInt(20_000));
    FileEntry whole = write(bytes);
    for (int i = 0; i < 40; i++) {
      int cut = i == 0 ? 0 : i == 1 ? bytes.length : random.nextInt(bytes.length + 1);
      FileEntry joined =
          fixture.sets.join(
              write(Arrays.copyOf(bytes, cut)),
              write(Arrays.copyOfRange(bytes, cut, bytes.length)),
              fixture.out);
      assertThat(joined.hash()).as("seed %d, cut at %d", seed, cut).isEqualTo(whole.hash());
      assertThat(joined.size()).isEqualTo(bytes.length);
      assertThat(read(joined, 0)).as("seed %d, cut at %d", seed, cut).isEqualTo(bytes);
    }
  }

  @Test
  void joiningReadsABufferAndWritesAFewChunks() throws IOException {
    FileEntry first = write(bytes(1, 300_000));
    FileEntry second = write(bytes(2, 6_000_000));
    long read = fixture.trees.pieces().chunksRead();
    long stored = fixture.out.bytesStored();
    FileEntry joined = fixture.sets.join(first, second, fixture.out);
    assertThat(joined.size()).isEqualTo(6_300_000);
    // A chunk is of some 300 bytes here, and more than one is read ahead.
    assertThat(fixture.trees.pieces().chunksRead() - read).isLessThan(6_000);
    assertThat(fixture.out.bytesStored() - stored).isLessThan(10_000);
  }

  @Test
  void commonStartIsOfWholeChunksAndReadsNone() throws IOException {
    byte[] bytes = bytes(4, 20_000);
    FileEntry file = write(bytes);
    long read = fixture.trees.pieces().chunksRead();
    assertThat(commonStart(file, bytes)).isEqualTo(20_000);
    assertThat(commonStart(file, Arrays.copyOf(bytes, 30_000))).isEqualTo(20_000);
    assertThat(commonStart(file, new byte[0])).isZero();
    assertThat(commonStart(file, bytes(5, 20_000))).isZero();
    assertThat(commonStart(FileEntry.EMPTY, bytes)).isZero();
    byte[] altered = bytes.clone();
    altered[10_000] ^= 1;
    assertThat(commonStart(file, altered)).isBetween(10_000L - 1_024, 10_000L);
    assertThat(commonStart(file, Arrays.copyOf(bytes, 10_000))).isBetween(10_000L - 1_024, 10_000L);
    assertThat(fixture.trees.pieces().chunksRead()).isEqualTo(read);
  }

  private long commonStart(FileEntry file, byte[] bytes) throws IOException {
    return fixture.sets.commonStart(file, new ByteArrayInputStream(bytes));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void readsAtOffsets(long seed) throws IOException {
    byte[] bytes = bytes(seed, 15_000);
    FileEntry file = write(bytes);
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      int offset = random.nextInt(bytes.length + 3);
      byte[] expected = Arrays.copyOfRange(bytes, Math.min(offset, bytes.length), bytes.length);
      assertThat(read(file, offset)).as("seed %d, offset %d", seed, offset).isEqualTo(expected);
    }
    assertThatThrownBy(() -> fixture.sets.open(file, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a negative offset: -1");
  }

  @Test
  void fileOfManyChunks() throws IOException {
    FilesFixture crumbs = new FilesFixture(TreeParameters.DEFAULT, new ChunkParameters(4, 8, 16));
    byte[] bytes = bytes(9, 120_000);
    FileEntry whole = crumbs.sets.write(new ByteArrayInputStream(bytes), crumbs.out);
    long before = crumbs.trees.pieces().chunksRead();
    try (InputStream in = crumbs.sets.open(whole)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    assertThat(crumbs.trees.pieces().chunksRead() - before).isGreaterThan(2 * 4_096);
    FileEntry part = crumbs.sets.write(new ByteArrayInputStream(bytes, 0, 60_001), crumbs.out);
    FileEntry appended =
        crumbs.sets.append(
            part, new ByteArrayInputStream(bytes, 60_001, 120_000 - 60_001), crumbs.out);
    assertThat(appended.sameContent(whole)).isTrue();
  }

  @Test
  void usualChunksOfALargeFile() throws IOException {
    FilesFixture usual = new FilesFixture(TreeParameters.DEFAULT);
    byte[] bytes = bytes(3, 12_000_000);
    FileEntry file = usual.sets.write(new ByteArrayInputStream(bytes), usual.out);
    assertThat(file.content().orElseThrow().kind()).isEqualTo(PieceKind.NODE);
    for (int offset : new int[] {0, 65_535, 5_000_000, 11_999_999}) {
      try (InputStream in = usual.sets.open(file, offset)) {
        assertThat(
                Arrays.mismatch(in.readAllBytes(), Arrays.copyOfRange(bytes, offset, bytes.length)))
            .isEqualTo(-1);
      }
    }
    bytes[6_000_000] ^= 1;
    long stored = usual.out.bytesStored();
    usual.sets.write(new ByteArrayInputStream(bytes), usual.out);
    assertThat(usual.out.bytesStored() - stored)
        .as("bytes stored for one changed byte")
        .isLessThan(3 * 262_144 + 50_000);
  }

  @Test
  void sizeThatDisagreesIsCorrupt() throws IOException {
    for (byte[] bytes : new byte[][] {bytes(1, 50), bytes(2, 5_000)}) {
      FileEntry file = write(bytes);
      for (long size : new long[] {bytes.length - 1, bytes.length + 1, 1, 1_000_000}) {
        FileEntry wrong = new FileEntry(size, file.content());
        String message =
            "the chunks of file content "
                + file.hash()
                + " are not the "
                + size
                + " bytes that its directory says; run 'tusk fsck' for the whole damage";
        for (long offset : new long[] {0, Math.min(size, bytes.length) - 1}) {
          assertThatThrownBy(() -> read(wrong, offset))
              .isInstanceOf(TuskException.class)
              .hasMessage(message)
              .extracting(e -> ((TuskException) e).code())
              .isEqualTo(ErrorCode.CORRUPT);
        }
        assertThatThrownBy(
                () -> fixture.sets.append(wrong, InputStream.nullInputStream(), fixture.out))
            .isInstanceOf(TuskException.class)
            .hasMessage(message);
      }
    }
  }

  @Test
  void failingSourceFailsTheWrite() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the source broke");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("the source broke");
          }
        };
    assertThatThrownBy(() -> fixture.sets.write(failing, fixture.out))
        .isInstanceOf(IOException.class)
        .hasMessage("the source broke");
  }

  @Test
  void anyFlippedByteIsFoundOrHarmless() throws IOException {
    byte[] large = bytes(7, 3_000);
    byte[] small = bytes(8, 40);
    FileSet set =
        fixture
            .sets
            .edit(FileSet.EMPTY, fixture.out)
            .put(FilesFixture.path("/large"), write(large))
            .put(FilesFixture.path("/d/e/small"), write(small))
            .put(FilesFixture.path("/d/other"), write(bytes(9, 500)))
            .finish();
    fixture.out.flush();
    int found = 0;
    int bytesOfPacks = 0;
    for (String key : fixture.store.list("packs/", "", 100)) {
      byte[] pack = fixture.store.read(key).orElseThrow();
      bytesOfPacks += pack.length;
      for (int i = 0; i < pack.length; i += TestStores.step()) {
        byte[] altered = pack.clone();
        altered[i] ^= (byte) (1 << i % 8);
        fixture.store.put(key, altered);
        found += readAll(set, large, small, key + " byte " + i) ? 1 : 0;
      }
      fixture.store.put(key, pack);
      fixture.store.delete(key);
      assertThat(readAll(set, large, small, key + " missing")).isTrue();
      fixture.store.put(key, pack);
    }
    assertThat(readAll(set, large, small, "healthy")).isFalse();
    int content = large.length + small.length + 500;
    assertThat(found * TestStores.step()).isBetween(content, bytesOfPacks + TestStores.step());
  }

  /** Whether something was CORRUPT; never wrong bytes. */
  private boolean readAll(FileSet set, byte[] large, byte[] small, String where)
      throws IOException {
    FileSets fresh =
        new FileSets(new Trees(new PieceReader(fixture.store), FilesFixture.TINY), SMALL_CHUNKS);
    boolean corrupt = false;
    try {
      Iterator<PathInfo> files = fresh.walk(set, FilePath.ROOT);
      while (files.hasNext()) {
        PathInfo info = files.next();
        try (InputStream in = fresh.open((FileEntry) info.entry())) {
          byte[] read = in.readAllBytes();
          switch (info.path().value()) {
            case "/large" -> assertThat(read).as(where).isEqualTo(large);
            case "/d/e/small" -> assertThat(read).as(where).isEqualTo(small);
            case "/d/other" -> assertThat(read).as(where).isEqualTo(bytes(9, 500));
            default -> throw new AssertionError(where + ": " + info.path());
          }
        } catch (TuskException e) {
          corrupt = isCorrupt(e, where);
        }
      }
    } catch (TuskException e) {
      corrupt = isCorrupt(e, where);
    }
    return corrupt;
  }

  private static boolean isCorrupt(TuskException e, String where) {
    assertThat(e.code()).as(where).isEqualTo(ErrorCode.CORRUPT);
    assertThat(e).as(where).hasMessageEndingWith("run 'tusk fsck' for the whole damage");
    return true;
  }

  private FileEntry write(byte[] bytes) throws IOException {
    PackWriter out = fixture.out;
    return fixture.sets.write(new ByteArrayInputStream(bytes), out);
  }

  private byte[] read(FileEntry file, long offset) throws IOException {
    try (InputStream in = fixture.sets.open(file, offset)) {
      return in.readAllBytes();
    }
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Gives at most seven bytes at a time. */
  private static final class Trickle extends ByteArrayInputStream {
    Trickle(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(7, length));
    }
  }
}
