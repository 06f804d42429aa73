/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.host.Stopwatch;
import io.tusk.repo.Catalog;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;

/** What a store held at some time. */
record Seen(Snapshot snapshot, Stopwatch age) {
  static Seen of(TuskStore store) {
    Stopwatch age = Stopwatch.start();
    return new Seen(store.snapshot(), age);
  }

  Catalog catalog() {
    return snapshot.catalog();
  }
}
