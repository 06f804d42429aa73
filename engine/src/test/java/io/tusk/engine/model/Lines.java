/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import static io.tusk.engine.model.Refused.conflictIf;

import io.tusk.engine.model.Value.Branch;
import io.tusk.engine.model.Value.Commit;
import io.tusk.engine.model.Value.Content;
import io.tusk.engine.model.Value.Upstream;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Branches and commits of a model within one transaction. */
final class Lines {
  final State state;
  final CommitId set;
  final long time;
  private final Set<BranchName> moved = new TreeSet<>();
  private final Set<BranchName> triggered = new TreeSet<>();
  final Firing triggers;

  /**
   * @param set the id of the commits that it makes
   * @param time the number of the operation
   */
  Lines(State state, CommitId set, long time) {
    this.state = state;
    this.set = set;
    this.time = time;
    this.triggers = new Firing(this);
  }

  void trigger(BranchName branch) {
    triggered.add(branch);
  }

  /** The branch, made with an empty commit where it is missing. */
  Branch require(BranchName name) {
    if (state.branch(name).isEmpty()) {
      state.requireRepo(name.repo());
      CommitId empty = emptyFirst(name);
      state.put(Branch.of(name, time, empty, Optional.of(empty)));
    }
    return state.branch(name).orElseThrow();
  }

  CommitId emptyFirst(BranchName name) {
    if (emptyFirst(name.repo()).isEmpty()) {
      add(commit(name, Optional.empty(), true, List.of()).good(time, Map.of(), Optional.empty()));
    }
    return set;
  }

  private Optional<Commit> emptyFirst(RepoName repo) {
    return state
        .commit(repo, set)
        .filter(c -> c.auto() && c.isGood() && c.parent().isEmpty() && c.files().isEmpty());
  }

  /** As {@link #require}, with an empty commit of a set of its own. */
  Branch requireApart(BranchName name) {
    if (state.branch(name).isEmpty()) {
      state.requireRepo(name.repo());
      state.put(Branch.of(name, time, emptyApart(name), Optional.of(set.before())));
    }
    return state.branch(name).orElseThrow();
  }

  private CommitId emptyApart(BranchName name) {
    CommitId id = set.before();
    if (state.commit(name.repo(), id).isEmpty()) {
      state.put(
          new Commit(
              name.repo(),
              id,
              name,
              Optional.empty(),
              true,
              time,
              time,
              Content.GOOD,
              List.of(),
              Map.of(),
              Optional.empty()));
    }
    return id;
  }

  private Commit commit(
      BranchName name, Optional<CommitId> parent, boolean auto, List<Upstream> provenance) {
    return new Commit(
        name.repo(),
        set,
        name,
        parent,
        auto,
        time,
        0,
        Content.OPEN,
        provenance,
        Map.of(),
        Optional.empty());
  }

  private void add(Commit commit) {
    conflictIf(
        state.commit(commit.repo(), commit.id()).isPresent(),
        "a second commit of " + commit.repo() + " in one set");
    state.put(commit);
  }

  void requireUser(Branch branch) {
    conflictIf(branch.owned(), branch.name() + " is a pipeline's");
  }

  void requireFinishedHead(BranchName name) {
    state
        .branch(name)
        .flatMap(found -> state.commit(name.repo(), found.head()))
        .ifPresent(head -> conflictIf(head.isOpen(), name + " has an open head"));
  }

  void point(BranchName name, Commit head) {
    state.branch(name).ifPresent(this::requireUser);
    if (state.branch(name).filter(found -> found.head().equals(head.id())).isPresent()) {
      return;
    }
    for (Optional<Commit> at = Optional.of(head); at.isPresent() && !at.get().isGood(); ) {
      conflictIf(at.get().isOpen(), at.get().id() + " is open");
      at = state.parent(at.get());
    }
    move(name, head.id());
    triggers.pointed(name);
  }

  private void move(BranchName name, CommitId head) {
    Branch branch = state.branch(name).orElse(Branch.of(name, time, head, Optional.empty()));
    state.put(branch.withHead(head));
    moved.add(name);
  }

