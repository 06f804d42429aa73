/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.pieces.Hash;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a file of the cache holds: 8 bytes that say so, the 32 of the block's identity, the length
 * of the block in 4, the block, and the CRC-32C of all before. A file that is torn, altered, of
 * another block or of another program's version is none.
 */
final class BlockFile {
  private static final long MAGIC = 0x5455534B424C4B31L;
  private static final int HEADER_BYTES = Long.BYTES + Hash.BYTES + Integer.BYTES;
  static final int EXTRA_BYTES = HEADER_BYTES + Integer.BYTES;

  private BlockFile() {}

  /** Covers where the store is, so that blocks of two stores are two, whatever their keys. */
  static Hash identity(String location, BlockId id, int blockBytes) {
    String text = location + '\n' + id.key() + '\n' + id.index() + '\n' + blockBytes;
    return Hash.of(text.getBytes(UTF_8));
  }

  static byte[] write(Hash identity, byte[] block) {
    ByteBuffer file = ByteBuffer.allocate(block.length + EXTRA_BYTES);
    file.putLong(MAGIC).put(identity.toBytes()).putInt(block.length).put(block);
    return file.putInt(checksum(file.array(), file.position())).array();
  }

  static Optional<byte[]> read(Hash identity, byte[] bytes) {
    int length = bytes.length - EXTRA_BYTES;
    if (length < 0) {
      return Optional.empty();
    }
    ByteBuffer file = ByteBuffer.wrap(bytes);
    boolean sound =
        file.getLong() == MAGIC
            && Hash.fromBytes(bytes, Long.BYTES).equals(identity)
            && file.getInt(HEADER_BYTES - Integer.BYTES) == length
            && file.getInt(bytes.length - Integer.BYTES)
                == checksum(bytes, bytes.length - Integer.BYTES);
    return sound
        ? Optional.of(Arrays.copyOfRange(bytes, HEADER_BYTES, HEADER_BYTES + length))
        : Optional.empty();
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }
}
