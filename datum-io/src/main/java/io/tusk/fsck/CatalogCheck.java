/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.fsck;

import io.tusk.files.FileSetCheck;
import io.tusk.log.Head;
import io.tusk.meta.Metadata;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.repo.Branch;
import io.tusk.repo.BranchTies;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.OpenWrites;
import io.tusk.repo.Snapshot;
import io.tusk.repo.Trigger;
import io.tusk.repo.TuskStore;
import java.util.Iterator;
import java.util.Optional;

/**
 * Looks at every key of the newest metadata. What is said twice must agree: counts, parents, heads,
 * who follows whom, what is open. Of pipelines and jobs only the keys are known here.
 */
final class CatalogCheck {
  private final TuskStore store;
  private final Catalog catalog;
  private final long newest;
  private final Problems problems;
  private final Reach reach;
  private final FileSetCheck fileSets;
  private final CycleCheck ties;

  CatalogCheck(TuskStore store, Problems problems, Reach reach) {
    Snapshot snapshot = store.snapshot();
    this.store = store;
    this.catalog = snapshot.catalog();
    this.newest = snapshot.record().number();
    this.problems = problems;
    this.reach = reach;
    this.fileSets = new FileSetCheck(store.trees());
    this.ties = new CycleCheck(catalog);
  }

  void run() {
    Iterator<Metadata.Item> items = catalog.metadata().ascending("");
    while (items.hasNext()) {
      problems.reporting("catalog", () -> checkKey(items.next().key()));
    }
    problems.reporting("catalog", () -> ties.report(problems));
  }

  private void checkKey(String key) {
    String[] parts = key.split("/", -1);
    String subject = "metadata key \"" + key + "\"";
    switch (parts[0] + "/" + (parts.length - 1)) {
      case "project/1" ->
          problems.reporting(subject, () -> catalog.project(new ProjectName(parts[1])));
      case "repo/2" -> problems.reporting(subject, () -> checkRepo(repo(parts, 1)));
      case "branch/3" -> problems.reporting(subject, () -> checkBranch(branch(parts, 1)));
      case "downstream/6" ->
          problems.reporting(subject, () -> checkFollower(branch(parts, 1), branch(parts, 4)));
      case "triggered/4" ->
          problems.reporting(
              subject,
              () -> checkTriggered(branch(parts, 1), new BranchName(repo(parts, 1), parts[4])));
      case "timed/3" -> problems.reporting(subject, () -> checkTimed(branch(parts, 1)));
      case "commit/3" -> problems.reporting(subject, () -> checkCommit(repo(parts, 2), parts[1]));
      case "commit-of/3" ->
          problems.reporting(subject, () -> catalog.requireCommit(repo(parts, 1), id(parts[3])));
      case "child/4" ->
          problems.reporting(subject, () -> checkChild(repo(parts, 1), parts[3], parts[4]));
      case "subvenant/6" ->
          problems.reporting(
              subject,
              () -> checkSubvenant(repo(parts, 2), id(parts[1]), repo(parts, 5), id(parts[4])));
      case "open/3" -> problems.reporting(subject, () -> checkOpen(repo(parts, 2), id(parts[1])));
      case "pipeline/2", "version/3", "job/3", "defaults/1", "defaults/2", "cron/2" -> {}
      default -> problems.reportHarmless(subject, "no store has such a key");
    }
  }

  private static RepoName repo(String[] parts, int index) {
    return new RepoName(new ProjectName(parts[index]), parts[index + 1]);
  }

  private static BranchName branch(String[] parts, int index) {
    return new BranchName(repo(parts, index), parts[index + 2]);
  }

  private static CommitId id(String text) {
    return new CommitId(text);
  }

  private void checkRepo(RepoName name) {
    catalog.requireRepo(name);
    catalog.requireProject(name.project());
  }

  private void checkCommit(RepoName repo, String id) {
    Commit commit = catalog.requireCommit(repo, id(id));
    String subject = "commit " + commit.label();
    catalog.requireRepo(repo);
    if (!catalog.isListed(commit)) {
      problems.report(subject, "its parent, its repo or the open commits do not list it");
    }
    if (commit.parent().isPresent() && catalog.parent(commit).isEmpty()) {
      problems.report(subject, "its parent " + commit.parent().get() + " does not exist");
    }
    if (commit.started().toEpochMilli() != commit.id().epochMillis()
        || commit.finished().filter(end -> end.isBefore(commit.started())).isPresent()) {
      problems.report(subject, "its times do not agree with each other or with its id");
    }
    if (commit.base() >= newest) {
      problems.report(subject, "it was opened on record " + commit.base() + ", a later one");
    }
    commit.provenance().stream()
        .filter(upstream -> isMissing(upstream, commit))
        .forEach(
            upstream ->
                problems.report(
                    subject,
                    "it follows commit "
                        + upstream.commit()
                        + " of "
                        + upstream.branch()
                        + ", which does not exist"));
    problems.reporting(subject, () -> checkFiles(commit));
  }