  void start(BranchName name) {
    state.branch(name).ifPresent(this::requireUser);
    requireFinishedHead(name);
    state.requireRepo(name.repo());
    Optional<Branch> branch = state.branch(name);
    add(
        commit(
            name,
            branch.map(Branch::head),
            false,
            branch.map(this::shownUpstream).orElse(List.of())));
    move(name, set);
  }

  /**
   * The heads of what the branch follows; in place of bad ones the good ones before them, unless
   * those come of another commit of some branch than the rest.
   */
  List<Upstream> shownUpstream(Branch branch) {
    List<Upstream> heads = new ArrayList<>();
    List<Upstream> shown = new ArrayList<>();
    for (BranchName up : branch.provenance()) {
      Commit head = state.requireCommit(up.repo(), state.requireBranch(up).head());
      boolean bad = head.content() == Content.BAD;
      Optional<CommitId> good = bad ? state.shown(head).map(Commit::id) : Optional.empty();
      heads.add(new Upstream(up, head.id()));
      shown.add(new Upstream(up, good.orElse(head.id())));
    }
    return shown.equals(heads) || agree(shown) ? shown : heads;
  }

  private boolean agree(List<Upstream> commits) {
    Set<Upstream> all = new LinkedHashSet<>(commits);
    List<Upstream> queue = new ArrayList<>(all);
    for (int i = 0; i < queue.size(); i++) {
      Upstream next = queue.get(i);
      state.commit(next.branch().repo(), next.commit()).stream()
          .flatMap(commit -> commit.provenance().stream())
          .filter(all::add)
          .forEach(queue::add);
    }
    return all.stream().map(Upstream::branch).distinct().count() == all.size();
  }

  /** As a user asks for; a branch that is a pipeline's is not the user's to tie. */
  void follow(BranchName name, List<BranchName> upstream) {
    upstream.forEach(up -> refuseCycle(name, up));
    Branch branch = require(name);
    upstream.forEach(this::require);
    List<BranchName> before = branch.provenance();
    List<BranchName> after = branch.following(upstream).provenance();
    if (before.equals(after)) {
      return;
    }
    requireUser(branch);
    conflictIf(!upstream.isEmpty() && branch.trigger().isPresent(), name + " has a trigger");
    state.put(state.requireBranch(name).following(upstream));
    if (!upstream.isEmpty()) {
      refuseClash(name);
      trigger(name);
    }
  }

  /** Makes a branch a pipeline's, which follows its input. */
  void own(BranchName output, List<BranchName> inputs) {
    inputs.forEach(up -> refuseCycle(output, up));
    inputs.forEach(this::require);
    boolean isOpen =
        state.commits(output.repo()).stream()
            .anyMatch(commit -> commit.isOpen() && commit.branch().equals(output));
    Branch before = require(output);
    conflictIf(!before.owned() && isOpen, output + " has an open commit");
    conflictIf(!before.owned() && before.trigger().isPresent(), output + " has a trigger");
    state.put(state.requireBranch(output).owned(true).following(inputs));
    refuseClash(output);
  }

  void disown(BranchName output) {
    state.put(state.requireBranch(output).owned(false).following(List.of()));
  }

  private void refuseCycle(BranchName name, BranchName up) {
    conflictIf(up.repo().equals(name.repo()), name + " cannot follow its own repo");
    conflictIf(State.closure(name, state::next).contains(up), name + " and " + up + " are a cycle");
  }

  void refuseClash(BranchName name) {
    for (BranchName below : State.closure(name, state::next)) {
      for (Branch beside : state.branches(below.repo())) {
        conflictIf(
            !beside.name().equals(below) && shareOrigin(state, below, beside.name()),
            below + " clashes with " + beside.name());
      }
    }
  }

  /** Whether a commit somewhere would make one on both; a trigger makes none. */
  static boolean shareOrigin(State state, BranchName one, BranchName other) {
    return !state.upstream(one).isEmpty()
        && !Collections.disjoint(
            State.closure(one, state::previous),
            state.upstream(other).isEmpty()
                ? Set.of(other)
                : State.closure(other, state::previous));
  }

