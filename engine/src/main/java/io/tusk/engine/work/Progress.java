/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;

/**
 * How far a lane is with the shards that it has, what an earlier run of theirs stored included.
 *
 * @param processed datums, those included that were recovered
 * @param failed datums
 * @param bytes of the inputs of both
 */
public record Progress(long processed, long failed, long bytes) {
  static final Progress NONE = new Progress(0, 0, 0);

  Progress plus(DatumRecord record) {
    long failures = record.state() == DatumState.FAILED ? 1 : 0;
    return plus(new Progress(1 - failures, failures, record.stats().downloadBytes()));
  }

  Progress plus(Progress more) {
    return new Progress(processed + more.processed, failed + more.failed, bytes + more.bytes);
  }

  /** The one that is further. */
  public static Progress further(Progress one, Progress other) {
    return one.processed + one.failed < other.processed + other.failed ? other : one;
  }
}
