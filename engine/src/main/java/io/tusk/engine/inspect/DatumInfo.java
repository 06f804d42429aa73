/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.inspect;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumStats;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.JobId;
import java.util.Optional;

/**
 * A datum of a job.
 *
 * @param job the job that was asked about
 * @param paths what it is made of
 * @param record what its last run left; absent while it is to be run
 */
public record DatumInfo(
    JobId job, Hash id, Iterable<DatumKey.Part> paths, State state, Optional<DatumRecord> record) {
  /** Names and meanings are Pachyderm's. */
  public enum State {
    SUCCESS,
    FAILED,
    /** Another job ran it, and its result holds. */
    SKIPPED,
    /** It is to be run, or runs. */
    STARTING,
    RECOVERED
  }

  static DatumInfo of(JobId job, Iterable<DatumKey.Part> paths, DatumRecord record) {
    return new DatumInfo(job, record.id(), paths, state(job, record), Optional.of(record));
  }

  private static State state(JobId job, DatumRecord record) {
    if (!record.job().equals(job.set())) {
      return State.SKIPPED;
    }
    return switch (record.state()) {
      case PROCESSED -> State.SUCCESS;
      case RECOVERED -> State.RECOVERED;
      case FAILED -> State.FAILED;
    };
  }

  /** The job whose run the record is of; the one that was asked about while there is none. */
  public JobId ranIn() {
    return record.map(found -> new JobId(job.pipeline(), found.job())).orElse(job);
  }

  /** Times and bytes of its last run. */
  public DatumStats stats() {
    return record.map(DatumRecord::stats).orElse(DatumStats.NONE);
  }
}
