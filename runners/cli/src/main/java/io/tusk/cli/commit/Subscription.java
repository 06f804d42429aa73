/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.Iterators;
import io.tusk.cli.frame.StoreWatch;
import io.tusk.cli.frame.View;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * The commits of a repository, oldest first, and then those that come, without end. What is written
 * meanwhile costs what it adds, not what there is.
 */
final class Subscription implements Iterator<Subscription.Item> {
  private final RepoName repo;
  private final StoreWatch watch;
  private Catalog catalog;
  private Iterator<Commit> commits;
  private Optional<CommitId> newest;

  /** A commit, and what showed it. */
  record Item(Catalog catalog, Commit commit) {}

  private Subscription(View view, RepoName repo, Optional<CommitId> seen) {
    this.repo = repo;
    this.watch = new StoreWatch(view.store(), view.snapshot());
    this.catalog = view.catalog();
    this.newest = seen;
    this.commits = Collections.emptyIterator();
  }

  /** All commits. */
  static Subscription ofAll(View view, RepoName repo) {
    Subscription all = new Subscription(view, repo, newest(view.catalog(), repo));
    all.commits = view.catalog().commitsOldestFirst(repo);
    return all;
  }

  /** Those after {@code from}. */
  static Subscription after(View view, RepoName repo, Commit from) {
    Subscription later = new Subscription(view, repo, Optional.of(from.id()));
    later.commits = later.unseen();
    return later;
  }

  /** Those that come from now on. */
  static Subscription ofNew(View view, RepoName repo) {
    return new Subscription(view, repo, newest(view.catalog(), repo));
  }

  private static Optional<CommitId> newest(Catalog catalog, RepoName repo) {
    Iterator<CommitId> newestFirst = catalog.commitIds(repo);
    return newestFirst.hasNext() ? Optional.of(newestFirst.next()) : Optional.empty();
  }

  private Iterator<Commit> unseen() {
    // Ids alone, as there may be very many after the one that a user names.
    Deque<CommitId> oldestFirst = new ArrayDeque<>();
    Iterator<CommitId> newestFirst = catalog.commitIds(repo);
    while (newestFirst.hasNext()) {
      CommitId id = newestFirst.next();
      if (newest.filter(seen -> id.compareTo(seen) <= 0).isPresent()) {
        break;
      }
      oldestFirst.addFirst(id);
    }
    if (!oldestFirst.isEmpty()) {
      newest = Optional.of(oldestFirst.getLast());
    }
    Catalog shown = catalog;
    return Iterators.map(oldestFirst.iterator(), id -> shown.requireCommit(repo, id));
  }

  /** Whether there is a next one, for which {@link #next} may wait: always. */
  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Item next() {
    while (!commits.hasNext()) {
      catalog = watch.next().catalog();
      catalog.requireRepo(repo);
      commits = unseen();
    }
    return new Item(catalog, commits.next());
  }
}
