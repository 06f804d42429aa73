/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.datum.DatumStats;
import io.tusk.pieces.Ref;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as it stands.
 *
 * @param version the pipeline version that it ran; 0 until it is taken up
 * @param reason why it ended as it did, for people; empty on success
 * @param attempt how often it was taken up
 * @param owner who has it; present while it runs
 * @param datums the datum tree at its end, failed datums included; absent while it has none
 */
public record Job(
    JobId id,
    JobState state,
    long version,
    String reason,
    long attempt,
    Optional<JobOwner> owner,
    Instant created,
    Optional<Instant> started,
    Optional<Instant> finished,
    JobCounts counts,
    DatumStats stats,
    Optional<Ref> datums) {
  static Job created(JobId id, Instant created) {
    return new Job(
        id,
        JobState.CREATED,
        0,
        "",
        0,
        Optional.empty(),
        created,
        Optional.empty(),
        Optional.empty(),
        JobCounts.NONE,
        DatumStats.NONE,
        Optional.empty());
  }

  Job takenUp(JobOwner newOwner, long newVersion, Instant time) {
    return new Job(
        id,
        JobState.RUNNING,
        newVersion,
        "",
        attempt + 1,
        Optional.of(newOwner),
        created,
        started.or(() -> Optional.of(time)),
        Optional.empty(),
        counts,
        stats,
        datums);
  }

  Job ended(
      JobState newState,
      String newReason,
      Instant time,
      JobCounts newCounts,
      DatumStats newStats,
      Optional<Ref> newDatums) {
    return new Job(
        id,
        newState,
        version,
        newReason,
        attempt,
        Optional.empty(),
        created,
        started,
        Optional.of(time),
        newCounts,
        newStats,
        newDatums);
  }
}
