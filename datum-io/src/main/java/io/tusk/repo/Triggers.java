/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.cron.CronSchedule;
import io.tusk.name.BranchName;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Moves the branches whose triggers fire; {@code docs/format.md}, section 6. What it costs follows
 * the triggers that start from branches which show another commit.
 */
final class Triggers {
  private final Transaction tx;
  private final Deque<BranchName> shown;

  private Triggers(Transaction tx) {
    this.tx = tx;
    this.shown = new ArrayDeque<>(tx.shown());
  }

  static void run(Transaction tx) {
    Triggers triggers = new Triggers(tx);
    tx.armed().forEach(triggers::evaluate);
    while (!triggers.shown.isEmpty()) {
      tx.catalog().triggered(triggers.shown.poll()).forEach(triggers::evaluate);
    }
  }

  /** A trigger leads to no cycle, so each branch that moves is followed up to the end. */
  private void evaluate(BranchName name) {
    Branch branch = tx.catalog().requireBranch(name);
    Trigger trigger = branch.trigger().orElseThrow();
    Optional<Commit> present = readable(branch);
    Optional<Commit> offered = readable(tx.catalog().requireBranch(trigger.source()));
    if (offered.isEmpty() || branch.head().equals(offered.get().id())) {
      return;
    }
    if (trigger.isTimed()) {
      awaitNextTime(branch, trigger, offered.get());
    } else if (holds(trigger.conditions(), present, offered.get())) {
      BranchChanges.moveHead(tx, branch, offered.get());
      shown.add(name);
    }
  }

  /**
   * A commit that was finished before has not been there when the earlier times came. One that is
   * the first since the branch moved awaits nothing that is older, which later need not be found
   * out again and again.
   */
  private void awaitNextTime(Branch branch, Trigger trigger, Commit offered) {
    boolean isFirst =
        tx.catalog()
            .readableAncestor(offered)
            .filter(before -> before.id().equals(branch.head()))
            .isPresent();
    if (isFirst || !offered.finished().equals(Optional.of(tx.time()))) {
      tx.put(branch.withTrigger(Optional.of(trigger.since(tx.time()))));
    }
  }

  private Optional<Commit> readable(Branch branch) {
    return branch.readable().map(id -> tx.catalog().requireCommit(branch.name().repo(), id));
  }

  private boolean holds(Trigger.Conditions conditions, Optional<Commit> present, Commit offered) {
    Stream<Boolean> answers =
        Stream.of(
                conditions.size().map(size -> hasGrown(size.bytes(), present, offered)),
                conditions.rateLimit().map(cron -> isRested(cron.schedule(), present, offered)),
                Optional.of(conditions.commits())
                    .filter(commits -> commits > 0)
                    .map(commits -> isAhead(commits, present, offered)))
            .flatMap(Optional::stream);
    return switch (conditions.match()) {
      case ANY -> answers.anyMatch(Boolean::booleanValue);
      case ALL -> answers.allMatch(Boolean::booleanValue);
    };
  }

  private static boolean hasGrown(long bytes, Optional<Commit> present, Commit offered) {
    return offered.files().bytes() - present.map(commit -> commit.files().bytes()).orElse(0L)
        >= bytes;
  }

  private static boolean isRested(CronSchedule schedule, Optional<Commit> present, Commit offered) {
    Optional<Instant> last = present.flatMap(Commit::finished);
    return last.isEmpty()
        || schedule
            .next(last.get())
            .filter(next -> !next.isAfter(offered.finished().orElseThrow()))
            .isPresent();
  }

  /** Looks at no more commits than it asks for. */
  private boolean isAhead(long commits, Optional<Commit> present, Commit offered) {
    long ahead = 0;
    Optional<Commit> next = Optional.of(offered);
    while (ahead < commits && next.isPresent()) {
      Commit commit = next.get();
      if (present.filter(old -> old.id().equals(commit.id())).isPresent()) {
        return false;
      }
      ahead += BranchChanges.isEmptyFirst(commit) ? 0 : 1;
      next = tx.catalog().parent(commit);
    }
    return ahead == commits;
  }
}
