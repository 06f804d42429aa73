/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.PipelineName;
import io.tusk.pipeline.CronAgenda;
import io.tusk.pipeline.CronTicks;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Ticks of cron inputs. */
public final class CronWork implements TimedWork {
  /** How many ticks are made in a row before others have their turn. */
  private static final int IN_A_ROW = 20;

  /** After what cannot be done: a user has to do something first. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final TuskStore store;
  private final CronAgenda agenda;
  private final Map<PipelineName, Held> held = new HashMap<>();

  /** The pipeline that ticked last. */
  private Optional<PipelineName> last = Optional.empty();

  /** A pipeline that could not tick. */
  private record Held(Instant until, String why) {}

  /**
   * @param concerns which pipelines tick
   */
  public CronWork(TuskStore store, Predicate<PipelineName> concerns) {
    this.store = store;
    this.agenda = new CronAgenda(concerns);
  }

  @Override
  public Outcome perform(Snapshot seen, Instant now, TimedListener told) {
    Outcome all = Outcome.NOTHING;
    int left = IN_A_ROW;
    for (CronAgenda.Entry entry : inTurn(agenda.at(seen.catalog(), now))) {
      Held hold = held.get(entry.pipeline());
      if (hold != null && hold.until().isAfter(now)) {
        all = all.and(new Outcome(false, Optional.of(hold.until())));
        continue;
      }
      int made = left == 0 ? 0 : tick(entry, left, now, told);
      if (made > 0) {
        // The next time nothing is left out any more.
        entry.warnings().forEach(told::warned);
        last = Optional.of(entry.pipeline());
      }
      left -= made;
      boolean more = made < entry.ticks().size();
      Held after = held.get(entry.pipeline());
      Optional<Instant> next =
          after != null && after.until().isAfter(now)
              ? Optional.of(after.until())
              : more ? Optional.of(now) : entry.next();
      all = all.and(new Outcome(made > 0, next));
    }
    return all;
  }

  /** Those after the one that ticked last come first, so that none waits for another's backlog. */
  private List<CronAgenda.Entry> inTurn(List<CronAgenda.Entry> entries) {
    List<CronAgenda.Entry> turn = new ArrayList<>();
    List<CronAgenda.Entry> before = new ArrayList<>();
    for (CronAgenda.Entry entry : entries) {
      boolean had = last.filter(name -> entry.pipeline().compareTo(name) <= 0).isPresent();
      (had ? before : turn).add(entry);
    }
    turn.addAll(before);
    return turn;
  }

  /** Makes the first ticks of a pipeline; says how many it made, or found to be made. */
  private int tick(CronAgenda.Entry entry, int most, Instant now, TimedListener told) {
    int made = 0;
    try {
      while (made < Math.min(most, entry.ticks().size())) {
        CronAgenda.Tick tick = entry.ticks().get(made);
        boolean done = store.transact(CronTicks.operation(tick), tx -> CronTicks.tick(tx, tick));
        made++;
        if (!done) {
          return made;
        }
        told.did("pipeline " + tick.pipeline() + ": ticked for " + tick.time());
      }
      held.remove(entry.pipeline());
    } catch (TuskException e) {
      if (e.code() == ErrorCode.STORAGE || e.code() == ErrorCode.OUTCOME_UNKNOWN) {
        throw e;
      }
      Held before = held.put(entry.pipeline(), new Held(now.plus(RETRY), e.getMessage()));
      if (before == null || !before.why().equals(e.getMessage())) {
        told.failed("pipeline " + entry.pipeline() + " cannot tick", e);
      }
    }
    return made;
  }
}
