/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.pieces.Hash;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A key with what is mapped to it: a value and references to pieces, or a small tree held inline.
 * The arrays are shared, not copied: treat them as immutable.
 */
public final class Entry {
  private static final int REF_BYTES = 1 + Hash.BYTES;

  private final byte[] key;
  private final byte[] value;
  private final List<Ref> refs;
  private final Node nested;

  private Entry(byte[] key, byte[] value, List<Ref> refs, Node nested) {
    this.key = key;
    this.value = value;
    this.refs = refs;
    this.nested = nested;
  }

  public static Entry of(byte[] key, byte[] value, List<Ref> refs) {
    return new Entry(key, value, List.copyOf(refs), null);
  }

  /** An entry that holds a tree of one node inline. */
  public static Entry nested(byte[] key, Node root) {
    return new Entry(key, new byte[0], List.of(), root);
  }

  public byte[] key() {
    return key;
  }

  /** Empty for an entry with a nested tree. */
  public byte[] value() {
    return value;
  }

  /** The entry's own references; those of a nested tree are its own. */
  public List<Ref> refs() {
    return refs;
  }

  public Optional<Node> nested() {
    return Optional.ofNullable(nested);
  }

  /** Whether the two map to the same, wherever their pieces lie; the keys do not count. */
  public boolean sameContent(Entry other) {
    if (nested != null || other.nested != null) {
      return nested != null && other.nested != null && nested.hash().equals(other.nested.hash());
    }
    if (!Arrays.equals(value, other.value) || refs.size() != other.refs.size()) {
      return false;
    }
    for (int i = 0; i < refs.size(); i++) {
      if (!refs.get(i).sameContent(other.refs.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Encoded bytes with no shared prefix. */
  int size() {
    int keyBytes = 1 + Varints.size(key.length) + key.length + 1;
    if (nested != null) {
      int length = nested.hashed().length;
      return keyBytes + Varints.size(length) + length;
    }
    return keyBytes
        + Varints.size(value.length)
        + value.length
        + Varints.size(refs.size())
        + refs.size() * REF_BYTES;
  }

  void encodeBody(Varints.Output out) {
    if (nested != null) {
      byte[] node = nested.hashed();
      out.u8(1).varint(node.length).bytes(node);
      return;
    }
    out.u8(0).varint(value.length).bytes(value).varint(refs.size());
    for (Ref ref : refs) {
      out.u8(ref.kind().code()).hash(ref.hash());
    }
  }

  /** All references that the node holding this entry must locate, in order. */
  void collectRefs(List<Ref> into) {
    if (nested == null) {
      into.addAll(refs);
    } else {
      nested.collectRefs(into);
    }
  }

  static Entry decodeBody(byte[] key, Varints.Input in, Node.Locator locator, int nesting) {
    int tag = in.u8();
    if (tag == 1) {
      byte[] node = in.bytes(in.count(in.remaining()));
      return nested(key, Node.decode(node, locator, nesting + 1));
    }
    if (tag != 0) {
      throw in.malformed("an entry with tag " + tag);
    }
    byte[] value = in.bytes(in.count(in.remaining()));
    Ref[] refs = new Ref[in.count(in.remaining() / REF_BYTES)];
    for (int i = 0; i < refs.length; i++) {
      int kind = in.u8();
      if (kind != PieceKind.CHUNK.code() && kind != PieceKind.NODE.code()) {
        throw in.malformed("a reference of kind " + kind);
      }
      refs[i] = new Ref(PieceKind.of(kind), in.hash(), locator.next());
    }
    return new Entry(key, value, List.of(refs), null);
  }
}
