/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.View;
import io.tusk.files.FileSet;
import io.tusk.files.PathEntry;
import io.tusk.name.FilePath;
import io.tusk.repo.Commit;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What the commits of a line did to a path, newest first; those that are open or ended with an
 * error did nothing. Costs one look-up of the path a commit.
 */
final class PathHistory implements Iterator<PathHistory.Step> {
  private final View view;
  private final FilePath path;
  private Optional<Commit> next;
  private Optional<PathEntry> entry;
  private long searched;

  PathHistory(View view, Commit newest, FilePath path) {
    this.view = view;
    this.path = path;
    this.next = newest.isReadable() ? Optional.of(newest) : older(newest);
    this.entry = next.flatMap(this::find);
  }

  /** What a commit did to the path. */
  enum Change {
    ADDED,
    CHANGED,
    DELETED;

    private static Optional<Change> of(Optional<PathEntry> before, Optional<PathEntry> after) {
      if (before.isEmpty()) {
        return after.map(now -> ADDED);
      }
      if (after.isEmpty()) {
        return Optional.of(DELETED);
      }
      return after.get().sameContent(before.get()) ? Optional.empty() : Optional.of(CHANGED);
    }

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A commit that was looked at.
   *
   * @param searched how many were, this one included
   */
  record Step(Commit commit, Optional<Change> change, long searched) {}

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public Step next() {
    Commit commit = next.orElseThrow(NoSuchElementException::new);
    Optional<PathEntry> after = entry;
    next = older(commit);
    entry = next.flatMap(this::find);
    searched++;
    return new Step(commit, Change.of(entry, after), searched);
  }

  private Optional<Commit> older(Commit commit) {
    return view.catalog().readableAncestor(commit);
  }

  /** An empty file set has no root that could have been added or deleted. */
  private Optional<PathEntry> find(Commit commit) {
    FileSet files = commit.files();
    return files.root().isEmpty() ? Optional.empty() : view.files().find(files, path);
  }
}
