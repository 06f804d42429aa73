/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import io.tusk.repo.Branch;
import io.tusk.repo.Catalog;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TimedTriggers;
import io.tusk.repo.TuskStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Branches that time moves: all, or those that the pipelines read which alone are run. */
final class TriggerWork implements TimedWork {
  /** After what cannot be done: a user has to do something first. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final TuskStore store;
  private final EngineOptions options;
  private final Map<BranchName, Held> held = new HashMap<>();

  /** A branch that could not move. */
  private record Held(Instant until, String why) {}

  TriggerWork(TuskStore store, EngineOptions options) {
    this.store = store;
    this.options = options;
  }

  @Override
  public Outcome perform(Snapshot seen, Instant now, TimedListener told) {
    Catalog catalog = seen.catalog();
    List<BranchName> due =
        TimedTriggers.due(catalog, now).stream()
            .filter(name -> concerns(catalog, name) && !isHeld(name, now))
            .toList();
    boolean changed = !due.isEmpty() && fire(due, now, told);
    Outcome outcome = new Outcome(changed, TimedTriggers.next(catalog, now));
    for (Held hold : held.values()) {
      outcome = outcome.and(new Outcome(false, Optional.of(hold.until()).filter(now::isBefore)));
    }
    return outcome;
  }

  private boolean isHeld(BranchName name, Instant now) {
    return held.containsKey(name) && held.get(name).until().isAfter(now);
  }

  private boolean concerns(Catalog catalog, BranchName name) {
    return options.pipelines().isEmpty()
        || catalog.downstream(name).stream()
            .map(catalog::requireBranch)
            .anyMatch(
                follower ->
                    follower.owner() == Branch.Owner.PIPELINE
                        && options.concerns(PipelineName.writing(follower.name().repo())));
  }

  /** All at once, so that what follows several of them has one job; one by one where that fails. */
  private boolean fire(List<BranchName> due, Instant now, TimedListener told) {
    try {
      List<BranchName> moved =
          store.transact(TimedTriggers.OPERATION, tx -> TimedTriggers.fire(tx, due, now));
      moved.forEach(name -> told.did("branch " + name + ": moved, as it was time"));
      held.keySet().removeAll(due);
      return !moved.isEmpty();
    } catch (TuskException e) {
      if (e.code() == ErrorCode.STORAGE || e.code() == ErrorCode.OUTCOME_UNKNOWN) {
        throw e;
      }
      if (due.size() == 1) {
        hold(due.get(0), now, e, told);
        return false;
      }
    }
    boolean changed = false;
    for (BranchName name : due) {
      changed |= fire(List.of(name), now, told);
    }
    return changed;
  }

  private void hold(BranchName name, Instant now, TuskException why, TimedListener told) {
    Held before = held.put(name, new Held(now.plus(RETRY), why.getMessage()));
    if (before == null || !before.why().equals(why.getMessage())) {
      told.failed("branch " + name + " cannot move", why);
    }
  }
}
