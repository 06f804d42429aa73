/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import io.tusk.pieces.Ref;
import java.time.Instant;
import java.util.Optional;

/**
 * A pipeline as it stands.
 *
 * @param version the number of its newest version, from 1
 * @param salt what the hashes of its datums cover beside their inputs
 * @param output the branch that it writes
 * @param state RUNNING, or PAUSED while it is stopped
 * @param results the tree of all results since the pipeline was made; absent while it is empty
 */
public record Pipeline(
    PipelineName name,
    long version,
    String salt,
    BranchName output,
    PipelineState state,
    Instant created,
    Optional<Ref> results) {
  /** The same pipeline with another results tree. */
  public Pipeline withResults(Optional<Ref> newResults) {
    return new Pipeline(name, version, salt, output, state, created, newResults);
  }

  public boolean isStopped() {
    return state == PipelineState.PAUSED;
  }

  Pipeline updated(String newSalt, BranchName newOutput) {
    return new Pipeline(name, version + 1, newSalt, newOutput, state, created, results);
  }

  Pipeline withState(PipelineState newState) {
    return new Pipeline(name, version, salt, output, newState, created, results);
  }
}
