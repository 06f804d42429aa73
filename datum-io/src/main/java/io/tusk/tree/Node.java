/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.NodePiece;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** A node of a tree: a leaf with entries, or an inner node with children. Immutable. */
public final class Node {
  /** What the entries of a tree are ordered by. */
  public enum Order {
    KEYS(0x4E),
    /** Each key is where the entry's bytes end, counted from the start of those of the node. */
    PLACES(0x53);

    private final int magic;

    Order(int magic) {
      this.magic = magic;
    }
  }

  private static final int MAX_LEVEL = 40;

  /** Room for what most nodes hold, and for what most entries and children take of them. */
  private static final int MOST_INITIAL_BYTES = 12 << 10;

  private static final int INITIAL_BYTES_EACH = 96;

  private static final int MAX_SUMMARIES = 16;

  /** Far more than fit {@link TreeParameters#inlineMax}, far fewer than a stack takes. */
  private static final int MAX_NESTING = 500;

  private final Order order;
  private final int level;
  private final List<Entry> entries;
  private final List<Child> children;
  private final byte[] hashed;
  private final Hash hash;

  private Node(Order order, int level, List<Entry> entries, List<Child> children, byte[] hashed) {
    this.order = order;
    this.level = level;
    this.entries = entries;
    this.children = children;
    this.hashed = hashed;
    this.hash = Hash.of(hashed);
  }

  static Node leaf(List<Entry> entries) {
    return leaf(Order.KEYS, entries);
  }

  static Node leaf(Order order, List<Entry> entries) {
    Varints.Output out = output(entries.size());
    out.u8(order.magic).u8(0).varint(entries.size());
    byte[] previous = new byte[0];
    for (Entry entry : entries) {
      encodeKey(out, previous, entry.key());
      entry.encodeBody(out);
      previous = entry.key();
    }
    return new Node(order, 0, List.copyOf(entries), List.of(), out.toByteArray());
  }

  static Node inner(int level, List<Child> children) {
    return inner(Order.KEYS, level, children);
  }

  static Node inner(Order order, int level, List<Child> children) {
    Varints.Output out = output(children.size());
    out.u8(order.magic).u8(level).varint(children.size());
    byte[] previous = new byte[0];
    for (Child child : children) {
      encodeKey(out, previous, child.lastKey());
      out.varint(child.summary().length);
      for (long sum : child.summary()) {
        out.varint(sum);
      }
      out.hash(child.node().hash());
      previous = child.lastKey();
    }
    return new Node(order, level, List.of(), List.copyOf(children), out.toByteArray());
  }

  /** Most nodes of some trees have one entry, so their room counts. */
  private static Varints.Output output(int count) {
    return new Varints.Output(
        (int) Math.min(MOST_INITIAL_BYTES, INITIAL_BYTES_EACH * (count + 1L)));
  }

  private static void encodeKey(Varints.Output out, byte[] previous, byte[] key) {
    int shared = Arrays.mismatch(previous, key);
    if (shared < 0) {
      shared = key.length;
    }
    out.varint(shared).varint(key.length - shared).bytes(key, shared, key.length - shared);
  }

  /**
   * A node from its hashed part and, in the order of {@link #refs}, where its pieces lie.
   *
   * @throws TuskException CORRUPT
   */
  public static Node decode(byte[] hashed, List<Location> locations) {
    return decode(new NodePiece(hashed, locations));
  }

  /**
   * The node that {@code ref} refers to.
   *
   * @throws TuskException CORRUPT, naming the node, when it is missing, altered or not a node
   */
  static Node read(PieceReader pieces, Ref ref) {
    NodePiece piece = pieces.node(ref);
    try {
      return decode(piece);
    } catch (TuskException e) {
      throw new TuskException(
          ErrorCode.CORRUPT,
          "node "
              + ref.hash()
              + " in "
              + ref.location().pack()
              + " is not sound: "
              + e.getMessage(),
          e);
    }
  }

  /** Hands out the locations of a node's references, in order. */
  interface Locator {
    Location next();
  }

  static Node decode(NodePiece piece) {
    Iterator<Location> locations = piece.locations().iterator();
    Node node =
        decode(
            piece.hashed(),
            () -> {
              if (!locations.hasNext()) {
                throw new TuskException(ErrorCode.CORRUPT, "a node lacks locations");
              }
              return locations.next();
            },
            0);
    if (locations.hasNext()) {
      throw new TuskException(ErrorCode.CORRUPT, "a node has too many locations");
    }
    return node;
  }

