/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Walks two trees side by side and reads only the nodes in which they differ. */
final class Differences implements Iterator<Change> {
  private final Cursor before;
  private final Cursor after;
  private Change next;

  Differences(Cursor before, Cursor after) {
    this.before = before;
    this.after = after;
    next = find();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Change next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Change result = next;
    next = find();
    return result;
  }

  private Change find() {
    while (true) {
      if (before.atEnd() && after.atEnd()) {
        return null;
      }
      Cursor alone = alone();
      if (alone != null) {
        Change change = only(alone);
        if (change != null) {
          return change;
        }
      } else if (before.atEntry() && after.atEntry()) {
        Change change = compareEntries();
        if (change != null) {
          return change;
        }
      } else {
        passOrDescend();
      }
    }
  }

  /** The cursor whose item lies wholly before what is left of the other tree, or null. */
  private Cursor alone() {
    if (before.atEnd() || after.atEnd()) {
      return before.atEnd() ? after : before;
    }
    if (isBelow(before, after)) {
      return before;
    }
    return isBelow(after, before) ? after : null;
  }

  private static boolean isBelow(Cursor item, Cursor rest) {
    if (rest.atEntry()) {
      return false;
    }
    byte[] bound = rest.lowerBound();
    return bound != null && Arrays.compareUnsigned(item.lastKey(), bound) <= 0;
  }

  private Change only(Cursor cursor) {
    if (!cursor.atEntry()) {
      cursor.descend();
      return null;
    }
    Optional<Entry> entry = Optional.of(cursor.entry());
    cursor.advance();
    return cursor == before
        ? new Change(entry, Optional.empty())
        : new Change(Optional.empty(), entry);
  }

  private Change compareEntries() {
    Entry left = before.entry();
    Entry right = after.entry();
    int order = Arrays.compareUnsigned(left.key(), right.key());
    if (order < 0) {
      before.advance();
      return new Change(Optional.of(left), Optional.empty());
    }
    after.advance();
    if (order > 0) {
      return new Change(Optional.empty(), Optional.of(right));
    }
    before.advance();
    return left.sameContent(right) ? null : new Change(Optional.of(left), Optional.of(right));
  }

  private void passOrDescend() {
    int levelBefore = before.level();
    int levelAfter = after.level();
    if (levelBefore == levelAfter) {
      if (before.subtree().sameContent(after.subtree())) {
        before.advance();
        after.advance();
        return;
      }
      before.descend();
      after.descend();
    } else if (levelBefore > levelAfter) {
      before.descend();
    } else {
      after.descend();
    }
  }
}