  /** A deleted repository takes its commits along. */
  private boolean isMissing(Commit.Upstream upstream, Commit commit) {
    RepoName repo = upstream.branch().repo();
    return upstream.commit().compareTo(commit.id()) > 0
        || (catalog.commit(repo, upstream.commit()).isEmpty()
            && catalog
                .repo(repo)
                .filter(found -> !found.created().isAfter(commit.started()))
                .isPresent());
  }

  private void checkFiles(Commit commit) {
    fileSets.check(commit.files());
    for (Commit.Read read :
        commit.result().map(Commit.Result::inputs).orElseGet(java.util.List::of)) {
      fileSets.check(read.files());
      read.view().ifPresent(fileSets::check);
    }
  }

  private void checkChild(RepoName repo, String parent, String child) {
    Commit commit = catalog.requireCommit(repo, id(child));
    if (!commit.parent().equals(Optional.of(id(parent)))) {
      problems.report("commit " + commit.label(), "it is listed as a child of " + parent);
    }
  }

  private void checkSubvenant(RepoName upstream, CommitId upstreamId, RepoName repo, CommitId id) {
    Commit commit = catalog.requireCommit(repo, id);
    boolean follows =
        commit.provenance().stream()
            .anyMatch(up -> up.commit().equals(upstreamId) && up.branch().repo().equals(upstream));
    if (!follows) {
      problems.report(
          "commit " + commit.label(), "it is listed as made from " + upstream + "@" + upstreamId);
    }
  }

  private void checkOpen(RepoName repo, CommitId id) {
    Commit commit = catalog.requireCommit(repo, id);
    if (!commit.isOpen()) {
      problems.report("commit " + commit.label(), "it is listed as open and is finished");
      return;
    }
    // Its base protects what it refers to from a collection, so it must be the right one.
    Optional<Head> record = store.log().record(commit.base() + 1);
    if (record.isPresent() && !record.get().record().time().equals(commit.started())) {
      problems.report("commit " + commit.label(), "it was not opened on record " + commit.base());
    }
    problems.reporting(
        "commit " + commit.label(),
        () -> new OpenWrites(store, commit).roots().forEach(reach::check));
  }

  private void checkBranch(BranchName name) {
    Branch branch = catalog.requireBranch(name);
    String subject = "branch " + name;
    catalog.requireRepo(name.repo());
    Optional<Commit> head = catalog.commit(name.repo(), branch.head());
    if (head.isEmpty()) {
      problems.report(subject, "its head " + branch.head() + " does not exist");
      return;
    }
    Optional<Commit> readable =
        head.filter(Commit::isReadable).or(() -> catalog.readableAncestor(head.get()));
    if (!readable.map(Commit::id).equals(branch.readable())) {
      problems.report(subject, "it does not show its newest good commit");
    }
    for (BranchName upstream : branch.provenance()) {
      catalog.requireBranch(upstream);
      if (!catalog.follows(upstream, name)) {
        problems.report(subject, "branch " + upstream + " does not list it");
      }
    }
    BranchTies.problem(catalog, branch).ifPresent(problem -> problems.report(subject, problem));
    ties.add(name);
  }

  private void checkTriggered(BranchName source, BranchName triggered) {
    catalog.requireBranch(source);
    boolean isTriggered =
        catalog
            .branch(triggered)
            .flatMap(Branch::trigger)
            .filter(trigger -> trigger.source().equals(source))
            .isPresent();
    if (!isTriggered) {
      problems.report(
          "branch " + source, "it lists branch " + triggered + " as triggered, which differs");
    }
  }

  private void checkTimed(BranchName name) {
    if (catalog.requireBranch(name).trigger().filter(Trigger::isTimed).isEmpty()) {
      problems.report("branch " + name, "it is listed as moved by time, which it is not");
    }
  }

  private void checkFollower(BranchName upstream, BranchName follower) {
    catalog.requireBranch(upstream);
    if (catalog.branch(follower).filter(found -> found.provenance().contains(upstream)).isEmpty()) {
      problems.report("branch " + upstream, "it lists branch " + follower + ", which differs");
    }
  }
}
