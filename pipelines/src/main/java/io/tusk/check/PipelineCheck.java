/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import io.tusk.fsck.Problem;
import io.tusk.fsck.Problems;
import io.tusk.name.RepoName;
import io.tusk.repo.Catalog;
import io.tusk.repo.Repo;
import io.tusk.repo.TuskStore;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Checks what a store's newest record says of pipelines: what is said twice must agree. For stores
 * whose objects are as they were written. Commits that share their trees are looked at by their
 * differences, and each tree node's entries once; memory grows with the number of distinct nodes.
 * The newest commit of each pipeline is planned anew, which sorts on the host's disk.
 */
public final class PipelineCheck {
  private final TuskStore store;
  private final Problems problems;

  /** {@code told} is told each problem as it is found. */
  public PipelineCheck(TuskStore store, Consumer<Problem> told) {
    this.store = store;
    this.problems = new Problems(told);
  }

  /** The number of problems. */
  public long run() {
    Catalog catalog = store.snapshot().catalog();
    RecordCheck records = new RecordCheck(store.files(), problems);
    CommitCheck commits = new CommitCheck(store, catalog, problems, records);
    problems.reporting(
        "catalog",
        () -> {
          Iterator<Repo> repos = catalog.repos();
          while (repos.hasNext()) {
            RepoName repo = repos.next().name();
            problems.reporting("repo " + repo, () -> commits.check(repo));
          }
        });
    // After the commits, so that what is wrong with a datum tree is said of these.
    new KeyCheck(catalog, problems, store.trees(), records).run();
    return problems.found();
  }
}
