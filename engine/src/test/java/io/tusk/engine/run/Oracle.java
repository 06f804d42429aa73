/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a pipeline should do, by looking at everything each time. */
final class Oracle {
  /** A datum with all that its hash covers. */
  private record Datum(String path, boolean directory, Map<String, String> files, int salt) {}

  /** What a datum of the last good job came to; {@code processed}: it has a result. */
  private record Done(Datum datum, boolean processed, Map<String, String> outputs) {}

  private final Map<Datum, Map<String, String>> results = new HashMap<>();
  private Map<String, String> output = Map.of();

  /** The last good job, and its datums by their keys. */
  private Optional<Step> good = Optional.empty();

  private Map<String, Done> base = Map.of();

  /** Of the last job that ran: path to the paths of the datums that write it. */
  private final Map<String, Set<String>> writers = new TreeMap<>();

  Outcome job(Step step) {
    Map<Behaviour.End, Long> ends = new EnumMap<>(Behaviour.End.class);
    for (Behaviour.End end : Behaviour.End.values()) {
      ends.put(end, 0L);
    }
    long skipped = 0;
    Map<String, String> next = new TreeMap<>();
    writers.clear();
    Map<String, Done> done = new TreeMap<>();
    for (Datum whole : datums(step)) {
      Optional<Datum> work = work(step, whole);
      Datum datum = work.orElse(whole);
      Optional<Map<String, String>> kept =
          work.isEmpty() ? kept(step, whole) : Optional.ofNullable(results.get(datum));
      Map<String, String> outputs;
      boolean processed = true;
      if (kept.isPresent()) {
        skipped++;
        outputs = kept.get();
      } else if (work.isEmpty()) {
        continue;
      } else {
        Behaviour.Run run = step.behaviour().run(Behaviour.label(datum.path()), datum.files());
        ends.merge(run.end(), 1L, Long::sum);
        outputs = run.outputs();
        processed = run.end() == Behaviour.End.PROCESSED;
        if (processed) {
          results.put(datum, outputs);
        }
      }
      done.put(key(whole), new Done(datum, processed, outputs));
      for (Map.Entry<String, String> written : outputs.entrySet()) {
        next.put(written.getKey(), written.getValue());
        writers.computeIfAbsent(written.getKey(), path -> new TreeSet<>()).add(datum.path());
      }
    }
    Outcome.End end =
        ends.get(Behaviour.End.FAILED) > 0
            ? Outcome.End.DATUM_FAILED
            : collides() ? Outcome.End.COLLISION : Outcome.End.SUCCESS;
    if (end == Outcome.End.SUCCESS) {
      output = next;
      good = Optional.of(step);
      base = done;
    }
    return new Outcome(
        end,
        skipped,
        ends.get(Behaviour.End.PROCESSED),
        ends.get(Behaviour.End.RECOVERED),
        ends.get(Behaviour.End.FAILED),
        output);
  }

  private static String key(Datum datum) {
    return datum.path() + (datum.directory() ? "/" : "");
  }

  /** The part of a datum that is work: what differs from where the input starts. */
  private static Optional<Datum> work(Step step, Datum whole) {
    if (step.from().isEmpty()) {
      return Optional.of(whole);
    }
    Map<String, String> from = step.from().get().files();
    Map<String, String> files = new TreeMap<>(whole.files());
    files.entrySet().removeIf(file -> file.getValue().equals(from.get(file.getKey())));
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(new Datum(whole.path(), whole.directory(), files, whole.salt()));
  }

  /**
   * The result of a datum that is no work: the one that it had, if the input holds there what it
   * held then, else one of all its files.
   */
  private Optional<Map<String, String>> kept(Step step, Datum whole) {
    Done before = base.get(key(whole));
    if (before != null && before.processed() && good.orElseThrow().salt() == step.salt()) {
      boolean same =
          datums(good.get()).stream()
              .anyMatch(
                  held -> held.path().equals(whole.path()) && held.files().equals(whole.files()));
      if (same || before.datum().equals(whole)) {
        return Optional.of(before.outputs());
      }
    }
    return Optional.ofNullable(results.get(whole));
  }

  private boolean collides() {
    return writers.entrySet().stream()
        .anyMatch(entry -> entry.getValue().size() > 1 || isBelowAnother(entry.getKey()));
  }

  private boolean isBelowAnother(String path) {
    return writers.keySet().stream().anyMatch(other -> path.startsWith(other + "/"));
  }

  /** Whether the datums of these two paths write something that cannot be together. */
  boolean collide(String path) {
    return writers.getOrDefault(path, Set.of()).size() > 1
        || isBelowAnother(path)
        || writers.keySet().stream().anyMatch(other -> other.startsWith(path + "/"));
  }

  private static List<Datum> datums(Step step) {
    return DatumPaths.of(step.files(), step.glob()).stream()
        .map(path -> new Datum(path.path(), path.directory(), path.files(), step.salt()))
        .toList();
  }
}
