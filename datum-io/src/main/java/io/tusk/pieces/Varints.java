/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Arrays;

/** Unsigned LEB128 integers and the other primitives of the binary structures. */
public final class Varints {
  private Varints() {}

  /** The number of bytes that {@link Output#varint} writes for {@code value} >= 0. */
  public static int size(long value) {
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  /** A growing byte string. Not safe for several threads. */
  public static final class Output {
    private byte[] content;
    private int size;

    public Output() {
      this(64);
    }

    /** With room for {@code capacity} bytes before it grows. */
    public Output(int capacity) {
      content = new byte[capacity];
    }

    /**
     * @throws IllegalArgumentException for a value below 0
     */
    public Output varint(long value) {
      if (value < 0) {
        throw new IllegalArgumentException("not an unsigned integer: " + value);
      }
      reserve(9);
      long rest = value;
      while (rest >>> 7 != 0) {
        content[size++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      content[size++] = (byte) rest;
      return this;
    }

    public Output bytes(byte[] source) {
      return bytes(source, 0, source.length);
    }

    public Output bytes(byte[] source, int offset, int length) {
      reserve(length);
      System.arraycopy(source, offset, content, size, length);
      size += length;
      return this;
    }

    public Output u8(int value) {
      reserve(1);
      content[size++] = (byte) value;
      return this;
    }

    public Output u32(int value) {
      return u8(value >>> 24).u8(value >>> 16).u8(value >>> 8).u8(value);
    }

    public Output u64(long value) {
      return u32((int) (value >>> 32)).u32((int) value);
    }

    public Output hash(Hash hash) {
      reserve(Hash.BYTES);
      hash.copyTo(content, size);
      size += Hash.BYTES;
      return this;
    }

    public int size() {
      return size;
    }

    public byte[] toByteArray() {
      return Arrays.copyOf(content, size);
    }

    private void reserve(int more) {
      if (more > content.length - size) {
        content = Arrays.copyOf(content, Math.max(Math.addExact(size, more), 2 * content.length));
      }
    }
  }

  /** Reads what {@link Output} wrote; malformed bytes are CORRUPT, never an index out of range. */
  public static final class Input {
    private final byte[] bytes;
    private final int end;
    private int position;

    public Input(byte[] bytes) {
      this(bytes, 0, bytes.length);
    }

    public Input(byte[] bytes, int offset, int end) {
      this.bytes = bytes;
      this.position = offset;
      this.end = end;
    }

    public boolean atEnd() {
      return position == end;
    }

    public int position() {
      return position;
    }

    public long varint() {
      long value = 0;
      for (int shift = 0; shift < 63; shift += 7) {
        int next = u8();
        value |= (long) (next & 0x7F) << shift;
        if (next < 0x80) {
          if (next == 0 && shift > 0) {
            throw malformed("an integer with needless bytes");
          }
          return value;
        }
      }
      throw malformed("an integer of more than 63 bits");
    }

    /** A varint that is a count or a length of at most {@code max}. */
    public int count(int max) {
      long value = varint();
      if (value > max) {
        throw malformed("a length of " + value);
      }
      return (int) value;
    }

    public byte[] bytes(int length) {
      int from = position;
      skip(length);
      return Arrays.copyOfRange(bytes, from, position);
    }

    /** Reads {@code length} bytes into {@code target} from {@code offset} on. */
    public void bytes(byte[] target, int offset, int length) {
      int from = position;
      skip(length);
      System.arraycopy(bytes, from, target, offset, length);
    }

    public void skip(int length) {
      if (length < 0 || length > end - position) {
        throw malformed("too few bytes");
      }
      position += length;
    }

    public int u8() {
      if (position >= end) {
        throw malformed("too few bytes");
      }
      return bytes[position++] & 0xFF;
    }

    public int u32() {
      return (u8() << 24) | (u8() << 16) | (u8() << 8) | u8();
    }

    public long u64() {
      return ((long) u32() << 32) | (u32() & 0xFFFFFFFFL);
    }

    public Hash hash() {
      int from = position;
      skip(Hash.BYTES);
      return Hash.fromBytes(bytes, from);
    }

    /** What remains, as a count for sanity limits. */
    public int remaining() {
      return end - position;
    }

    public TuskException malformed(String fact) {
      return new TuskException(
          ErrorCode.CORRUPT, "stored bytes are malformed at byte " + position + ": " + fact);
    }
  }
}
