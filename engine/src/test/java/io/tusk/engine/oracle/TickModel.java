/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import io.tusk.spec.Input;
import io.tusk.spec.Input.CronInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** When the cron inputs of a pipeline tick. */
final class TickModel {
  /** From when on the ticks of a repository count, and the last one that it got on schedule. */
  private final Map<String, Instant> since = new HashMap<>();

  private final Map<String, Instant> ticked = new HashMap<>();

  private List<CronInput> inputs = List.of();

  static List<CronInput> crons(Input input) {
    return input.leaves().filter(CronInput.class::isInstance).map(CronInput.class::cast).toList();
  }

  List<CronInput> inputs() {
    return inputs;
  }

  /** The pipeline is created or updated. */
  void specify(Input input, Instant now) {
    List<CronInput> before = inputs;
    inputs = crons(input);
    for (CronInput cron : inputs) {
      Optional<CronInput> old =
          before.stream().filter(other -> other.repo().equals(cron.repo())).findFirst();
      boolean sameStart = old.isPresent() && old.get().start().equals(cron.start());
      Instant start = cron.start().orElse(now);
      if (!sameStart) {
        since.put(cron.repo().name(), start);
      } else if (!old.get().spec().equals(cron.spec())) {
        since.put(cron.repo().name(), start.isAfter(now) ? start : now);
      }
    }
  }

  /** The ticks that have come and were not made, by their times. */
  SortedMap<Instant, List<CronInput>> due(Instant now) {
    SortedMap<Instant, List<CronInput>> due = new TreeMap<>();
    for (CronInput cron : inputs) {
      Instant last =
          Stream.of(since, ticked)
              .map(times -> times.get(cron.repo().name()))
              .filter(time -> time != null)
              .max(Comparator.naturalOrder())
              .orElseThrow();
      Schedules.between(cron.spec(), last, now)
          .forEach(time -> due.computeIfAbsent(time, any -> new ArrayList<>()).add(cron));
    }
    return due;
  }

  void made(CronInput cron, Instant time) {
    ticked.put(cron.repo().name(), time);
  }
}
