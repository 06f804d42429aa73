/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.log.Operation;
import io.tusk.meta.MetadataChange;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Projects, repositories, branches and commits: whatever names one of them finds it, and lists of
 * what is there agree with it.
 */
public final class RepoUndoRule implements UndoRule {
  private final TuskStore store;

  /**
   * What {@link #lookedAt} holds: however many commits come or go, each repository's branches and
   * each commit set are read once, and each commit is checked once.
   */
  private final Map<RepoName, Map<CommitId, BranchName>> shown = new HashMap<>();

  private final Map<CommitId, List<Commit>> sets = new HashMap<>();
  private final Set<String> sound = new HashSet<>();
  private Catalog lookedAt;

  public RepoUndoRule(TuskStore store) {
    this.store = store;
  }

  @Override
  public Optional<String> irreversible(Operation operation) {
    return operation.equals(TimedTriggers.OPERATION)
        ? Optional.of("it was done because it was time, not by a user")
        : Optional.empty();
  }

  /** The writes to an open commit lie outside the log, and are gone once it is finished. */
  @Override
  public Optional<String> irreversible(MetadataChange change) {
    if (!change.key().startsWith(Keys.COMMITS)) {
      return Optional.empty();
    }
    Optional<Commit> before = change.before().map(value -> Catalog.commit(change.key(), value));
    Optional<Commit> after = change.after().map(value -> Catalog.commit(change.key(), value));
    boolean wasOpen = before.filter(Commit::isOpen).isPresent();
    boolean isOpen = after.filter(Commit::isOpen).isPresent();
    if (wasOpen && !isOpen && new OpenWrites(store, before.get()).isSealed()) {
      return Optional.of(
          "it ended open commit " + before.get().label() + ", which cannot be opened again");
    }
    if (isOpen && !wasOpen && new OpenWrites(store, after.get()).any()) {
      return Optional.of(
          "commit "
              + after.get().label()
              + " has been written to; finish it, and then delete it if it is not wanted");
    }
    return Optional.empty();
  }

  @Override
  public Optional<Runnable> closing(MetadataChange change) {
    if (!change.key().startsWith(Keys.COMMITS)) {
      return Optional.empty();
    }
    return change
        .after()
        .map(value -> Catalog.commit(change.key(), value))
        .filter(commit -> commit.isOpen() && commit.origin() == Commit.Origin.USER)
        .map(commit -> new OpenWrites(store, commit)::seal);
  }

  @Override
  public Optional<String> broken(Catalog after, String key) {
    if (lookedAt != after) {
      lookedAt = after;
      shown.clear();
      sets.clear();
      sound.clear();
    }
    return switch (Keys.element(key, 0)) {
      case "project" -> brokenProject(after, new ProjectName(Keys.element(key, 1)));
      case "repo" -> brokenRepo(after, Keys.repoAt(key, 1));
      case "branch" -> brokenBranch(after, Keys.branchAt(key, 1));
      case "downstream" ->
          brokenDownstream(after, Keys.branchAt(key, 1), Keys.branchAt(key, 4))
              .or(() -> brokenTies(after, Keys.branchAt(key, 4)));
      case "triggered" ->
          brokenTriggered(after, Keys.branchAt(key, 1), Keys.triggeredAt(key))
              .or(() -> brokenTies(after, Keys.triggeredAt(key)));
      case "timed" -> brokenBranch(after, Keys.branchAt(key, 1));
      case "commit" -> brokenCommit(after, Keys.repoAt(key, 2), id(key, 1));
      case "commit-of" -> brokenCommit(after, Keys.repoAt(key, 1), id(key, 3));
      case "child" -> brokenCommit(after, Keys.repoAt(key, 1), id(key, 4));
      case "subvenant" -> brokenCommit(after, Keys.repoAt(key, 5), id(key, 4));
      case "open" -> brokenCommit(after, Keys.repoAt(key, 2), id(key, 1));
      default -> Optional.empty();
    };
  }

