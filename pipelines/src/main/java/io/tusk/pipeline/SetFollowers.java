/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which commits of a set were made from which of the same set. That does not change while jobs end,
 * so a set is read once for all that end in a row.
 */
final class SetFollowers {
  private final Catalog catalog;
  private final Map<RepoName, List<RepoName>> followers = new HashMap<>();
  private CommitId set;

  SetFollowers(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The commits of its set that were made from {@code commit}, as they are now. */
  List<Commit> of(Commit commit) {
    if (!commit.id().equals(set)) {
      set = commit.id();
      followers.clear();
      catalog.commitSet(set).forEach(this::add);
    }
    return followers.getOrDefault(commit.repo(), List.of()).stream()
        .map(repo -> catalog.requireCommit(repo, commit.id()))
        .toList();
  }

  private void add(Commit commit) {
    commit.provenance().stream()
        .filter(upstream -> upstream.commit().equals(set))
        .map(upstream -> upstream.branch().repo())
        .distinct()
        .forEach(
            upstream ->
                followers.computeIfAbsent(upstream, any -> new ArrayList<>()).add(commit.repo()));
  }
}
