/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 hash: 32 bytes, ordered as unsigned bytes. */
public final class Hash implements Comparable<Hash> {
  public static final int BYTES = 32;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The hash of the empty string. */
  public static final Hash OF_EMPTY = of(new byte[0]);

  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  private Hash(byte[] bytes, int offset) {
    this.first = (long) LONGS.get(bytes, offset);
    this.second = (long) LONGS.get(bytes, offset + 8);
    this.third = (long) LONGS.get(bytes, offset + 16);
    this.fourth = (long) LONGS.get(bytes, offset + 24);
  }

  public static Hash of(byte[] content) {
    return of(content, 0, content.length);
  }

  public static Hash of(byte[] content, int offset, int length) {
    MessageDigest digest = newDigest();
    digest.update(content, offset, length);
    return new Hash(digest.digest(), 0);
  }

  /** The hash that {@code bytes[offset..offset+32)} spells. */
  public static Hash fromBytes(byte[] bytes, int offset) {
    return new Hash(bytes, offset);
  }

  /**
   * @throws IllegalArgumentException unless {@code hex} is 64 hex digits
   */
  public static Hash fromHex(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash has 64 hex digits: " + hex);
    }
    return new Hash(bytes, 0);
  }

  /** A SHA-256 digest, for hashing while streaming; see {@link #fromBytes}. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The first 64 bits. */
  long firstWord() {
    return first;
  }

  /** The second 64 bits. */
  long secondWord() {
    return second;
  }

  /** The {@code index}-th of the 64 hex digits, as a number. */
  public int digit(int index) {
    long word =
        switch (index >>> 4) {
          case 0 -> first;
          case 1 -> second;
          case 2 -> third;
          case 3 -> fourth;
          default -> throw new IllegalArgumentException("a hash has no hex digit " + index);
        };
    return (int) (word >>> (60 - 4 * (index & 15))) & 15;
  }

  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    copyTo(bytes, 0);
    return bytes;
  }

  public void copyTo(byte[] target, int offset) {
    LONGS.set(target, offset, first);
    LONGS.set(target, offset + 8, second);
    LONGS.set(target, offset + 16, third);
    LONGS.set(target, offset + 24, fourth);
  }

  @Override
  public int compareTo(Hash other) {
    if (first != other.first) {
      return Long.compareUnsigned(first, other.first);
    }
    if (second != other.second) {
      return Long.compareUnsigned(second, other.second);
    }
    return third != other.third
        ? Long.compareUnsigned(third, other.third)
        : Long.compareUnsigned(fourth, other.fourth);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash
        && first == hash.first
        && second == hash.second
        && third == hash.third
        && fourth == hash.fourth;
  }

  @Override
  public int hashCode() {
    return (int) (first >>> 32);
  }

  /** 64 lower-case hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(toBytes());
  }
}
