/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

/**
 * Calls by kind, failed ones included; bytes that reads returned, and bytes that puts and creates
 * handed over, whatever their outcome.
 */
public record ObjectStoreCounts(
    long reads,
    long sizes,
    long puts,
    long creates,
    long lists,
    long deletes,
    long bytesRead,
    long bytesWritten) {

  /** Calls of all kinds. */
  public long operations() {
    return reads + sizes + puts + creates + lists + deletes;
  }

  /** What happened since {@code earlier}. */
  public ObjectStoreCounts minus(ObjectStoreCounts earlier) {
    return new ObjectStoreCounts(
        reads - earlier.reads,
        sizes - earlier.sizes,
        puts - earlier.puts,
        creates - earlier.creates,
        lists - earlier.lists,
        deletes - earlier.deletes,
        bytesRead - earlier.bytesRead,
        bytesWritten - earlier.bytesWritten);
  }
}
