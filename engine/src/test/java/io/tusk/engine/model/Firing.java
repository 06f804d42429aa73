/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import static io.tusk.engine.model.Refused.conflictIf;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.engine.model.Value.Branch;
import io.tusk.engine.model.Value.Commit;
import io.tusk.engine.model.Value.Condition;
import io.tusk.engine.model.Value.Trigger;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Triggers of a model within one transaction. */
final class Firing {
  private final Lines lines;
  private final State state;
  private final Set<BranchName> shown = new LinkedHashSet<>();
  private final Set<BranchName> armed = new LinkedHashSet<>();

  Firing(Lines lines) {
    this.lines = lines;
    this.state = lines.state;
  }

  void set(BranchName name, BranchName source, Condition condition) {
    conflictIf(
        State.closure(name, state::next).contains(source), name + " would lead back to itself");
    state.branch(name).ifPresent(lines::requireUser);
    conflictIf(!state.upstream(name).isEmpty(), name + " follows others");
    lines.require(source);
    Branch branch = lines.requireApart(name);
    boolean isSet =
        branch
            .trigger()
            .filter(has -> has.source().equals(source) && has.condition().equals(condition))
            .isPresent();
    if (!isSet) {
      state.put(branch.triggeredBy(Optional.of(new Trigger(source, condition, lines.time))));
      lines.refuseClash(name);
    }
  }

  /** A head was moved to a commit that is there. */
  void pointed(BranchName name) {
    Branch branch = state.requireBranch(name);
    state.put(
        branch
            .showing(shownBy(branch))
            .triggeredBy(branch.trigger().map(trigger -> trigger.since(lines.time))));
    shown.add(name);
  }

  /** A commit of the branch has ended well. */
  void finished(BranchName name) {
    state.branch(name).filter(b -> !shownBy(b).equals(b.readable())).ifPresent(this::show);
  }

  /** Some commit has ended well, of whatever branch. */
  void finishedAny() {
    state.branches().forEach(branch -> finished(branch.name()));
  }

  private void show(Branch branch) {
    state.put(branch.showing(shownBy(branch)));
    shown.add(branch.name());
  }

  private Optional<CommitId> shownBy(Branch branch) {
    return state.commit(branch.name().repo(), branch.head()).flatMap(state::shown).map(Commit::id);
  }

  /** The trigger of this branch is looked at again. */
  void arm(BranchName name) {
    armed.add(name);
  }

  /** The branches that move. */
  List<BranchName> fire() {
    List<BranchName> moved = new ArrayList<>();
    armed.stream().filter(this::fires).forEach(moved::add);
    List<BranchName> queue = new ArrayList<>(shown);
    queue.addAll(moved);
    for (int i = 0; i < queue.size(); i++) {
      for (BranchName name : state.triggered(queue.get(i))) {
        if (fires(name)) {
          moved.add(name);
          queue.add(name);
        }
      }
    }
    return moved;
  }

  private boolean fires(BranchName name) {
    Branch branch = state.requireBranch(name);
    Trigger trigger = branch.trigger().orElseThrow();
    Optional<CommitId> offered = state.requireBranch(trigger.source()).readable();
    if (offered.isEmpty()
        || offered.get().equals(branch.head())
        || !holds(trigger.condition(), name, branch.readable(), offered.get())) {
      return false;
    }
    state.put(
        branch
            .withHead(offered.get())
            .showing(offered)
            .triggeredBy(Optional.of(trigger.since(lines.time))));
    return true;
  }

  private boolean holds(
      Condition condition, BranchName name, Optional<CommitId> old, CommitId offered) {
    Commit now = state.requireCommit(name.repo(), offered);
    long before = old.map(id -> bytes(state.requireCommit(name.repo(), id))).orElse(0L);
    boolean grown = bytes(now) - before >= condition.bytes();
    boolean ahead = commits(now, old) >= condition.commits();
    if (condition.all()) {
      return grown && ahead;
    }
    return (condition.bytes() > 0 && grown) || (condition.commits() > 0 && ahead);
  }

  private static long bytes(Commit commit) {
    return commit.files().values().stream().mapToLong(text -> text.getBytes(UTF_8).length).sum();
  }

  /** How many are on the way back to the old one, or to the beginning. */
  private long commits(Commit now, Optional<CommitId> old) {
    long count = 0;
    Optional<Commit> at = Optional.of(now);
    while (at.isPresent() && !old.equals(Optional.of(at.get().id()))) {
      Commit commit = at.get();
      boolean first =
          commit.auto() && commit.isGood() && commit.parent().isEmpty() && commit.files().isEmpty();
      count += first ? 0 : 1;
      at = state.parent(commit);
    }
    return count;
  }
}
