/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import io.tusk.name.BranchName;
import io.tusk.spec.Input;
import io.tusk.spec.Input.PfsInput;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where the triggers of a pipeline's inputs move branches, by looking at all commits of a line. */
public final class TriggerModel {
  /**
   * A finished commit.
   *
   * @param parent its number
   */
  private record Commit(Optional<Integer> parent, Instant finished, long bytes) {}

  /**
   * @param since times before it move nothing
   */
  private record Armed(Input.Trigger trigger, Instant since) {}

  private final Map<String, Integer> heads;
  private final Map<Integer, Commit> commits = new HashMap<>();
  private final Map<String, Armed> triggers = new TreeMap<>();

  /** {@code heads}: the numbers of the commits that branches show; it is changed. */
  public TriggerModel(Map<String, Integer> heads) {
    this.heads = heads;
  }

  /** The triggers that an input asks for, by branch. */
  static Map<String, Input.Trigger> wanted(Input input) {
    Map<String, Input.Trigger> wanted = new TreeMap<>();
    input
        .leaves()
        .filter(PfsInput.class::isInstance)
        .map(PfsInput.class::cast)
        .forEach(
            pfs ->
                pfs.trigger().ifPresent(trigger -> wanted.put(World.name(pfs.branch()), trigger)));
    return wanted;
  }

  /** Branches that are not there yet show their empty commits already. */
  public void specify(Input input, Instant now) {
    Map<String, Input.Trigger> wanted = wanted(input);
    triggers.keySet().retainAll(wanted.keySet());
    wanted.forEach(
        (branch, trigger) -> {
          commit(heads.get(branch), Optional.empty(), now, 0);
          if (!triggers.containsKey(branch) || !triggers.get(branch).trigger().equals(trigger)) {
            triggers.put(branch, new Armed(trigger, now));
          }
        });
  }

  /** Nothing happens where it is there already. */
  public void commit(int number, Optional<Integer> parent, Instant now, long bytes) {
    commits.putIfAbsent(number, new Commit(parent, now, bytes));
  }

  /** What else moves when a branch shows another commit. */
  public Set<String> shown(String source, Instant now) {
    Set<String> moved = new TreeSet<>();
    for (String branch : List.copyOf(triggers.keySet())) {
      Armed armed = triggers.get(branch);
      int old = heads.get(branch);
      if (!source(branch).equals(source) || heads.get(source) == old) {
        continue;
      }
      int offered = heads.get(source);
      if (isTimed(armed)) {
        Commit commit = commits.get(offered);
        boolean isFirst = commit.parent().equals(Optional.of(old));
        if (isFirst || commit.finished().isBefore(now)) {
          triggers.put(branch, new Armed(armed.trigger(), now));
        }
      } else if (holds(armed.trigger(), old, offered)) {
        moved.add(branch);
        moved.addAll(move(branch, offered, now));
      }
    }
    return moved;
  }

  /** What moves as it is time. */
  public Set<String> timed(Instant now) {
    Set<String> moved = new TreeSet<>();
    for (String branch : List.copyOf(triggers.keySet())) {
      Armed armed = triggers.get(branch);
      if (isTimed(armed)) {
        due(branch, armed, now)
            .ifPresent(
                number -> {
                  moved.add(branch);
                  moved.addAll(move(branch, number, now));
                });
      }
    }
    return moved;
  }

  private Set<String> move(String branch, int number, Instant now) {
    heads.put(branch, number);
    triggers.put(branch, new Armed(triggers.get(branch).trigger(), now));
    return shown(branch, now);
  }

  private static boolean isTimed(Armed armed) {
    return !armed.trigger().cronSpec().isEmpty();
  }

  private String source(String branch) {
    BranchName name = World.branch(branch);
    return World.name(new BranchName(name.repo(), triggers.get(branch).trigger().branch()));
  }

  /** The newest commit that was there when the last of the times came. */
  private Optional<Integer> due(String branch, Armed armed, Instant now) {
    List<Instant> times = Schedules.between(armed.trigger().cronSpec(), armed.since(), now);
    if (times.isEmpty()) {
      return Optional.empty();
    }
    Instant last = times.get(times.size() - 1);
    Optional<Integer> number = Optional.of(heads.get(source(branch)));
    while (number.isPresent()
        && !number.get().equals(heads.get(branch))
        && !commits.get(number.get()).finished().isBefore(last)) {
      number = commits.get(number.get()).parent();
    }
    return number.filter(found -> !found.equals(heads.get(branch)));
  }

  private boolean holds(Input.Trigger trigger, int old, int offered) {
    Set<Boolean> answers = new HashSet<>();
    Commit from = commits.get(old);
    Commit to = commits.get(offered);
    if (!trigger.size().isEmpty()) {
      answers.add(to.bytes() - from.bytes() >= Long.parseLong(trigger.size()));
    }
    if (trigger.commits() > 0) {
      answers.add(ahead(old, offered) >= trigger.commits());
    }
    if (!trigger.rateLimitSpec().isEmpty()) {
      answers.add(
          !Schedules.between(trigger.rateLimitSpec(), from.finished(), to.finished()).isEmpty());
    }
    return trigger.all() ? !answers.contains(false) : answers.contains(true);
  }

  private long ahead(int old, int offered) {
    long ahead = 0;
    Optional<Integer> number = Optional.of(offered);
    while (number.isPresent() && number.get() != old) {
      ahead++;
      number = commits.get(number.get()).parent();
    }
    return ahead;
  }
}
