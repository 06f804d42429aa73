/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import static io.tusk.engine.model.Refused.conflictIf;

import io.tusk.engine.model.Value.Branch;
import io.tusk.engine.model.Value.Commit;
import io.tusk.name.CommitId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How commits go from a model's lines. */
final class CommitLoss {
  private static final Comparator<Commit> OLDEST_FIRST = Comparator.comparing(Commit::id);

  private final Lines lines;
  private final State state;

  CommitLoss(Lines lines) {
    this.lines = lines;
    this.state = lines.state;
  }

  /** A commit and all that was made from it, directly or not. */
  static List<Commit> withSubvenance(State state, Commit commit) {
    List<Commit> all = new ArrayList<>(List.of(commit));
    for (int i = 0; i < all.size(); i++) {
      for (Commit next : state.subvenants(all.get(i))) {
        if (!all.contains(next)) {
          all.add(next);
        }
      }
    }
    return all;
  }

  void drop(List<Commit> commits) {
    requireUnused(commits);
    for (Commit commit : commits.stream().sorted(OLDEST_FIRST.reversed()).toList()) {
      conflictIf(!state.children(commit).isEmpty(), commit.id() + " has a child");
      state.remove(commit);
      for (Branch branch : state.branches(commit.repo())) {
        if (branch.head().equals(commit.id())) {
          Optional<CommitId> parent = state.parent(commit).map(Commit::id);
          CommitId head = parent.orElseGet(() -> lines.emptyFirst(branch.name()));
          Optional<Commit> shown = state.shown(state.requireCommit(commit.repo(), head));
          state.put(branch.withHead(head).showing(shown.map(Commit::id)));
        }
      }
    }
  }

  void squash(List<Commit> commits) {
    requireUnused(commits);
    for (Commit commit : commits.stream().sorted(OLDEST_FIRST).toList()) {
      Commit now = state.requireCommit(commit.repo(), commit.id());
      List<Commit> children = state.children(now);
      conflictIf(children.isEmpty(), commit.id() + " has no child");
      for (Commit child : children) {
        conflictIf(child.isOpen(), "its child " + child.id() + " is open");
        state.put(child.withParent(now.parent()));
      }
      for (Branch branch : state.branches(commit.repo())) {
        conflictIf(
            branch.head().equals(commit.id())
                || branch.readable().filter(commit.id()::equals).isPresent(),
            branch.name() + " shows " + commit.id());
      }
      state.remove(now);
    }
  }

  private void requireUnused(List<Commit> commits) {
    for (Commit commit : commits) {
      for (Commit subvenant : state.subvenants(commit)) {
        boolean goesToo =
            commits.stream()
                .anyMatch(
                    other ->
                        other.id().equals(subvenant.id()) && other.repo().equals(subvenant.repo()));
        conflictIf(!goesToo, subvenant.id() + " was made from " + commit.id());
      }
    }
  }
}