  /** {@code nesting}: how many nodes hold this one inline, one in the other. */
  static Node decode(byte[] hashed, Locator locator, int nesting) {
    Varints.Input in = new Varints.Input(hashed);
    if (hashed.length > TreeParameters.MOST_NODE_BYTES || nesting > MAX_NESTING) {
      throw in.malformed("a node of " + hashed.length + " bytes inside of " + nesting);
    }
    Order order = order(in, nesting);
    int level = in.u8();
    if (level > (nesting == 0 ? MAX_LEVEL : 0)) {
      throw in.malformed("a node of level " + level);
    }
    int count = in.count(in.remaining());
    List<Entry> entries = new ArrayList<>(level == 0 ? count : 0);
    List<Child> children = new ArrayList<>(level == 0 ? 0 : count);
    byte[] previous = new byte[0];
    for (int i = 0; i < count; i++) {
      byte[] key = decodeKey(in, previous);
      if (i > 0 && Arrays.compareUnsigned(previous, key) >= 0) {
        throw in.malformed("keys out of order");
      }
      if (level == 0) {
        entries.add(Entry.decodeBody(key, in, locator, nesting));
        if (order == Order.PLACES && !isPlaced(entries.get(i))) {
          throw in.malformed("not a chunk in its place");
        }
      } else {
        long[] summary = new long[in.count(MAX_SUMMARIES)];
        for (int s = 0; s < summary.length; s++) {
          summary[s] = in.varint();
        }
        children.add(new Child(key, summary, new Ref(PieceKind.NODE, in.hash(), locator.next())));
        if (order == Order.PLACES && (key.length != Long.BYTES || summary.length > 0)) {
          throw in.malformed("not chunks in their places");
        }
      }
      previous = key;
    }
    if (!in.atEnd() || count == 0) {
      throw in.malformed(count == 0 ? "an empty node" : "bytes after a node's last entry");
    }
    return new Node(order, level, List.copyOf(entries), List.copyOf(children), hashed);
  }

  private static Order order(Varints.Input in, int nesting) {
    int magic = in.u8();
    if (magic == Order.PLACES.magic && nesting == 0) {
      return Order.PLACES;
    }
    if (magic != Order.KEYS.magic) {
      throw in.malformed("not a node");
    }
    return Order.KEYS;
  }

  private static boolean isPlaced(Entry entry) {
    return entry.key().length == Long.BYTES
        && entry.value().length == 0
        && entry.nested().isEmpty()
        && entry.refs().size() == 1
        && entry.refs().get(0).kind() == PieceKind.CHUNK;
  }

  private static byte[] decodeKey(Varints.Input in, byte[] previous) {
    int shared = in.count(previous.length);
    int suffix = in.count(in.remaining());
    byte[] key = new byte[shared + suffix];
    System.arraycopy(previous, 0, key, 0, shared);
    in.bytes(key, shared, suffix);
    if (shared < previous.length && suffix > 0 && key[shared] == previous[shared]) {
      throw in.malformed("a key that shares more than it says");
    }
    return key;
  }

  Order order() {
    return order;
  }

  int level() {
    return level;
  }

  /** The entries of a leaf, ascending by key; none for an inner node. */
  public List<Entry> entries() {
    return entries;
  }

  List<Child> children() {
    return children;
  }

  int size() {
    return level == 0 ? entries.size() : children.size();
  }

  byte[] key(int index) {
    return level == 0 ? entries.get(index).key() : children.get(index).lastKey();
  }

  /** Where the bytes of an entry end, in a node that is ordered by places; 0 for index -1. */
  long end(int index) {
    return index < 0 ? 0 : end(key(index));
  }

  static long end(byte[] place) {
    return new Varints.Input(place).u64();
  }

  static byte[] place(long end) {
    return new Varints.Output(Long.BYTES).u64(end).toByteArray();
  }

  /**
   * This node, the root of a sequence.
   *
   * @throws TuskException CORRUPT when it is not one
   */
  Node requirePlaces() {
    if (order != Order.PLACES) {
      throw new TuskException(
          ErrorCode.CORRUPT, "node " + hash + " does not hold the chunks of a file");
    }
    return this;
  }

  /**
   * Throws unless {@code child} is what this node says of its child at {@code index}.
   *
   * @throws TuskException CORRUPT
   */
  void requireChild(int index, Node child) {
    boolean agrees = child.order == order && child.level == level - 1;
    if (agrees && order == Order.PLACES) {
      agrees = child.end(child.size() - 1) == end(index) - end(index - 1);
    } else if (agrees) {
      agrees =
          Arrays.equals(child.lastKey(), key(index))
              && (index == 0 || Arrays.compareUnsigned(child.key(0), key(index - 1)) > 0);
    }
    if (!agrees) {
      throw new TuskException(
          ErrorCode.CORRUPT,
          "node "
              + child.hash()
              + " is not what its parent "
              + hash
              + " says: its level or its keys differ");
    }
  }

  byte[] lastKey() {
    return key(size() - 1);
  }

  /** The index of the first key that is not below {@code key}; {@link #size()} if all are. */
  int firstNotBelow(byte[] key) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(key(middle), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The bytes that the node's hash covers; shared, not copied. */
  public byte[] hashed() {
    return hashed;
  }

  public Hash hash() {
    return hash;
  }

  void collectRefs(List<Ref> into) {
    entries.forEach(entry -> entry.collectRefs(into));
    children.forEach(child -> into.add(child.node()));
  }

  NodePiece piece() {
    List<Ref> refs = refs();
    List<Location> locations = new ArrayList<>(refs.size());
    for (Ref ref : refs) {
      locations.add(ref.location());
    }
    return new NodePiece(hashed, locations);
  }

  /** All pieces that this node refers to, in order, those of nested nodes included. */
  public List<Ref> refs() {
    List<Ref> refs = new ArrayList<>(size());
    collectRefs(refs);
    return refs;
  }
}
