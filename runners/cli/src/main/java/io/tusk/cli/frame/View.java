/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.files.FileSets;
import io.tusk.repo.Catalog;
import io.tusk.repo.Resolver;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;
import java.time.Instant;

/** What a reading command sees: one snapshot, whatever others write meanwhile. */
public record View(TuskStore store, Snapshot snapshot) {
  public Catalog catalog() {
    return snapshot.catalog();
  }

  public Resolver resolver() {
    return snapshot.resolver();
  }

  public FileSets files() {
    return store.files();
  }

  public Instant now() {
    return store.host().clock().instant();
  }
}
