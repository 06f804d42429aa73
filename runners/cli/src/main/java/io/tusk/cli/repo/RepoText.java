/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.repo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.RawJson;
import io.tusk.name.BranchName;
import io.tusk.repo.Branch;
import io.tusk.repo.Catalog;
import io.tusk.repo.Repo;

/** How repositories are shown. */
final class RepoText {
  private static final String MASTER = "master";

  private RepoText() {}

  /** What readers of the master branch see. */
  static long bytes(Catalog catalog, Repo repo) {
    return catalog
        .branch(new BranchName(repo.name(), MASTER))
        .flatMap(Branch::readable)
        .flatMap(id -> catalog.commit(repo.name(), id))
        .map(commit -> commit.files().bytes())
        .orElse(0L);
  }

  static ObjectNode document(Catalog catalog, Repo repo) {
    long bytes = bytes(catalog, repo);
    ObjectNode json = RawJson.object();
    json.set("repo", RawJson.repoName(repo.name()));
    json.put("created", repo.created().toString());
    RawJson.putText(json, "description", repo.description());
    ArrayNode branches = json.putArray("branches");
    catalog.branches(repo.name()).forEachRemaining(b -> branches.add(RawJson.branchName(b.name())));
    json.put("size_bytes_upper_bound", bytes);
    json.putObject("details").put("size_bytes", bytes);
    return json;
  }
}
