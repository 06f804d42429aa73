/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Reads packs and nodes as {@code docs/format.md} describes them, with none of the code under test,
 * and asserts on the way what the page demands.
 */
public final class PageReader {
  /** A row of a directory. */
  public record Row(String hash, int kind, long offset, int length) {}

  /** A reference with its location. */
  public record Pointer(int kind, String hash, String pack, long offset, int length) {}

  /** An entry; {@code size} is its encoded length with nothing shared. */
  public record Item(
      byte[] key, byte[] value, List<Pointer> refs, PageNode nested, long[] sums, int size) {}

  /** A node; {@code bytes} is the length of its hashed part. */
  public record PageNode(int level, List<Item> items, int bytes, String hash) {}

  private PageReader() {}

  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** All packs of a store by name, each whole and sound. */
  public static Map<String, byte[]> packs(ObjectStore store) {
    Map<String, byte[]> packs = new LinkedHashMap<>();
    for (String key : store.list("packs/", "", Integer.MAX_VALUE)) {
      byte[] pack = store.read(key).orElseThrow();
      String name = name(pack, directory(pack));
      assertThat(key).isEqualTo("packs/" + name.substring(0, 2) + "/" + name);
      packs.put(name, pack);
    }
    return packs;
  }

  /** The name that the page gives to a pack with that directory. */
  public static String name(byte[] pack, List<Row> directory) {
    ByteArrayOutputStream covered = new ByteArrayOutputStream();
    covered.write(pack, 0, 12);
    directory.stream()
        .sorted(Comparator.comparingLong(Row::offset).thenComparingInt(Row::length))
        .map(row -> sha256(frame(pack, row.offset(), row.length())))
        .forEach(digest -> covered.writeBytes(HexFormat.of().parseHex(digest)));
    int end = pack.length - 45 * directory.size() - 20;
    covered.write(pack, end, pack.length - end);
    return sha256(covered.toByteArray());
  }

  /** The lengths of all packs, not looked into. */
  public static List<Long> sizes(ObjectStore store) {
    return store.list("packs/", "", Integer.MAX_VALUE).stream()
        .map(key -> store.size(key).orElseThrow())
        .toList();
  }

  public static List<Row> directory(byte[] pack) {
    assertThat(pack.length).isLessThanOrEqualTo(67_108_864);
    ByteBuffer in = ByteBuffer.wrap(pack);
    assertThat(text(in, 8)).isEqualTo("TUSKPACK");
    assertThat(in.getInt()).isEqualTo(1);
    ByteBuffer trailer = ByteBuffer.wrap(pack, pack.length - 20, 20);
    int count = trailer.getInt();
    int offset = (int) trailer.getLong();
    assertThat(text(trailer, 8)).isEqualTo("TUSKPEND");
    assertThat(offset + 45 * count).isEqualTo(pack.length - 20);
    in.position(offset);
    List<Row> rows = new ArrayList<>();
    boolean[] covered = new boolean[offset];
    String last = "";
    for (int i = 0; i < count; i++) {
      Row row = new Row(hex(in), in.get(), in.getLong(), in.getInt());
      String order = row.hash() + String.format("%016x", row.offset());
      assertThat(order).isGreaterThan(last);
      last = order;
      byte[] frame = frame(pack, row.offset(), row.length());
      assertThat(sha256(row.kind() == 1 ? frame : hashed(frame))).isEqualTo(row.hash());
      for (int at = (int) row.offset(); at < row.offset() + row.length(); at++) {
        assertThat(covered[at]).isFalse();
        covered[at] = true;
      }
      rows.add(row);
    }
    for (int at = 0; at < offset; at++) {
      assertThat(covered[at]).isEqualTo(at >= 12);
    }
    return rows;
  }

