/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.Detail;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.RawJson;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** How commits are shown. */
final class CommitText {
  private CommitText() {}

  static Listing<Commit> listing(Catalog catalog, Iterator<Commit> commits) {
    return Listing.of(commits, commit -> document(catalog, commit))
        .column("PROJECT", commit -> commit.repo().project())
        .column("REPO", commit -> commit.repo().name())
        .column("COMMIT", Commit::id)
        .column("FINISHED", Commit::finished)
        .column("SIZE", CommitText::size)
        .column("ORIGIN", Commit::origin)
        .column("CREATOR", CommitText::creator)
        .column("DESCRIPTION", CommitText::description);
  }

  /** Commits as they come. */
  static Listing<Subscription.Item> stream(Iterator<Subscription.Item> items) {
    return Listing.of(items, item -> document(item.catalog(), item.commit()))
        .column("PROJECT", item -> item.commit().repo().project())
        .column("REPO", item -> item.commit().repo().name())
        .column("COMMIT", item -> item.commit().id())
        .column("FINISHED", item -> item.commit().finished())
        .column("SIZE", item -> size(item.commit()))
        .column("ORIGIN", item -> item.commit().origin())
        .column("CREATOR", item -> creator(item.commit()))
        .column("DESCRIPTION", item -> description(item.commit()))
        .live();
  }

  static Detail detail(Catalog catalog, Commit commit) {
    return Detail.of(() -> document(catalog, commit))
        .line("Commit", commit.label())
        .line("Original Branch", commit.branch().name())
        .line("Description", commit.description())
        .line("Parent", commit.parent())
        .line("Started", commit.started())
        .line("Finished", commit.finished())
        .line("Size", size(commit))
        .line("Error", commit.error())
        .line("Provenance", provenance(commit));
  }

  private static String provenance(Commit commit) {
    List<String> upstream = new ArrayList<>();
    commit.provenance().forEach(up -> upstream.add(up.branch().repo() + "@" + up.commit()));
    return String.join(", ", upstream);
  }

  /** An open commit may still grow. */
  static String size(Commit commit) {
    return (commit.isOpen() ? "≤ " : "") + Format.size(commit.files().bytes());
  }

  private static String creator(Commit commit) {
    return commit.origin() == Commit.Origin.AUTO ? "pipeline" : "user";
  }

  private static String description(Commit commit) {
    return commit
        .error()
        .map(text -> "error: " + text.lines().findFirst().orElse(""))
        .orElse(commit.description());
  }

  static ObjectNode document(Catalog catalog, Commit commit) {
    ObjectNode json = RawJson.object();
    json.set("commit", RawJson.commitName(commit.repo(), commit.id(), commit.branch()));
    json.putObject("origin").put("kind", commit.origin().name());
    RawJson.putText(json, "description", commit.description());
    commit
        .parent()
        .ifPresent(
            id ->
                json.set("parent_commit", RawJson.commitName(commit.repo(), id, commit.branch())));
    ArrayNode children = json.putArray("child_commits");
    catalog
        .children(commit.repo(), commit.id())
        .forEach(id -> children.add(RawJson.commitName(commit.repo(), id, commit.branch())));
    json.put("started", commit.started().toString());
    commit.finished().ifPresent(time -> json.put("finished", time.toString()));
    ArrayNode provenance = json.putArray("direct_provenance");
    commit
        .provenance()
        .forEach(
            up -> provenance.add(RawJson.commitName(up.branch().repo(), up.commit(), up.branch())));
    commit.error().ifPresent(text -> json.put("error", text));
    json.put("size_bytes_upper_bound", commit.files().bytes());
    ObjectNode details = json.putObject("details");
    details.put("size_bytes", commit.files().bytes()).put("files", commit.files().files());
    return json;
  }
}