  /**
   * A branch that follows another one again gets a commit where that one has moved; a trigger that
   * is back may fire where the branch that it starts from shows another commit.
   */
  @Override
  public void catchUp(Transaction tx, Catalog before, String key) {
    if (!tx.metadata().has(key)) {
      return;
    }
    if (key.startsWith(Keys.DOWNSTREAM)) {
      BranchName upstream = Keys.branchAt(key, 1);
      BranchName follower = Keys.branchAt(key, 4);
      CommitId head = before.requireBranch(upstream).head();
      if (!tx.catalog().requireBranch(upstream).head().equals(head)
          && tx.catalog().requireBranch(follower).isMovedBy(upstream)) {
        BranchChanges.trigger(tx, follower);
      }
    } else if (key.startsWith(Keys.TRIGGERED)) {
      BranchName source = Keys.branchAt(key, 1);
      Optional<CommitId> shownBefore = before.requireBranch(source).readable();
      if (!tx.catalog().requireBranch(source).readable().equals(shownBefore)) {
        tx.armed().add(Keys.triggeredAt(key));
      }
    }
  }

  private static CommitId id(String key, int index) {
    return new CommitId(Keys.element(key, index));
  }

  private static Optional<String> brokenProject(Catalog after, ProjectName name) {
    return after.hasProject(name)
        ? Optional.empty()
        : first(after.repos(name))
            .map(repo -> "project " + name + " has got repo " + repo.name() + " since");
  }

  private static Optional<String> brokenRepo(Catalog after, RepoName name) {
    if (after.repo(name).isPresent()) {
      return after.hasProject(name.project())
          ? Optional.empty()
          : Optional.of("project " + name.project() + " is gone");
    }
    return first(after.branches(name))
        .map(branch -> "repo " + name + " has got branch " + branch.name().name() + " since")
        .or(
            () ->
                first(after.commits(name))
                    .map(commit -> "repo " + name + " has got commit " + commit.id() + " since"));
  }

