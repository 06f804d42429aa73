/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.Iterators;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.RawJson;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.CommitId;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * All commits of one id.
 *
 * @param commits at least one
 */
record CommitSet(List<Commit> commits) {
  /**
   * The commits of an id by repository.
   *
   * @throws TuskException NOT_FOUND
   */
  static List<Commit> require(Catalog catalog, CommitId id) {
    return require(catalog.commitSet(id), id);
  }

  /**
   * The commits of an id by repository, and behind them those of other ids that they were made
   * from.
   *
   * @throws TuskException NOT_FOUND
   */
  static List<Commit> withProvenance(Catalog catalog, CommitId id) {
    return require(catalog.commitSetWithProvenance(id), id);
  }

  private static List<Commit> require(List<Commit> set, CommitId id) {
    if (set.isEmpty()) {
      throw new TuskException(
          ErrorCode.NOT_FOUND,
          "commit set " + id + " does not exist; 'tusk list commit' shows those that do");
    }
    return set;
  }

  /**
   * @param commits those of one id beside each other
   */
  static Listing<CommitSet> listing(Catalog catalog, Iterator<Commit> commits) {
    Iterator<CommitSet> sets = Iterators.map(Iterators.group(commits, Commit::id), CommitSet::new);
    return Listing.of(sets, set -> set.document(catalog))
        .column("ID", CommitSet::id)
        .column("SUBCOMMITS", set -> set.commits().size())
        .column("PROGRESS", CommitSet::progress)
        .column("CREATED", CommitSet::created)
        .column("MODIFIED", CommitSet::modified);
  }

  private CommitId id() {
    return commits.get(0).id();
  }

  private String progress() {
    return Format.bar(commits.stream().filter(commit -> !commit.isOpen()).count(), commits.size());
  }

  private Instant created() {
    return commits.stream().map(Commit::started).min(Comparator.naturalOrder()).orElseThrow();
  }

  private Instant modified() {
    return commits.stream()
        .map(commit -> commit.finished().orElse(commit.started()))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private ObjectNode document(Catalog catalog) {
    ObjectNode json = RawJson.object();
    json.putObject("commit_set").put("id", id().value());
    ArrayNode array = json.putArray("commits");
    commits.forEach(commit -> array.add(CommitText.document(catalog, commit)));
    return json;
  }
}
