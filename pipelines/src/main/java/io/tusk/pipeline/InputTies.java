/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.cron.CronExpression;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import io.tusk.repo.Branch;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.DecimalSize;
import io.tusk.repo.Transaction;
import io.tusk.repo.Trigger;
import io.tusk.repo.TriggerChanges;
import io.tusk.spec.Input;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.Input.Propagation;
import io.tusk.spec.PipelineSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What moves the branches that a specification reads, and which of them start jobs. */
public final class InputTies {
  private InputTies() {}

  /** The branches whose commits alone start no job. */
  public static Set<BranchName> passive(PipelineSpec spec) {
    Set<BranchName> passive = new TreeSet<>();
    Set<BranchName> active = new TreeSet<>();
    for (Input leaf : PipelineInputs.leaves(spec)) {
      boolean never = leaf instanceof PfsInput pfs && pfs.propagation() == Propagation.NEVER;
      (never ? passive : active).add(PipelineInputs.branch(leaf));
    }
    passive.removeAll(active);
    return passive;
  }

  private record Wanted(BranchName source, Trigger.Conditions conditions) {
    boolean isOf(Branch branch) {
      return branch
          .trigger()
          .filter(has -> has.source().equals(source) && has.conditions().equals(conditions))
          .isPresent();
    }
  }

  private static Map<BranchName, Wanted> wanted(PipelineSpec spec) {
    Map<BranchName, Wanted> wanted = new LinkedHashMap<>();
    for (Input leaf : PipelineInputs.leaves(spec)) {
      if (leaf instanceof PfsInput pfs && pfs.trigger().isPresent()) {
        Input.Trigger trigger = pfs.trigger().get();
        BranchName source = new BranchName(pfs.branch().repo(), trigger.branch());
        wanted.put(pfs.branch(), new Wanted(source, conditions(trigger)));
      }
    }
    return wanted;
  }

  private static Trigger.Conditions conditions(Input.Trigger trigger) {
    return new Trigger.Conditions(
        trigger.all() ? Trigger.Match.ALL : Trigger.Match.ANY,
        given(trigger.rateLimitSpec()).map(CronExpression::new),
        given(trigger.size()).map(DecimalSize::new),
        trigger.commits(),
        given(trigger.cronSpec()).map(CronExpression::new));
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  /**
   * Sets the triggers that the inputs have, on branches that are made where they do not exist.
   *
   * @throws TuskException CONFLICT as {@link TriggerChanges#set}, and for a branch that others
   *     follow with another trigger
   */
  static void set(Transaction tx, PipelineSpec spec) {
    wanted(spec)
        .forEach(
            (branch, trigger) -> {
              tx.catalog()
                  .branch(branch)
                  .filter(found -> found.trigger().isPresent() && !trigger.isOf(found))
                  .ifPresent(found -> refuseFollowed(tx, found, spec));
              TriggerChanges.set(tx, branch, trigger.source(), trigger.conditions());
            });
  }

  private static void refuseFollowed(Transaction tx, Branch branch, PipelineSpec spec) {
    for (BranchName follower : tx.catalog().downstream(branch.name())) {
      if (!follower.repo().equals(spec.name().repo())) {
        throw new TuskException(
            ErrorCode.CONFLICT,
            "pipeline "
                + spec.name()
                + " cannot give branch "
                + branch.name()
                + " another trigger: branch "
                + follower
                + " follows it as it is; give the input a branch of its own");
      }
    }
  }

  /**
   * Takes back what {@link #set} did for inputs that are no more: the trigger, and the branch where
   * it got its name from the pipeline. What something else follows stays as it is, and so does a
   * trigger that was set by hand since.
   */
  static void release(Transaction tx, PipelineSpec before, Optional<PipelineSpec> after) {
    Set<BranchName> kept = after.map(spec -> wanted(spec).keySet()).orElse(Set.of());
    wanted(before)
        .forEach(
            (name, trigger) -> {
              Optional<Branch> branch = tx.catalog().branch(name).filter(trigger::isOf);
              if (!kept.contains(name)
                  && branch.isPresent()
                  && tx.catalog().downstream(name).isEmpty()) {
                release(tx, before.name(), branch.get());
              }
            });
  }

  private static void release(Transaction tx, PipelineName pipeline, Branch branch) {
    List<BranchName> triggered = tx.catalog().triggered(branch.name());
    if (isNamedAfter(pipeline, branch.name()) && triggered.isEmpty()) {
      BranchChanges.deleteForced(tx, branch.name());
    } else {
      TriggerChanges.remove(tx, branch.name());
    }
  }

  private static boolean isNamedAfter(PipelineName pipeline, BranchName branch) {
    return branch.name().matches("\\Q" + pipeline.name() + "-trigger-\\E[0-9]+");
  }
}
