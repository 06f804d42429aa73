/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.log.Operation;
import io.tusk.meta.MetadataChange;
import java.util.Optional;

/** What an undo may not do to some kind of metadata. Each answer is a clause for people. */
public interface UndoRule {
  /** Why an operation cannot be taken back, whatever it changed; nothing if that decides. */
  default Optional<String> irreversible(Operation operation) {
    return Optional.empty();
  }

  /** Why an operation that made this change cannot be taken back; nothing if it can. */
  Optional<String> irreversible(MetadataChange change);

  /**
   * How others are kept from adding to what the undo of this change would drop; nothing where they
   * cannot. It is run once nothing else forbids the undo.
   */
  default Optional<Runnable> closing(MetadataChange change) {
    return Optional.empty();
  }

  /**
   * What no longer goes together at a key that an undo has put back or removed.
   *
   * @param after everything as it would be after the undo
   */
  Optional<String> broken(Catalog after, String key);

  /**
   * Has what was tied together again at a key catch up with what it missed since.
   *
   * @param before everything as it was before the operation that is taken back
   */
  default void catchUp(Transaction tx, Catalog before, String key) {}
}
