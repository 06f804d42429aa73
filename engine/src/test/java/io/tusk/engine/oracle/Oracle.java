/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.oracle.Combination.Fingerprint;
import io.tusk.engine.oracle.Outcome.End;
import io.tusk.engine.oracle.Outcome.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a pipeline should do, by looking at everything each time. */
public final class Oracle implements Subject {
  /** What a datum of the last good job came to; {@code processed}: it has a result. */
  private record Done(Fingerprint of, boolean processed, Map<String, String> outputs) {}

  private final Map<Fingerprint, Map<String, String>> results = new HashMap<>();
  private Map<String, String> output = Map.of();

  /** The last good job, and its datums by their names. */
  private Optional<Situation> good = Optional.empty();

  private Map<String, Done> base = Map.of();

  /** Of the last job that ran: path to the names of the datums that write it. */
  private final Map<String, Set<String>> writers = new TreeMap<>();

  private Optional<Collision> collision = Optional.empty();

  @Override
  public Outcome job(Situation now) {
    writers.clear();
    Map<String, State> states = new TreeMap<>();
    Map<String, Done> done = new TreeMap<>();
    Map<String, String> next = new TreeMap<>();
    for (Combination datum : new InputModel(now).datums(now.input())) {
      Fingerprint fingerprint = datum.fingerprint(now.salt());
      Optional<Map<String, String>> kept = kept(now, datum);
      Done result;
      if (kept.isPresent()) {
        states.put(datum.name(), State.SKIPPED);
        result = new Done(fingerprint, true, kept.get());
      } else if (datum.work()) {
        Behaviour.Run run = datum.run(now.behaviour());
        states.put(datum.name(), state(run));
        result = new Done(fingerprint, run.end() == Behaviour.End.PROCESSED, run.outputs());
        remember(result);
      } else {
        continue;
      }
      done.put(datum.name(), result);
      next.putAll(result.outputs());
      result
          .outputs()
          .keySet()
          .forEach(path -> writers.computeIfAbsent(path, any -> new TreeSet<>()).add(datum.name()));
    }
    End end =
        states.containsValue(State.FAILED)
            ? End.DATUM_FAILED
            : firstCollision().isPresent() ? End.COLLISION : End.SUCCESS;
    collision = end == End.COLLISION ? firstCollision() : Optional.empty();
    if (end == End.SUCCESS) {
      output = next;
      good = Optional.of(now);
      base = done;
    }
    return new Outcome(end, states, output);
  }

  /** What was run of a job that was killed is what it should have run, and its results stay. */
  Outcome killed(Situation now, Map<String, State> ran) {
    writers.clear();
    collision = Optional.empty();
    Map<String, State> states = new TreeMap<>();
    for (Combination datum : new InputModel(now).datums(now.input())) {
      if (ran.containsKey(datum.name()) && datum.work() && kept(now, datum).isEmpty()) {
        Behaviour.Run run = datum.run(now.behaviour());
        states.put(datum.name(), state(run));
        remember(
            new Done(
                datum.fingerprint(now.salt()),
                run.end() == Behaviour.End.PROCESSED,
                run.outputs()));
      }
    }
    return new Outcome(End.KILLED, states, output);
  }

  private void remember(Done result) {
    if (result.processed()) {
      results.put(result.of(), result.outputs());
    }
  }

  private static State state(Behaviour.Run run) {
    return State.valueOf(run.end().name());
  }

  /** The result that makes a run needless. */
  private Optional<Map<String, String>> kept(Situation now, Combination datum) {
    if (datum.work() && now.everyJob()) {
      return Optional.empty();
    }
    Fingerprint fingerprint = datum.fingerprint(now.salt());
    Done before = base.get(datum.name());
    if (before != null && before.processed()) {
      if (before.of().equals(fingerprint) || (!datum.work() && isUntouched(now, datum))) {
        return Optional.of(before.outputs());
      }
    }
    return Optional.ofNullable(results.get(fingerprint));
  }

  /**
   * Whether what is no work is as it was when the last good job took its result for it; that may
   * have been made from fewer files than there are.
   */
  private boolean isUntouched(Situation now, Combination datum) {
    Situation before = good.orElseThrow();
    return before.salt() == now.salt()
        && datum.parts().stream()
            .allMatch(
                part ->
                    DatumPaths.at(before.of(part.input().branch()), part.path(), part.directory())
                        .equals(
                            DatumPaths.at(
                                now.of(part.input().branch()), part.path(), part.directory())));
  }

  private Optional<Collision> firstCollision() {
    for (String path : writers.keySet()) {
      for (String other : writers.keySet()) {
        if (path.equals(other) || path.startsWith(other + "/")) {
          Set<String> datums = new TreeSet<>(writers.get(path));
          datums.addAll(writers.get(other));
          if (datums.size() > 1) {
            return Optional.of(
                new Collision(path, datums.stream().limit(2).collect(Collectors.toSet())));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Says nothing about which of several it would be. */
  @Override
  public Optional<Collision> collision() {
    return Optional.empty();
  }

  /** Some collision of the last job, if it ended in one. */
  public Optional<Collision> someCollision() {
    return collision;
  }

  /** That two datums do write what cannot be together, at or about that path. */
  void requireTrue(Collision named) {
    Set<String> about = new TreeSet<>();
    writers.forEach(
        (path, datums) -> {
          if (path.equals(named.path())
              || path.startsWith(named.path() + "/")
              || named.path().startsWith(path + "/")) {
            datums.forEach(datum -> about.add(sameId(datum)));
          }
        });
    assertThat(writers).as("paths that are written").containsKey(named.path());
    assertThat(named.datums()).as("both datums of a collision").hasSize(2);
    assertThat(about)
        .as("datums that write %s", named.path())
        .containsAll(named.datums().stream().map(Oracle::sameId).toList());
  }

  /** A file's datum and a directory's have one id. */
  private static String sameId(String name) {
    return name.replaceAll("/( |$)", "$1");
  }
}