  /** The node at a place, checked against its hash and its checksum. */
  public static PageNode node(Map<String, byte[]> packs, Pointer at) {
    byte[] frame = frame(packs.get(at.pack()), at.offset(), at.length());
    byte[] hashed = hashed(frame);
    assertThat(sha256(hashed)).isEqualTo(at.hash());
    ByteBuffer beside = ByteBuffer.wrap(frame, 4 + hashed.length, frame.length - 8 - hashed.length);
    CRC32C crc = new CRC32C();
    crc.update(beside.duplicate());
    assertThat(ByteBuffer.wrap(frame).getInt(frame.length - 4)).isEqualTo((int) crc.getValue());
    List<String> table = new ArrayList<>(List.of(at.pack()));
    long packCount = varint(beside);
    for (int i = 0; i < packCount; i++) {
      table.add(hex(beside));
    }
    PageNode node = node(hashed, table, beside);
    assertThat(beside.hasRemaining()).isFalse();
    return node;
  }

  private static PageNode node(byte[] hashed, List<String> table, ByteBuffer locations) {
    ByteBuffer in = ByteBuffer.wrap(hashed);
    assertThat(in.get()).isIn((byte) 0x4E, (byte) 0x53);
    int level = in.get();
    long count = varint(in);
    assertThat(count).isPositive();
    List<Item> items = new ArrayList<>();
    byte[] previous = new byte[0];
    for (int i = 0; i < count; i++) {
      int start = in.position();
      int shared = (int) varint(in);
      int sharedBytes = in.position() - start;
      int beforeLength = in.position();
      byte[] suffix = bytes(in, (int) varint(in));
      byte[] key = Arrays.copyOf(previous, shared + suffix.length);
      System.arraycopy(suffix, 0, key, shared, suffix.length);
      int prefix = Math.max(0, Arrays.mismatch(previous, key));
      assertThat(shared).isEqualTo(i == 0 ? 0 : prefix);
      int lengthBytes = in.position() - suffix.length - beforeLength;
      int saved = (sharedBytes - 1) - (varintSize(key.length) - lengthBytes) - shared;
      Item item = item(in, level, key, table, locations);
      items.add(
          new Item(
              key,
              item.value(),
              item.refs(),
              item.nested(),
              item.sums(),
              in.position() - start - saved));
      previous = key;
    }
    assertThat(in.hasRemaining()).isFalse();
    return new PageNode(level, items, hashed.length, sha256(hashed));
  }

  private static Item item(
      ByteBuffer in, int level, byte[] key, List<String> table, ByteBuffer locations) {
    List<Pointer> refs = new ArrayList<>();
    if (level > 0) {
      long[] sums = new long[(int) varint(in)];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = varint(in);
      }
      refs.add(pointer(2, hex(in), table, locations));
      return new Item(key, null, refs, null, sums, 0);
    }
    int tag = in.get();
    if (tag == 1) {
      byte[] nested = bytes(in, (int) varint(in));
      PageNode node = node(nested, table, locations);
      assertThat(node.level()).isZero();
      return new Item(key, null, refs, node, null, 0);
    }
    assertThat(tag).isZero();
    byte[] value = bytes(in, (int) varint(in));
    long count = varint(in);
    for (int i = 0; i < count; i++) {
      refs.add(pointer(in.get(), hex(in), table, locations));
    }
    return new Item(key, value, refs, null, null, 0);
  }

  private static Pointer pointer(int kind, String hash, List<String> table, ByteBuffer locations) {
    String pack = table.get((int) varint(locations));
    return new Pointer(kind, hash, pack, varint(locations), (int) varint(locations));
  }

  private static byte[] hashed(byte[] frame) {
    return Arrays.copyOfRange(frame, 4, 4 + ByteBuffer.wrap(frame).getInt());
  }

  private static byte[] frame(byte[] pack, long offset, int length) {
    return Arrays.copyOfRange(pack, (int) offset, (int) offset + length);
  }

  private static long varint(ByteBuffer in) {
    int next = in.get() & 0xFF;
    return next < 128 ? next : (next - 128) + 128 * varint(in);
  }

  private static int varintSize(long value) {
    return value < 128 ? 1 : 1 + varintSize(value / 128);
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static String hex(ByteBuffer in) {
    return HexFormat.of().formatHex(bytes(in, 32));
  }

  private static String text(ByteBuffer in, int length) {
    return new String(bytes(in, length), US_ASCII);
  }
}
