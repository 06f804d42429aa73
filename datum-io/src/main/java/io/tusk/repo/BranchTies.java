/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.name.BranchName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a branch and what is listed about what moves it agree, and where it leads. */
public final class BranchTies {
  private static final String ARROW = " -> ";

  private BranchTies() {}

  /** What is wrong about an existing branch, a clause for people; nothing if all is well. */
  public static Optional<String> problem(Catalog catalog, Branch branch) {
    BranchName name = branch.name();
    boolean isTimed = branch.trigger().filter(Trigger::isTimed).isPresent();
    if (catalog.isTimed(name) != isTimed) {
      return Optional.of("branch " + name + " is not listed as its trigger has it");
    }
    if (branch.trigger().isPresent() && !branch.provenance().isEmpty()) {
      return Optional.of("branch " + name + " has both provenance and a trigger");
    }
    if (!branch.provenance().containsAll(branch.passive())) {
      return Optional.of("branch " + name + " is not moved by what it does not follow");
    }
    Optional<BranchName> source = branch.trigger().map(Trigger::source);
    if (source.filter(from -> catalog.branch(from).isEmpty()).isPresent()) {
      return Optional.of("branch " + source.get() + ", which triggers " + name + ", is gone");
    }
    if (source.filter(from -> !catalog.triggers(from, name)).isPresent()) {
      return Optional.of("branch " + source.get() + " does not list " + name + " as triggered");
    }
    return Optional.empty();
  }

  /** How a branch leads back to itself, a clause for people; nothing where it does not. */
  public static Optional<String> cycle(Catalog catalog, BranchName name) {
    for (BranchName next : next(catalog, name)) {
      List<BranchName> way = Provenance.way(catalog, next, name);
      if (!way.isEmpty()) {
        return Optional.of("branch " + name + " leads back to itself: " + name + ARROW + text(way));
      }
    }
    return Optional.empty();
  }

  /** The branches that follow a branch or are triggered by it. */
  public static List<BranchName> next(Catalog catalog, BranchName name) {
    return Provenance.next(catalog, name);
  }

  /** {@code a -> b -> c}. */
  static String text(List<BranchName> way) {
    return way.stream().map(BranchName::toString).collect(Collectors.joining(ARROW));
  }
}
