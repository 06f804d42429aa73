/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.log.Head;
import io.tusk.log.RootRecord;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** What was done to a store, newest first, back to the oldest record that is kept. */
public final class Operations implements Iterator<RootRecord> {
  private final TuskStore store;
  private final long oldest;
  private Optional<RootRecord> next;

  public Operations(TuskStore store) {
    this.store = store;
    RootRecord newest = store.snapshot().record();
    this.oldest = newest.oldest();
    this.next = Optional.of(newest);
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public RootRecord next() {
    RootRecord record = next.orElseThrow(NoSuchElementException::new);
    next =
        record.number() == oldest
            ? Optional.empty()
            : store.log().record(record.number() - 1).map(Head::record);
    return record;
  }
}
