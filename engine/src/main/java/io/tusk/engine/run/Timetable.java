/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** All that is done to a store because it is time. For one thread. */
public final class Timetable {
  private final TuskStore store;
  private final List<TimedWork> work;
  private final TimedListener told;

  /**
   * @param work in the order in which it is done: what comes later sees what came before
   */
  public Timetable(TuskStore store, List<TimedWork> work, TimedListener told) {
    this.store = store;
    this.work = List.copyOf(work);
    this.told = told;
  }

  /** All that this version knows, for the pipelines whose jobs {@code options} has run. */
  public static Timetable of(TuskStore store, EngineOptions options, TimedListener told) {
    return new Timetable(
        store,
        List.of(new CronWork(store, options::concerns), new TriggerWork(store, options)),
        told);
  }

  /** Does all that is due now, until it is stopped; what becomes due meanwhile is left. */
  void catchUp(BooleanSupplier stopped) {
    Instant now = store.host().clock().instant();
    boolean changed = true;
    while (changed && !stopped.getAsBoolean()) {
      changed = perform(store.snapshot(), now).changed();
    }
  }

  /** Does some of what is due; one kind of work sees another's changes the next time only. */
  TimedWork.Outcome perform(Snapshot seen, Instant now) {
    TimedWork.Outcome all = TimedWork.Outcome.NOTHING;
    for (TimedWork each : work) {
      all = all.and(each.perform(seen, now, told));
    }
    return all;
  }
}
