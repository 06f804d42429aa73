/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.fsck;

import io.tusk.name.BranchName;
import io.tusk.repo.BranchTies;
import io.tusk.repo.Catalog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds branches that lead back to themselves; looks at each branch and each tie once. */
final class CycleCheck {
  private final Catalog catalog;
  private final List<BranchName> branches = new ArrayList<>();

  CycleCheck(Catalog catalog) {
    this.catalog = catalog;
  }

  void add(BranchName branch) {
    branches.add(branch);
  }

  /** What is left once all were taken that nothing before them leads to is on a cycle or behind. */
  void report(Problems problems) {
    Map<BranchName, List<BranchName>> next = new HashMap<>();
    Map<BranchName, Integer> ties = new HashMap<>();
    branches.forEach(branch -> next.put(branch, BranchTies.next(catalog, branch)));
    next.values().forEach(all -> all.forEach(to -> ties.merge(to, 1, Integer::sum)));
    Deque<BranchName> free = new ArrayDeque<>();
    branches.stream().filter(branch -> !ties.containsKey(branch)).forEach(free::add);
    while (!free.isEmpty()) {
      for (BranchName to : next.getOrDefault(free.poll(), List.of())) {
        if (ties.merge(to, -1, Integer::sum) == 0) {
          free.add(to);
        }
      }
    }
    branches.stream()
        .filter(branch -> ties.getOrDefault(branch, 0) > 0)
        .forEach(
            branch ->
                BranchTies.cycle(catalog, branch)
                    .ifPresent(problem -> problems.report("branch " + branch, problem)));
  }
}
