/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A flat map from keys to immutable byte strings: a bucket's prefix, a directory, memory.
 *
 * <p>Keys are relative: elements of {@code a-z A-Z 0-9 . _ -} joined by single slashes; {@link
 * ObjectKeys} states and checks the rules, and a key that breaks them is refused with INTERNAL. No
 * key may be the directory of another ({@code a} beside {@code a/b}); stores that can tell refuse
 * the second one with INTERNAL, the others need not.
 *
 * <p>Every method may throw {@link io.tusk.error.TuskException} with STORAGE; what else it throws
 * is said there. After STORAGE from {@link #put} or {@link #delete} the change may have happened
 * all the same; after STORAGE from {@link #createIfAbsent} it has not, and will not. A put, create
 * or delete that returned survives power loss. Once a write has returned, every later read, size
 * and list of any caller sees it. Implementations are safe for use by many threads and many
 * processes at once. They neither keep the arrays they are given nor hand out their own. Nothing
 * here retries {@link #createIfAbsent}.
 */
public interface ObjectStore extends AutoCloseable {
  /** What is known after a conditional create. */
  enum Created {
    /** This call created the object. */
    CREATED,
    /** An object was there before; it is as it was, and survives power loss. */
    EXISTS
  }

  /** The whole object, or empty when there is none. */
  Optional<byte[]> read(String key);

  /**
   * The bytes from {@code offset} on, at most {@code length} of them: fewer where the object ends
   * before, none where it ends at or before {@code offset}. Empty when there is no such object.
   * Neither number may be negative.
   */
  Optional<byte[]> read(String key, long offset, int length);

  /**
   * As {@link #read(String, long, int)}, from where the object is stored: no cache answers, and
   * what one keeps of that range is forgotten. For who has found the bytes wrong, or checks them.
   */
  default Optional<byte[]> reread(String key, long offset, int length) {
    return read(key, offset, length);
  }

  /**
   * Says that the range will be read soon. A store whose requests take long may begin to; what
   * fails of that, fails when it is read.
   */
  default void prefetch(String key, long offset, int length) {}

  /** The object's length in bytes, or empty when there is none. */
  Optional<Long> size(String key);

  /**
   * Creates or replaces the object, all or nothing: a reader sees the old bytes or the new ones.
   * Idempotent, so it may be retried.
   */
  void put(String key, byte[] content);

  /**
   * As {@link #put(String, byte[])} of the parts one after another, of each what lies between its
   * position and its limit; neither moves.
   */
  default void put(String key, List<ByteBuffer> parts) {
    int length = Math.toIntExact(parts.stream().mapToLong(ByteBuffer::remaining).sum());
    ByteBuffer content = ByteBuffer.allocate(length);
    parts.forEach(part -> content.put(part.duplicate()));
    put(key, content.array());
  }

  /**
   * Creates the object if none is there, atomically among all callers everywhere.
   *
   * @throws io.tusk.error.TuskException OUTCOME_UNKNOWN when the answer was lost: the object may be
   *     there now, may appear later, or never
   */
  Created createIfAbsent(String key, byte[] content);

  /**
   * Up to {@code limit} (at least 1) keys that start with {@code prefix} (which need not end at a
   * slash) and sort after {@code after} (which need not be a key; empty: from the start), ascending
   * by the unsigned bytes of the whole key. Fewer than {@code limit} means that there are no more.
   * The cost follows what is returned, not what lies under the prefix. An object written before the
   * call began is seen, unless it is deleted meanwhile.
   */
  List<String> list(String prefix, String after, int limit);

  /** Removes the object; nothing happens when there is none. Idempotent, so it may be retried. */
  void delete(String key);

  /** Where the store is, for messages: a path or a URL. */
  String location();

  @Override
  default void close() {}
}
