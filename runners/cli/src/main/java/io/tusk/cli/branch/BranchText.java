/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.branch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.RawJson;
import io.tusk.name.BranchName;
import io.tusk.repo.Branch;
import io.tusk.repo.Catalog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** How branches are shown. */
final class BranchText {
  private BranchText() {}

  static String creator(Branch branch) {
    return branch.owner() == Branch.Owner.PIPELINE ? "pipeline" : "user";
  }

  static ObjectNode document(Catalog catalog, Branch branch) {
    ObjectNode json = RawJson.object();
    json.set("branch", RawJson.branchName(branch.name()));
    json.set("head", RawJson.commitName(branch.name().repo(), branch.head(), branch.name()));
    ArrayNode provenance = json.putArray("provenance");
    reached(branch.name(), name -> direct(catalog, name))
        .forEach(name -> provenance.add(RawJson.branchName(name)));
    ArrayNode direct = json.putArray("direct_provenance");
    branch.provenance().forEach(upstream -> direct.add(RawJson.branchName(upstream)));
    ArrayNode subvenance = json.putArray("subvenance");
    reached(branch.name(), catalog::downstream)
        .forEach(name -> subvenance.add(RawJson.branchName(name)));
    json.put("created", branch.created().toString());
    return json;
  }

  private static List<BranchName> direct(Catalog catalog, BranchName name) {
    return catalog.branch(name).map(Branch::provenance).orElse(List.of());
  }

  /** The branches that any number of steps lead to, without {@code start}, sorted. */
  private static Set<BranchName> reached(
      BranchName start, Function<BranchName, List<BranchName>> step) {
    Set<BranchName> found = new TreeSet<>();
    Deque<BranchName> left = new ArrayDeque<>(List.of(start));
    while (!left.isEmpty()) {
      step.apply(left.remove()).stream().filter(found::add).forEach(left::add);
    }
    return found;
  }
}
