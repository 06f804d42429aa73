/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import static io.tusk.engine.model.Refused.conflictIf;
import static io.tusk.engine.model.Refused.notFoundIf;

import io.tusk.engine.model.Value.Branch;
import io.tusk.engine.model.Value.Commit;
import io.tusk.engine.model.Value.Job;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.pipeline.JobState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a store should say, by looking at everything each time: the state after each of its
 * operations, by their numbers. What is refused throws {@link Refused} and changes nothing.
 */
final class Model {
  private final List<State> history = new ArrayList<>(List.of(new State()));
  private final Set<Long> byEngines = new HashSet<>();
  private final OpenFiles writes = new OpenFiles();
  private final Map<String, JobRuns.Start> takenUp = new HashMap<>();
  private final Set<String> inThisRun = new HashSet<>();

  State now() {
    return history.get(history.size() - 1);
  }

  /** The number of the newest operation. */
  long newest() {
    return history.size() - 1L;
  }

  /** An operation that changes nothing leaves no record. */
  private void record(State after) {
    if (!after.sameAs(now())) {
      history.add(after);
    }
  }

  /**
   * One operation.
   *
   * @param set the id of the commits that it makes
   */
  void transact(List<Consumer<Actions>> actions, CommitId set) {
    Lines lines = new Lines(now().copy(), set, newest() + 1);
    ModelActions all = new ModelActions(lines, writes);
    actions.forEach(action -> action.accept(all));
    lines.propagate();
    record(lines.state);
    all.closed().forEach(commit -> writes.close(commit.repo(), commit.id()));
  }

  /** Whether the next write to the branch goes to an open commit, which leaves no record. */
  boolean isOpen(BranchName branch) {
    return open(branch).isPresent();
  }

  private Optional<Commit> open(BranchName branch) {
    return now()
        .branch(branch)
        .filter(found -> !found.owned())
        .flatMap(found -> now().commit(branch.repo(), found.head()))
        .filter(Commit::isOpen);
  }

  /** Puts and deletes files, in a commit of their own or in the open one. */
  void write(BranchName branch, Edits edits, CommitId set) {
    Optional<Commit> open = open(branch);
    if (open.isPresent()) {
      writes.add(branch.repo(), open.get().id(), edits);
      return;
    }
    State state = now().copy();
    Map<String, String> before =
        state
            .branch(branch)
            .flatMap(Branch::readable)
            .flatMap(id -> state.commit(branch.repo(), id))
            .map(Commit::files)
            .orElse(Map.of());
    Lines lines = new Lines(state, set, newest() + 1);
    lines.start(branch);
    Optional<Map<String, String>> after = edits.after(before);
    conflictIf(after.isEmpty(), "a path would be a file and a directory");
    Commit commit = state.requireCommit(branch.repo(), set);
    state.put(commit.good(lines.time, after.orElseThrow(), Optional.empty()));
    lines.triggers.finished(branch);
    lines.propagate();
    record(state);
  }

  /** An engine begins to run; none lives. */
  void beginRun() {
    inThisRun.clear();
    takenUp.keySet().removeIf(job -> stateOf(job).isEmpty());
  }

  /** The engine has ended, or died; it has cleared what it left of jobs that are at their end. */
  void endRun() {
    takenUp.keySet().removeIf(job -> !stateOf(job).equals(Optional.of(JobState.RUNNING)));
  }

  private Optional<JobState> stateOf(String job) {
    return now().recordedJobs().stream()
        .filter(recorded -> job.equals(recorded.pipeline() + "@" + recorded.set()))
        .map(Job::state)
        .findFirst();
  }

  /**
   * What an engine did, which is one record.
   *
   * @param set the id of the commits that it made
   */
  void engine(Consumer<JobRuns> step, boolean down, CommitId set) {
    State state = now().copy();
    step.accept(new JobRuns(state, newest() + 1, down, takenUp, inThisRun));
    Lines lines = new Lines(state, set, newest() + 1);
    lines.triggers.finishedAny();
    lines.propagate();
    if (!state.sameAs(now())) {
      byEngines.add(newest() + 1);
    }
    record(state);
  }

