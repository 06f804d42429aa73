/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.PipelineName;
import io.tusk.name.RepoName;
import io.tusk.repo.Catalog;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import io.tusk.spec.Input.CronInput;
import io.tusk.spec.PipelineSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The repositories that cron inputs have their ticks in: each belongs to one pipeline. */
final class CronRepos {
  private CronRepos() {}

  /**
   * Makes the repositories that are missing, and says from when on ticks count: for an input that
   * is new, or has another schedule or start, from its start or else from now.
   *
   * @param before the specification that was in force until now
   * @throws TuskException CONFLICT for a repository that is not the pipeline's; NOT_FOUND for its
   *     project
   */
  static void prepare(
      Transaction tx, PipelineName pipeline, PipelineSpec spec, Optional<PipelineSpec> before) {
    List<CronInput> known = before.map(PipelineInputs::crons).orElse(List.of());
    for (CronInput cron : PipelineInputs.crons(spec)) {
      CronState state = prepareRepo(tx, pipeline, cron);
      Optional<CronInput> old =
          known.stream().filter(other -> other.repo().equals(cron.repo())).findFirst();
      Instant from = cron.start().orElse(tx.time());
      if (old.isEmpty() || !old.get().start().equals(cron.start())) {
        state = state.since(from);
      } else if (!old.get().spec().equals(cron.spec())) {
        state = state.since(from.isAfter(tx.time()) ? from : tx.time());
      }
      put(tx, state);
    }
  }

  private static CronState prepareRepo(Transaction tx, PipelineName pipeline, CronInput cron) {
    RepoName repo = cron.repo();
    Catalog catalog = tx.catalog();
    Optional<CronState> mine =
        CronState.find(catalog, repo).filter(state -> state.pipeline().equals(pipeline));
    if (catalog.repo(repo).isEmpty()) {
      RepoChanges.create(
          tx, repo, "Ticks of cron input " + cron.name() + " of pipeline " + pipeline + ".");
      return mine.map(state -> state.made(tx.time()))
          .orElseGet(() -> new CronState(repo, pipeline, tx.time(), tx.time(), Optional.empty()));
    }
    return mine.filter(state -> state.owns(catalog))
        .orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.CONFLICT,
                    "cron input "
                        + cron.name()
                        + " of pipeline "
                        + pipeline
                        + " needs repo "
                        + repo
                        + " for its ticks alone, and that exists already; name another one as its"
                        + " \"repo\", or delete that one"));
  }

  static void put(Transaction tx, CronState state) {
    tx.metadata().put(PipelineKeys.cron(state.repo()), state.write());
  }

  /**
   * Forgets all cron inputs that a pipeline has and has had.
   *
   * @return the repositories that are left of them
   */
  static List<RepoName> forget(Transaction tx, PipelineName pipeline) {
    List<CronState> states = new ArrayList<>();
    Iterator<CronState> all = CronState.all(tx.catalog());
    all.forEachRemaining(
        state -> {
          if (state.pipeline().equals(pipeline)) {
            states.add(state);
          }
        });
    states.forEach(state -> tx.metadata().remove(PipelineKeys.cron(state.repo())));
    return states.stream().filter(state -> state.owns(tx.catalog())).map(CronState::repo).toList();
  }
}
