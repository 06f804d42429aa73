/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.branch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.RawJson;
import io.tusk.repo.Branch;
import io.tusk.repo.Catalog;
import io.tusk.repo.Trigger;
import java.util.ArrayList;
import java.util.List;

/** How branches are shown. */
final class BranchText {
  private BranchText() {}

  static String creator(Branch branch) {
    return branch.owner() == Branch.Owner.PIPELINE ? "pipeline" : "user";
  }

  /** As {@code master on Size(1M) or Commits(2)}. */
  static String trigger(Trigger trigger) {
    Trigger.Conditions conditions = trigger.conditions();
    List<String> texts = new ArrayList<>();
    conditions.cron().ifPresent(cron -> texts.add("Cron(" + cron + ")"));
    conditions.rateLimit().ifPresent(cron -> texts.add("RateLimit(" + cron + ")"));
    conditions.size().ifPresent(size -> texts.add("Size(" + size + ")"));
    if (conditions.commits() > 0) {
      texts.add("Commits(" + conditions.commits() + ")");
    }
    String word = conditions.match() == Trigger.Match.ALL ? " and " : " or ";
    return trigger.source().name() + " on " + String.join(word, texts);
  }

  private static ObjectNode document(Trigger trigger) {
    Trigger.Conditions conditions = trigger.conditions();
    ObjectNode json = RawJson.object().put("branch", trigger.source().name());
    if (conditions.match() == Trigger.Match.ALL) {
      json.put("all", true);
    }
    conditions.rateLimit().ifPresent(cron -> json.put("rate_limit_spec", cron.text()));
    conditions.size().ifPresent(size -> json.put("size", size.text()));
    if (conditions.commits() > 0) {
      json.put("commits", conditions.commits());
    }
    conditions.cron().ifPresent(cron -> json.put("cron_spec", cron.text()));
    return json;
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
    branch.trigger().ifPresent(trigger -> json.set("trigger", document(trigger)));
    json.put("created", branch.created().toString());
    return json;
  }
}
