/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.index.ChunkIndex;
import io.tusk.log.Head;
import io.tusk.log.RootRecord;
import io.tusk.meta.MetadataTree;

/** One moment of a store; everything read through it agrees. */
public record Snapshot(Head head, MetadataTree metadata) {
  public RootRecord record() {
    return head.record();
  }

  public Catalog catalog() {
    return new Catalog(metadata);
  }

  public Resolver resolver() {
    return new Resolver(catalog());
  }

  public ChunkIndex index() {
    return new ChunkIndex(record().index());
  }
}
