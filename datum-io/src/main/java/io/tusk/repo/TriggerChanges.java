/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.meta.MetadataValue;
import io.tusk.name.BranchName;
import java.util.List;
import java.util.Optional;

/** Sets and removes the triggers of branches within a transaction. */
public final class TriggerChanges {
  private TriggerChanges() {}

  /**
   * Has {@code name} move when the conditions hold of what {@code source} shows; what that shows
   * now moves nothing. Both are made where they do not exist. Nothing happens when the trigger is
   * set already.
   *
   * @throws TuskException CONFLICT for a branch that follows others or that a pipeline writes, for
   *     a source in another repository or that the branch leads to, and where a commit of the
   *     source would need two commits of one repository; NOT_FOUND for the repository
   */
  public static void set(
      Transaction tx, BranchName name, BranchName source, Trigger.Conditions conditions) {
    refuseLoop(tx, name, source);
    Optional<Branch> present = tx.catalog().branch(name);
    present.ifPresent(BranchChanges::requireUserBranch);
    present.ifPresent(TriggerChanges::refuseProvenance);
    BranchChanges.require(tx, source);
    Branch branch = BranchChanges.requireApart(tx, name);
    boolean isSet =
        branch
            .trigger()
            .filter(has -> has.source().equals(source) && has.conditions().equals(conditions))
            .isPresent();
    if (isSet) {
      return;
    }
    unlist(tx, branch);
    Trigger trigger = new Trigger(source, conditions, tx.time());
    tx.put(branch.withTrigger(Optional.of(trigger)));
    tx.metadata().put(Keys.triggered(source, name), MetadataValue.present());
    if (trigger.isTimed()) {
      tx.metadata().put(Keys.timed(name), MetadataValue.present());
    }
    Provenance.refuseClash(tx, name, refusal(name, source));
  }

  private static void refuseLoop(Transaction tx, BranchName name, BranchName source) {
    if (!source.repo().equals(name.repo())) {
      throw refuse(name, source, "they must belong to the same repo");
    }
    List<BranchName> way = Provenance.way(tx.catalog(), name, source);
    if (!way.isEmpty()) {
      throw refuse(
          name,
          source,
          "a trigger cannot lead back to its own branch: "
              + BranchTies.text(way)
              + " -> "
              + name
              + "; name another branch");
    }
  }

  private static void refuseProvenance(Branch branch) {
    if (!branch.provenance().isEmpty()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "branch "
              + branch.name()
              + " cannot have a trigger: it follows branch "
              + branch.provenance().get(0)
              + ", and a branch cannot have both provenance and a trigger; use another branch");
    }
  }

  private static String refusal(BranchName name, BranchName source) {
    return "branch " + name + " cannot be triggered by branch " + source;
  }

  private static TuskException refuse(BranchName name, BranchName source, String fact) {
    return new TuskException(ErrorCode.CONFLICT, refusal(name, source) + ": " + fact);
  }

  /**
   * Takes the trigger of a branch away, if it has one; the branch stays where it is.
   *
   * @throws TuskException NOT_FOUND
   */
  public static void remove(Transaction tx, BranchName name) {
    Branch branch = tx.catalog().requireBranch(name);
    unlist(tx, branch);
    tx.put(branch.withTrigger(Optional.empty()));
  }

  /** Removes the keys by which a branch's trigger is found. */
  static void unlist(Transaction tx, Branch branch) {
    branch
        .trigger()
        .ifPresent(
            trigger -> tx.metadata().remove(Keys.triggered(trigger.source(), branch.name())));
    if (branch.trigger().filter(Trigger::isTimed).isPresent()) {
      tx.metadata().remove(Keys.timed(branch.name()));
    }
  }
}
