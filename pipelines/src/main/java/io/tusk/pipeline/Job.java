/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.datum.DatumStats;
import io.tusk.name.FilePath;
import io.tusk.pieces.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A job as it stands.
 *
 * @param version the pipeline version that it ran; 0 until it is taken up
 * @param reason why it ended as it did, for people; empty on success
 * @param attempt how often it was taken up
 * @param owner who has it; present while it runs
 * @param datums the datum tree at its end, failed datums included; of a killed job only what it
 *     ran; absent while it has none
 * @param restarts the newest wishes for datums to begin anew, by number; none unless it runs
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
    Optional<Ref> datums,
    List<DatumRestart> restarts) {
  /** Lanes look every second; more wishes than this in a second are not heard. */
  private static final int MOST_RESTARTS = 16;

  public Job {
    restarts = List.copyOf(restarts);
  }

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
        Optional.empty(),
        List.of());
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
        datums,
        List.of());
  }

  Job egressing() {
    return new Job(
        id,
        JobState.EGRESSING,
        version,
        reason,
        attempt,
        owner,
        created,
        started,
        finished,
        counts,
        stats,
        datums,
        restarts);
  }

  /** Whether an engine has it. */
  public boolean isRun() {
    return state == JobState.RUNNING || state == JobState.EGRESSING;
  }

  /** Whether it is still that attempt's. */
  public boolean isRun(long ofAttempt) {
    return isRun() && attempt == ofAttempt;
  }

  /** Wishes that the datums with all these inputs begin anew. */
  Job restarting(List<FilePath> paths) {
    long number = restarts.isEmpty() ? 1 : restarts.get(restarts.size() - 1).number() + 1;
    List<DatumRestart> all = new ArrayList<>(restarts);
    all.add(new DatumRestart(number, paths));
    return new Job(
        id,
        state,
        version,
        reason,
        attempt,
        owner,
        created,
        started,
        finished,
        counts,
        stats,
        datums,
        all.subList(Math.max(0, all.size() - MOST_RESTARTS), all.size()));
  }

  /** The same job, with what is known of its datums. */
  Job withDatums(JobCounts newCounts, DatumStats newStats, Optional<Ref> newDatums) {
    return new Job(
        id, state, version, reason, attempt, owner, created, started, finished, newCounts, newStats,
        newDatums, restarts);
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
        newDatums,
        List.of());
  }
}
