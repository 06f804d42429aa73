/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.cron.CronSchedule;
import io.tusk.error.TuskException;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The triggers that time fires, and no commit. What it costs follows how many there are. */
public final class TimedTriggers {
  /** What a transaction does that fires them; it is not taken back. */
  public static final Operation OPERATION = new Operation("fire triggers", "");

  private TimedTriggers() {}

  /** The branches that {@link #fire} would move, by name. */
  public static List<BranchName> due(Catalog catalog, Instant now) {
    return RepoChanges.list(catalog.timed()).stream()
        .filter(name -> due(catalog, catalog.requireBranch(name), now).isPresent())
        .toList();
  }

  /** When the next time comes that is later than {@code after} and may move a branch. */
  public static Optional<Instant> next(Catalog catalog, Instant after) {
    List<Instant> times = new ArrayList<>();
    Iterator<BranchName> timed = catalog.timed();
    while (timed.hasNext()) {
      Trigger trigger = trigger(catalog.requireBranch(timed.next()));
      Instant last = lastTime(trigger, after).orElse(trigger.since());
      schedule(trigger).next(last).ifPresent(times::add);
    }
    return times.stream().min(Comparator.naturalOrder());
  }

  /**
   * Moves those of some branches whose time has come to what the branch that they start from showed
   * then; what they trigger in turn and what follows them is seen to as in any transaction. Of
   * several times that have passed the last one with a commit counts.
   *
   * @param branches that may have gone or lost their trigger meanwhile
   * @param now by the caller's clock
   * @return the branches that moved
   * @throws TuskException CONFLICT where they cannot move in one transaction: a repository would
   *     get two commits
   */
  public static List<BranchName> fire(
      Transaction tx, Collection<BranchName> branches, Instant now) {
    List<BranchName> moved = new ArrayList<>();
    for (BranchName name : branches) {
      Optional<Branch> branch = tx.catalog().branch(name).filter(TimedTriggers::isTimed);
      Optional<Commit> due = branch.flatMap(found -> due(tx.catalog(), found, now));
      if (due.isPresent()) {
        BranchChanges.moveHead(tx, branch.get(), due.get(), now);
        moved.add(name);
      }
    }
    return moved;
  }

  private static boolean isTimed(Branch branch) {
    return branch.trigger().filter(Trigger::isTimed).isPresent();
  }

  /** Only commits that were finished later than the trigger's last time are looked at, and one. */
  private static Optional<Commit> due(Catalog catalog, Branch branch, Instant now) {
    Trigger trigger = trigger(branch);
    Optional<Instant> last = lastTime(trigger, now);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    Optional<Commit> commit =
        catalog
            .requireBranch(trigger.source())
            .readable()
            .map(id -> catalog.requireCommit(branch.name().repo(), id));
    while (commit.isPresent() && !commit.get().id().equals(branch.head())) {
      if (commit.get().finished().orElseThrow().isBefore(last.get())) {
        return commit;
      }
      commit = catalog.readableAncestor(commit.get());
    }
    return Optional.empty();
  }

  /** The last of the trigger's times that have come; of an interval counted from when it counts. */
  private static Optional<Instant> lastTime(Trigger trigger, Instant now) {
    return schedule(trigger).due(trigger.since(), now, 1).ticks().stream().findFirst();
  }

  private static Trigger trigger(Branch branch) {
    return branch.trigger().orElseThrow();
  }

  private static CronSchedule schedule(Trigger trigger) {
    return trigger.conditions().cron().orElseThrow().schedule();
  }
}
