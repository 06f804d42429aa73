/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import io.tusk.repo.Branch;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.Repo;

/** Repositories, branches and commits in the shapes of Pachyderm's messages. */
final class RawJson {
  private RawJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode repoName(RepoName repo) {
    ObjectNode json = object().put("name", repo.name()).put("type", "user");
    json.putObject("project").put("name", repo.project().value());
    return json;
  }

  static ObjectNode branchName(BranchName branch) {
    ObjectNode json = object();
    json.set("repo", repoName(branch.repo()));
    return json.put("name", branch.name());
  }

  static ObjectNode commitName(RepoName repo, CommitId id, BranchName branch) {
    ObjectNode json = object();
    json.set("branch", branchName(branch));
    json.put("id", id.value());
    json.set("repo", repoName(repo));
    return json;
  }

  static ObjectNode repo(Catalog catalog, Repo repo, long masterBytes) {
    ObjectNode json = object();
    json.set("repo", repoName(repo.name()));
    json.put("created", repo.created().toString());
    putText(json, "description", repo.description());
    ArrayNode branches = json.putArray("branches");
    catalog.branches(repo.name()).forEachRemaining(b -> branches.add(branchName(b.name())));
    json.put("size_bytes_upper_bound", masterBytes);
    json.putObject("details").put("size_bytes", masterBytes);
    return json;
  }

  static ObjectNode branch(Catalog catalog, Branch branch) {
    ObjectNode json = object();
    json.set("branch", branchName(branch.name()));
    json.set("head", commitName(branch.name().repo(), branch.head(), branch.name()));
    ArrayNode direct = json.putArray("direct_provenance");
    branch.provenance().forEach(upstream -> direct.add(branchName(upstream)));
    ArrayNode subvenance = json.putArray("subvenance");
    catalog.downstream(branch.name()).forEach(name -> subvenance.add(branchName(name)));
    json.put("created", branch.created().toString());
    return json;
  }

  static ObjectNode commit(Catalog catalog, Commit commit) {
    ObjectNode json = object();
    json.set("commit", commitName(commit.repo(), commit.id(), commit.branch()));
    json.putObject("origin").put("kind", commit.origin().name());
    putText(json, "description", commit.description());
    commit
        .parent()
        .ifPresent(id -> json.set("parent_commit", commitName(commit.repo(), id, commit.branch())));
    ArrayNode children = json.putArray("child_commits");
    catalog
        .children(commit.repo(), commit.id())
        .forEach(id -> children.add(commitName(commit.repo(), id, commit.branch())));
    json.put("started", commit.started().toString());
    commit.finished().ifPresent(time -> json.put("finished", time.toString()));
    ArrayNode provenance = json.putArray("direct_provenance");
    commit
        .provenance()
        .forEach(up -> provenance.add(commitName(up.branch().repo(), up.commit(), up.branch())));
    commit.error().ifPresent(text -> json.put("error", text));
    json.put("size_bytes_upper_bound", commit.files().bytes());
    ObjectNode details = json.putObject("details");
    details.put("size_bytes", commit.files().bytes()).put("files", commit.files().files());
    return json;
  }

  static void putText(ObjectNode json, String field, String text) {
    if (!text.isEmpty()) {
      json.put(field, text);
    }
  }
}
