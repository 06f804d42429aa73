/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a user does, as far as it does not depend on what was done before. */
sealed interface Command {

  /** A commit of a repository: the n-th, as often around as needed. */
  record Pick(RepoName repo, int number) {
    Optional<CommitId> in(State state) {
      List<Value.Commit> commits = state.commits(repo);
      return commits.isEmpty()
          ? Optional.empty()
          : Optional.of(commits.get(number % commits.size()).id());
    }

    @Override
    public String toString() {
      return repo + "#" + number;
    }
  }

  /**
   * A part of a transaction.
   *
   * @param action nothing where the state lacks what it is about
   */
  record Step(String text, Function<State, Optional<Consumer<Actions>>> action) {
    static Step of(String text, Consumer<Actions> action) {
      return new Step(text, state -> Optional.of(action));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  record Transact(List<Step> steps) implements Command {
    @Override
    public String toString() {
      return steps.stream().map(Step::text).collect(Collectors.joining("; "));
    }
  }

  record Write(BranchName branch, Edits edits) implements Command {
    @Override
    public String toString() {
      return (edits.append() ? "append " : "put ")
          + branch
          + " "
          + edits.puts()
          + (edits.deletes().isEmpty() ? "" : ", after deleting " + edits.deletes());
    }
  }

  record Copy(Pick from, String path, BranchName to, String target, boolean append)
      implements Command {
    @Override
    public String toString() {
      return (append ? "append a copy of " : "copy ") + from + path + " to " + to + target;
    }
  }

  /**
   * @param back how many operations before the newest; nothing for the newest that can be
   */
  record TakeBack(Optional<Integer> back) implements Command {
    @Override
    public String toString() {
      return "undo " + back.map(n -> n + " before the newest").orElse("");
    }
  }

  /**
   * Runs all pending jobs while the service that some contents need is down, or up.
   *
   * @param during what comes in while a job runs; no copy, and no other run
   */
  record Run(boolean down, Optional<Command> during, End end) implements Command {
    /** How an engine ends. */
    enum End {
      DONE,
      /** It dies when the datums of its first job have run. */
      DEATH
    }

    @Override
    public String toString() {
      return (down ? "run while the service is down" : "run")
          + during.map(command -> ", and meanwhile " + command).orElse("")
          + (end == End.DEATH ? ", until the engine dies" : "");
    }
  }
}