  private static Optional<String> brokenBranch(Catalog after, BranchName name) {
    Optional<Branch> branch = after.branch(name);
    if (branch.isEmpty()) {
      return after.downstream(name).stream()
          .findFirst()
          .map(follower -> "branch " + follower + " follows branch " + name + " since")
          .or(
              () ->
                  after.triggered(name).stream()
                      .findFirst()
                      .map(other -> "branch " + name + " triggers branch " + other + " since"));
    }
    if (after.repo(name.repo()).isEmpty()) {
      return Optional.of("repo " + name.repo() + " is gone");
    }
    Optional<Commit> head = after.commit(name.repo(), branch.get().head());
    if (head.isEmpty()) {
      return Optional.of("commit " + branch.get().head() + " of branch " + name + " is gone");
    }
    Optional<CommitId> shown =
        head.filter(Commit::isReadable)
            .or(() -> after.readableAncestor(head.get()))
            .map(Commit::id);
    if (!shown.equals(branch.get().readable())) {
      return Optional.of("branch " + name + " shows another commit since");
    }
    Optional<String> waiting = waitsForAnother(after, branch.get());
    if (waiting.isPresent()) {
      return waiting;
    }
    return branch.get().provenance().stream()
        .map(upstream -> brokenDownstream(after, upstream, name))
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> BranchTies.problem(after, branch.get()));
  }

  /** An open commit tells its own branch when it is finished, and no other. */
  private static Optional<String> waitsForAnother(Catalog after, Branch branch) {
    Optional<Commit> commit = after.commit(branch.name().repo(), branch.head());
    while (commit.isPresent() && !commit.get().isReadable()) {
      if (commit.get().isOpen() && !commit.get().branch().equals(branch.name())) {
        return Optional.of(
            "branch " + branch.name() + " depends on commit " + commit.get().label());
      }
      commit = after.parent(commit.get());
    }
    return Optional.empty();
  }

  private static Optional<String> brokenDownstream(
      Catalog after, BranchName upstream, BranchName downstream) {
    boolean follows =
        after.branch(downstream).filter(b -> b.provenance().contains(upstream)).isPresent();
    if (follows && after.branch(upstream).isEmpty()) {
      return Optional.of("branch " + upstream + ", which " + downstream + " follows, is gone");
    }
    return follows == after.follows(upstream, downstream)
        ? Optional.empty()
        : Optional.of("branch " + downstream + " follows others since");
  }

  /** Where others have been tied since, a branch may not be tied again. */
  private static Optional<String> brokenTies(Catalog after, BranchName name) {
    return after.branch(name).isEmpty()
        ? Optional.empty()
        : BranchTies.cycle(after, name).or(() -> Provenance.clash(after, name));
  }

  private static Optional<String> brokenTriggered(
      Catalog after, BranchName source, BranchName name) {
    boolean isTriggered =
        after
            .branch(name)
            .flatMap(Branch::trigger)
            .filter(trigger -> trigger.source().equals(source))
            .isPresent();
    return isTriggered == after.triggers(source, name)
        ? Optional.empty()
        : Optional.of("branch " + name + " is triggered by others since");
  }

  private Optional<String> brokenCommit(Catalog after, RepoName repo, CommitId id) {
    String label = repo + "@" + id;
    if (sound.contains(label)) {
      return Optional.empty();
    }
    Optional<String> fact = factOf(after, repo, id);
    if (fact.isEmpty()) {
      sound.add(label);
    }
    return fact;
  }

  private Optional<String> factOf(Catalog after, RepoName repo, CommitId id) {
    Optional<Commit> commit = after.commit(repo, id);
    if (commit.isEmpty()) {
      return user(after, repo, id).map(who -> who + " depends on commit " + repo + "@" + id);
    }
    if (after.repo(repo).isEmpty()) {
      return Optional.of("repo " + repo + " is gone");
    }
    for (Commit.Upstream upstream : commit.get().provenance()) {
      if (misses(after, commit.get(), upstream)) {
        return Optional.of(
            "commit "
                + upstream.branch().repo()
                + "@"
                + upstream.commit()
                + ", which "
                + commit.get().label()
                + " was made from, is gone");
      }
    }
    if (commit.get().isOpen()) {
      for (Branch branch : RepoChanges.list(after.branches(repo))) {
        Optional<String> waiting = waitsForAnother(after, branch);
        if (waiting.isPresent()) {
          return waiting;
        }
      }
    }
    return after.isListed(commit.get())
        ? Optional.empty()
        : Optional.of("the commits around " + commit.get().label() + " have changed since");
  }

  /**
   * A repo that was deleted has taken its commits along; only what is open still waits for them.
   */
  private static boolean misses(Catalog after, Commit commit, Commit.Upstream upstream) {
    RepoName repo = upstream.branch().repo();
    return after.commit(repo, upstream.commit()).isEmpty()
        && (commit.isOpen()
            || after
                .repo(repo)
                .filter(found -> !found.created().isAfter(commit.started()))
                .isPresent());
  }

  /** Who names a commit that is gone. */
  private Optional<String> user(Catalog after, RepoName repo, CommitId id) {
    Optional<String> child =
        after.children(repo, id).stream().findFirst().map(found -> "commit " + repo + "@" + found);
    if (child.isPresent()) {
      return child;
    }
    BranchName branch = shown(after, repo).get(id);
    if (branch != null) {
      return Optional.of("branch " + branch);
    }
    List<Commit> set = sets.computeIfAbsent(id, after::commitSet);
    return after.subvenants(repo, id, set).stream()
        .filter(
            commit ->
                commit.provenance().stream().anyMatch(upstream -> misses(after, commit, upstream)))
        .findFirst()
        .map(subvenant -> "commit " + subvenant.label());
  }

  /** The commits of a repository that its branches show, each with one of them. */
  private Map<CommitId, BranchName> shown(Catalog after, RepoName repo) {
    return shown.computeIfAbsent(
        repo,
        name -> {
          Map<CommitId, BranchName> found = new HashMap<>();
          after
              .branches(name)
              .forEachRemaining(
                  branch -> {
                    found.putIfAbsent(branch.head(), branch.name());
                    branch.readable().ifPresent(id -> found.putIfAbsent(id, branch.name()));
                  });
          return found;
        });
  }

  private static <T> Optional<T> first(Iterator<T> items) {
    return items.hasNext() ? Optional.of(items.next()) : Optional.empty();
  }
}
