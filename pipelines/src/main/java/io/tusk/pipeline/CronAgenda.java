/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.cron.CronSchedule;
import io.tusk.name.PipelineName;
import io.tusk.repo.Catalog;
import io.tusk.spec.Input.CronInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Tells which ticks of cron inputs are due. What it read of a pipeline's version it remembers, so
 * that looking again costs little. For one thread.
 */
public final class CronAgenda {
  /** So many ticks of an input are made up for at once, the newest ones. */
  public static final int MOST = 1_000;

  private final Predicate<PipelineName> concerns;
  private final Map<PipelineName, Known> known = new HashMap<>();

  /**
   * @param concerns which pipelines are asked about
   */
  public CronAgenda(Predicate<PipelineName> concerns) {
    this.concerns = concerns;
  }

  /**
   * One input at one tick.
   *
   * @param before where the ticks of the input stand before this one
   */
  public record Part(CronInput input, CronState before) {}

  /**
   * A tick of a pipeline: what all of its cron inputs that are due at that time get at once.
   *
   * @param version of the pipeline
   */
  public record Tick(PipelineName pipeline, long version, Instant time, List<Part> parts) {
    public Tick {
      parts = List.copyOf(parts);
    }
  }

  /**
   * What was found of a pipeline.
   *
   * @param ticks that are due, in the order of their times
   * @param next when one is due again
   * @param warnings what is not made up for, and why; sentences for people
   */
  public record Entry(
      PipelineName pipeline, List<Tick> ticks, Optional<Instant> next, List<String> warnings) {}

  private record Clockwork(CronInput input, CronSchedule schedule) {}

  /**
   * What was read of a version.
   *
   * @param created when the pipeline was, since one of the same name may come after it
   */
  private record Known(Instant created, long version, List<Clockwork> crons) {
    boolean isOf(Pipeline pipeline) {
      return created.equals(pipeline.created()) && version == pipeline.version();
    }

    Optional<Clockwork> of(CronState state) {
      return crons.stream().filter(cron -> cron.input().repo().equals(state.repo())).findFirst();
    }
  }

  /** What is due at {@code now}, by pipeline; pipelines without cron inputs are not in it. */
  public List<Entry> at(Catalog catalog, Instant now) {
    Map<PipelineName, List<CronState>> states = new TreeMap<>();
    Iterator<CronState> all = CronState.all(catalog);
    while (all.hasNext()) {
      CronState state = all.next();
      if (concerns.test(state.pipeline()) && state.owns(catalog)) {
        states.computeIfAbsent(state.pipeline(), any -> new ArrayList<>()).add(state);
      }
    }
    known.keySet().retainAll(states.keySet());
    List<Entry> entries = new ArrayList<>();
    PipelineCatalog pipelines = new PipelineCatalog(catalog);
    states.forEach(
        (name, crons) ->
            pipelines
                .pipeline(name)
                .filter(pipeline -> !pipeline.isStopped())
                .map(pipeline -> entry(pipelines, pipeline, crons, now))
                .ifPresent(entries::add));
    return entries;
  }

  private Entry entry(
      PipelineCatalog pipelines, Pipeline pipeline, List<CronState> states, Instant now) {
    Known version = known.get(pipeline.name());
    if (version == null || !version.isOf(pipeline)) {
      version =
          new Known(
              pipeline.created(),
              pipeline.version(),
              clockworks(pipelines.newestVersion(pipeline)));
      known.put(pipeline.name(), version);
    }
    Map<Instant, List<Part>> ticks = new TreeMap<>();
    List<String> warnings = new ArrayList<>();
    Optional<Instant> next = Optional.empty();
    for (CronState state : states) {
      Optional<Clockwork> cron = version.of(state);
      if (cron.isPresent()) {
        Instant last = add(cron.get(), state, now, ticks, warnings);
        next = earlier(next, cron.get().schedule().next(last));
      }
    }
    List<Tick> due = new ArrayList<>();
    ticks.forEach(
        (time, parts) -> due.add(new Tick(pipeline.name(), pipeline.version(), time, parts)));
    return new Entry(pipeline.name(), due, next, warnings);
  }

  private static List<Clockwork> clockworks(PipelineVersion version) {
    return PipelineInputs.crons(version.spec()).stream()
        .map(cron -> new Clockwork(cron, CronSchedule.parse(cron.spec())))
        .toList();
  }

  /** Adds what is due; returns when the last tick was then. */
  private static Instant add(
      Clockwork cron,
      CronState state,
      Instant now,
      Map<Instant, List<Part>> ticks,
      List<String> warnings) {
    CronSchedule.Due due = cron.schedule().due(state.last(), now, MOST);
    CronState before = state;
    for (Instant time : due.ticks()) {
      ticks.computeIfAbsent(time, any -> new ArrayList<>()).add(new Part(cron.input(), before));
      before = before.ticked(time);
    }
    if (due.more()) {
      warnings.add(
          "pipeline "
              + state.pipeline()
              + " has missed more than 1,000 ticks of its cron input "
              + cron.input().name()
              + "; those before "
              + due.ticks().get(0)
              + " are left out");
    }
    return before.last();
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isEmpty() || other.filter(one.get()::isAfter).isPresent() ? other : one;
  }
}
