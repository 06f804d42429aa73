/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.fsck;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.files.PathEntryCodec;
import io.tusk.repo.Branch;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.OpenWrites;
import io.tusk.repo.TuskStore;
import java.util.Iterator;
import java.util.Optional;

/** What the newest metadata says twice must agree: counts, parents, heads, who follows whom. */
final class CatalogCheck {
  private final TuskStore store;
  private final Catalog catalog;
  private final Problems problems;
  private final Reach reach;

  CatalogCheck(TuskStore store, Problems problems, Reach reach) {
    this.store = store;
    this.catalog = store.snapshot().catalog();
    this.problems = problems;
    this.reach = reach;
  }

  void run() {
    catalog.commits().forEachRemaining(this::checkCommit);
    catalog
        .repos()
        .forEachRemaining(
            repo -> {
              catalog.branches(repo.name()).forEachRemaining(this::checkBranch);
              // Each commit that is listed is read, or the reading fails.
              catalog.commits(repo.name()).forEachRemaining(commit -> {});
            });
    Iterator<Commit> open = catalog.openCommits();
    while (open.hasNext()) {
      Commit commit = open.next();
      if (!commit.isOpen()) {
        problems.report("commit " + commit.label(), "it is listed as open and is finished");
      }
      checkWrites(commit);
    }
  }

  private void checkWrites(Commit commit) {
    try {
      new OpenWrites(store, commit).roots().forEach(reach::check);
    } catch (TuskException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      problems.report("commit " + commit.label(), Problems.fact(e));
    }
  }

  private void checkCommit(Commit commit) {
    String subject = "commit " + commit.label();
    FileSet files = commit.files();
    long[] sums = store.trees().summary(files.root(), PathEntryCodec.COUNTS);
    if (sums[0] != files.files() || sums[1] != files.bytes()) {
      problems.report(
          subject,
          "it says "
              + files.files()
              + " files and "
              + files.bytes()
              + " bytes, its tree "
              + sums[0]
              + " and "
              + sums[1]);
    }
    if (!catalog.isListed(commit)) {
      problems.report(subject, "its parent, its repo or the open commits do not list it");
    }
  }

  private void checkBranch(Branch branch) {
    String subject = "branch " + branch.name();
    Optional<Commit> head = catalog.commit(branch.name().repo(), branch.head());
    if (head.isEmpty()) {
      problems.report(subject, "its head " + branch.head() + " does not exist");
      return;
    }
    Optional<Commit> readable =
        head.filter(Commit::isReadable).or(() -> catalog.readableAncestor(head.get()));
    if (!readable.map(Commit::id).equals(branch.readable())) {
      problems.report(subject, "it does not show its newest good commit");
    }
    branch.provenance().stream()
        .filter(upstream -> !catalog.follows(upstream, branch.name()))
        .forEach(upstream -> problems.report(subject, "branch " + upstream + " does not list it"));
    catalog.downstream(branch.name()).stream()
        .filter(
            follower ->
                catalog
                    .branch(follower)
                    .filter(found -> found.provenance().contains(branch.name()))
                    .isEmpty())
        .forEach(
            follower ->
                problems.report(subject, "it lists branch " + follower + ", which differs"));
  }
}
