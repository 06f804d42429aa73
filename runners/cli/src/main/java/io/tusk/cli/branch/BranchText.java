/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.branch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.RawJson;
import io.tusk.repo.Branch;
import io.tusk.repo.Catalog;

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
    catalog.provenance(branch.name()).forEach(name -> provenance.add(RawJson.branchName(name)));
    ArrayNode direct = json.putArray("direct_provenance");
    branch.provenance().forEach(upstream -> direct.add(RawJson.branchName(upstream)));
    ArrayNode subvenance = json.putArray("subvenance");
    catalog.subvenance(branch.name()).forEach(name -> subvenance.add(RawJson.branchName(name)));
    json.put("created", branch.created().toString());
    return json;
  }
}