  void deleteBranch(BranchName name, Actions.Force force) {
    requireUser(state.requireBranch(name));
    List<BranchName> followers = state.downstream(name);
    List<BranchName> triggered = state.triggered(name);
    boolean isTied = state.requireBranch(name).trigger().isPresent() || !triggered.isEmpty();
    conflictIf(force == Actions.Force.NO && !followers.isEmpty(), name + " is followed");
    conflictIf(force == Actions.Force.NO && isTied, name + " has to do with a trigger");
    for (BranchName follower : followers) {
      Branch following = state.requireBranch(follower);
      requireUser(following);
      state.put(
          following.following(
              following.provenance().stream().filter(up -> !up.equals(name)).toList()));
    }
    for (BranchName other : triggered) {
      state.downstream(other).forEach(follower -> requireUser(state.requireBranch(follower)));
      state.put(state.requireBranch(other).triggeredBy(Optional.empty()));
    }
    state.remove(state.requireBranch(name));
  }

  /** The end of the transaction: what follows a branch that moved gets an open commit. */
  void propagate() {
    moved.addAll(triggers.fire());
    Set<BranchName> followers = new TreeSet<>();
    for (BranchName name : moved) {
      for (BranchName follower : state.downstream(name)) {
        followers.addAll(State.closure(follower, state::downstream));
      }
    }
    for (BranchName name : triggered) {
      if (!state.upstream(name).isEmpty()) {
        followers.addAll(State.closure(name, state::downstream));
      }
    }
    followers.stream().map(BranchName::repo).distinct().forEach(repo -> makeRoom(repo, followers));
    Set<BranchName> left = new TreeSet<>(followers);
    while (!left.isEmpty()) {
      BranchName next =
          left.stream()
              .filter(name -> state.upstream(name).stream().noneMatch(left::contains))
              .findFirst()
              .orElseThrow();
      openAuto(next);
      left.remove(next);
    }
    for (Branch branch : state.branches()) {
      Optional<CommitId> shown =
          state.commit(branch.name().repo(), branch.head()).flatMap(state::shown).map(Commit::id);
      state.put(branch.showing(shown));
    }
  }

  /** What begins in a repository beside a branch that gets a commit begins in a set of its own. */
  private void makeRoom(RepoName repo, Set<BranchName> followers) {
    Optional<Commit> empty = emptyFirst(repo);
    List<Branch> begun =
        state.branches(repo).stream().filter(branch -> branch.head().equals(set)).toList();
    List<Branch> others =
        begun.stream().filter(branch -> !followers.contains(branch.name())).toList();
    if (empty.isEmpty() || (others.isEmpty() && !begun.isEmpty())) {
      return;
    }
    BranchName name = others.isEmpty() ? empty.get().branch() : others.get(0).name();
    CommitId apart = emptyApart(name);
    others.forEach(branch -> state.put(branch.withHead(apart)));
    if (others.size() == begun.size()) {
      state.remove(empty.get());
    }
    for (Commit commit : state.commitSet(set)) {
      state.put(
          commit.withProvenance(
              commit.provenance().stream()
                  .map(
                      up ->
                          up.branch().repo().equals(repo)
                                  && up.commit().equals(set)
                                  && !followers.contains(up.branch())
                              ? new Upstream(up.branch(), apart)
                              : up)
                  .toList()));
    }
  }

  private void openAuto(BranchName name) {
    Branch branch = state.requireBranch(name);
    Commit head = state.requireCommit(name.repo(), branch.head());
    if (head.id().equals(set) && head.auto()) {
      // It was made empty by this very transaction.
      for (Branch beside : state.branches(name.repo())) {
        conflictIf(
            beside.head().equals(set) && !beside.name().equals(name), beside.name() + " shares it");
      }
      state.put(commit(name, Optional.empty(), true, shownUpstream(branch)));
      return;
    }
    add(commit(name, Optional.of(branch.head()), true, shownUpstream(branch)));
    state.put(branch.withHead(set));
  }
}