  /** For what makes no commit. */
  static final CommitId NO_SET = new CommitId("f".repeat(32));

  /** The newest operation that nothing in itself forbids to take back. */
  Optional<Long> newestReversible() {
    for (long number = newest(); number > 0; number--) {
      if (isReversible(number)) {
        return Optional.of(number);
      }
    }
    return Optional.empty();
  }

  /**
   * Gives back what an operation changed.
   *
   * @param set the id of the commits that branches get which follow others again
   */
  void undo(long number, CommitId set) {
    notFoundIf(number > newest(), "operation " + number);
    conflictIf(number == 0 || !isReversible(number), number + " cannot be taken back");
    State before = history.get((int) number - 1);
    State after = history.get((int) number);
    State state = now().copy();
    Set<String> touched = State.differences(before, after);
    for (String key : touched) {
      conflictIf(!state.find(key).equals(after.find(key)), key + " changed later");
      state.set(key, before.find(key));
    }
    List<String> unsound = Soundness.problems(state, touched);
    conflictIf(!unsound.isEmpty(), "the rest does not go with it: " + unsound);
    for (Commit commit : now().commits()) {
      if (commit.isOpen() && !commit.auto() && state.commit(commit.repo(), commit.id()).isEmpty()) {
        writes.close(commit.repo(), commit.id());
      }
    }
    Lines lines = new Lines(state, set, newest() + 1);
    catchUp(lines, before, after);
    lines.propagate();
    record(state);
  }

  /** What follows a branch again which has moved meanwhile gets a commit. */
  private static void catchUp(Lines lines, State before, State after) {
    for (Branch branch : lines.state.branches()) {
      for (BranchName up : branch.provenance()) {
        boolean again =
            before.upstream(branch.name()).contains(up)
                && !after.upstream(branch.name()).contains(up);
        if (again
            && !lines.state.requireBranch(up).head().equals(before.requireBranch(up).head())) {
          lines.trigger(branch.name());
        }
      }
      Optional<BranchName> source = source(lines.state, branch.name());
      if (source.isPresent()
          && source.equals(source(before, branch.name()))
          && !source.equals(source(after, branch.name()))
          && !lines
              .state
              .requireBranch(source.get())
              .readable()
              .equals(before.requireBranch(source.get()).readable())) {
        lines.triggers.arm(branch.name());
      }
    }
  }

  private static Optional<BranchName> source(State state, BranchName name) {
    return state.branch(name).flatMap(Branch::trigger).map(Value.Trigger::source);
  }

  private boolean isReversible(long number) {
    if (byEngines.contains(number)) {
      return false;
    }
    State before = history.get((int) number - 1);
    State after = history.get((int) number);
    return State.differences(before, after).stream()
        .allMatch(key -> isReversible(before.find(key), after.find(key)));
  }

  private boolean isReversible(Optional<Value> before, Optional<Value> after) {
    Value any = before.or(() -> after).orElseThrow();
    if (any instanceof Job) {
      return after.isEmpty() || isOfUser(before.map(Job.class::cast), (Job) after.get());
    }
    if (!(any instanceof Commit commit)) {
      return true;
    }
    boolean wasOpen = before.map(Commit.class::cast).filter(Commit::isOpen).isPresent();
    boolean isOpen = after.map(Commit.class::cast).filter(Commit::isOpen).isPresent();
    if (wasOpen && !isOpen) {
      return !writes.isClosed(commit.repo(), commit.id());
    }
    return wasOpen || !isOpen || writes.to(commit.repo(), commit.id()).isEmpty();
  }

  /** A job that never ran may have been ended by a user. */
  private static boolean isOfUser(Optional<Job> before, Job after) {
    boolean waited = before.map(Job::state).orElse(JobState.CREATED) == JobState.CREATED;
    return waited && (after.state() == JobState.KILLED || after.state() == JobState.UNRUNNABLE);
  }
}
