/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.inspect;

import io.tusk.datum.DatumKey;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.PipelineName;
import io.tusk.pieces.Hash;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which lines are wanted: those for which all holds that is given.
 *
 * @param job the commit set of a job of the pipeline
 * @param paths that the inputs of the datum all include
 * @param state how the datum ended; one that runs has ended in none
 * @param since the earliest time of a line
 */
public record LogQuery(
    PipelineName pipeline,
    Optional<CommitId> job,
    Optional<Hash> datum,
    List<FilePath> paths,
    Optional<DatumInfo.State> state,
    Optional<Instant> since) {
  public LogQuery {
    paths = List.copyOf(paths);
  }

  public static LogQuery of(PipelineName pipeline) {
    return new LogQuery(
        pipeline,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  public LogQuery withJob(CommitId set) {
    return new LogQuery(pipeline, Optional.of(set), datum, paths, state, since);
  }

  public LogQuery withDatum(Hash id) {
    return new LogQuery(pipeline, job, Optional.of(id), paths, state, since);
  }

  public LogQuery withPaths(List<FilePath> inputs) {
    return new LogQuery(pipeline, job, datum, inputs, state, since);
  }

  public LogQuery withState(DatumInfo.State ended) {
    return new LogQuery(pipeline, job, datum, paths, Optional.of(ended), since);
  }

  public LogQuery withSince(Instant time) {
    return new LogQuery(pipeline, job, datum, paths, state, Optional.of(time));
  }

  boolean wants(DatumInfo ended) {
    return state.map(ended.state()::equals).orElse(true) && matches(ended.id(), ended.paths());
  }

  boolean wantsRunning(Hash id, Iterable<DatumKey.Part> inputs) {
    return state.isEmpty() && matches(id, inputs);
  }

  private boolean matches(Hash id, Iterable<DatumKey.Part> inputs) {
    return datum.map(id::equals).orElse(true) && holdsAll(inputs);
  }

  private boolean holdsAll(Iterable<DatumKey.Part> inputs) {
    Set<FilePath> missing = new HashSet<>(paths);
    for (Iterator<DatumKey.Part> at = inputs.iterator(); !missing.isEmpty() && at.hasNext(); ) {
      missing.remove(at.next().path());
    }
    return missing.isEmpty();
  }
}
