/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import java.util.Iterator;
import java.util.Optional;

/** Lines of commits, newest first. */
final class Ancestors {
  private Ancestors() {}

  /** {@code commit}, its parent, and so on. */
  static Iterator<Commit> of(Catalog catalog, Commit commit) {
    return new Iterator<>() {
      private Optional<Commit> next = Optional.of(commit);

      @Override
      public boolean hasNext() {
        return next.isPresent();
      }

      @Override
      public Commit next() {
        Commit result = next.orElseThrow();
        next = catalog.parent(result);
        return result;
      }
    };
  }

  /** {@code commits} up to, and without, {@code stop} and all that is older. */
  static Iterator<Commit> until(Iterator<Commit> commits, Commit stop) {
    return new Iterator<>() {
      private Optional<Commit> next = read();

      private Optional<Commit> read() {
        return commits.hasNext()
            ? Optional.of(commits.next()).filter(commit -> commit.id().compareTo(stop.id()) > 0)
            : Optional.empty();
      }

      @Override
      public boolean hasNext() {
        return next.isPresent();
      }

      @Override
      public Commit next() {
        Commit result = next.orElseThrow();
        next = read();
        return result;
      }
    };
  }
}
