/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.error.TuskException;
import java.util.Map;
import java.util.Optional;

/**
 * The identity of a pack. While its writer still fills it, it has no name and its bytes are in
 * memory; once it is sealed its name is a hash of all its bytes; once it is durable its bytes are
 * in the object store only. Nothing here waits.
 */
public final class Pack {
  /** The sealed packs of the same writer that are not durable yet, by name. */
  private final Map<Hash, Pack> inFlight;

  private volatile Hash name;
  private volatile PackBuffer buffered;
  private volatile TuskException failure;

  private Pack(Map<Hash, Pack> inFlight, Hash name, PackBuffer buffered) {
    this.inFlight = inFlight;
    this.name = name;
    this.buffered = buffered;
  }

  /** A pack that is in the object store. */
  public static Pack named(Hash name) {
    return new Pack(Map.of(), name, null);
  }

  static Pack open(Map<Hash, Pack> inFlight, PackBuffer buffer) {
    return new Pack(inFlight, null, buffer);
  }

  /** The pack of that name that a node in this pack refers to. */
  Pack peer(Hash other) {
    Pack writing = inFlight.get(other);
    return writing != null ? writing : new Pack(inFlight, other, null);
  }

  /**
   * @throws TuskException why the pack was not stored, when its writer failed or gave it up
   * @throws IllegalStateException while the pack is being filled: it must be flushed before
   */
  public Hash name() {
    if (failure != null) {
      throw new TuskException(failure.code(), failure.getMessage(), failure);
    }
    if (name == null) {
      throw new IllegalStateException("the pack has no name before it is flushed");
    }
    return name;
  }

  /** The key of the pack in the object store; fails as {@link #name} does. */
  public String key() {
    return key(name());
  }

  static String key(Hash name) {
    String hex = name.toString();
    return "packs/" + hex.substring(0, 2) + "/" + hex;
  }

  /** Whether the pack is in the object store, as far as its writer knows. */
  public boolean isDurable() {
    return buffered == null && failure == null;
  }

  /** Whether both are known to be the same pack. */
  boolean isSame(Pack other) {
    return this == other || (name != null && name.equals(other.name));
  }

  boolean isOf(Map<Hash, Pack> writersPacks) {
    return inFlight == writersPacks;
  }

  void seal(Hash hash) {
    name = hash;
    inFlight.put(hash, this);
  }

  void stored() {
    letGo();
    inFlight.remove(name);
  }

  /** What refers to this pack is lost; its bytes are let go. */
  void fail(TuskException cause) {
    failure = cause;
    letGo();
    if (name != null) {
      inFlight.remove(name);
    }
  }

  private void letGo() {
    PackBuffer content = buffered;
    buffered = null;
    if (content != null) {
      content.release();
    }
  }

  /**
   * A range of the bytes written so far; empty once they are in the object store.
   *
   * @throws IndexOutOfBoundsException beyond them
   */
  Optional<byte[]> copy(long offset, int length) {
    PackBuffer content = buffered;
    return content == null ? Optional.empty() : content.copy(offset, length);
  }

  @Override
  public String toString() {
    Hash known = name;
    return known == null ? "a pack being written" : "object " + key(known);
  }
}
