/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.meta.Metadata;
import io.tusk.meta.MetadataValue;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Projects, repositories, branches and commits, as some metadata shows them. */
public final class Catalog {
  private final Metadata metadata;

  public Catalog(Metadata metadata) {
    this.metadata = metadata;
  }

  public Metadata metadata() {
    return metadata;
  }

  /** The default project exists always; it has an entry of its own once something described it. */
  public boolean hasProject(ProjectName name) {
    return name.equals(ProjectName.DEFAULT) || metadata.has(Keys.project(name));
  }

  /** The projects that were created, by name; the default one only if something described it. */
  public Iterator<Project> projects() {
    return map(
        Keys.PROJECTS,
        item -> RepoJson.project(new ProjectName(Keys.element(item.key(), 1)), item.value()));
  }

  /** What described a project, if something did. */
  public Optional<Project> project(ProjectName name) {
    return metadata.find(Keys.project(name)).map(value -> RepoJson.project(name, value));
  }

  public void requireProject(ProjectName name) {
    if (!hasProject(name)) {
      throw notFound("project " + name, "'tusk create project " + name + "' makes it");
    }
  }

  public Optional<Repo> repo(RepoName name) {
    return metadata.find(Keys.repo(name)).map(value -> RepoJson.repo(name, value));
  }

  /**
   * @throws TuskException NOT_FOUND
   */
  public Repo requireRepo(RepoName name) {
    return repo(name)
        .orElseThrow(() -> notFound("repo " + name, "'tusk list repo' shows those that exist"));
  }

  /** All repositories by project and name. */
  public Iterator<Repo> repos() {
    return map(Keys.REPOS, item -> RepoJson.repo(Keys.repoAt(item.key(), 1), item.value()));
  }

  public Iterator<Repo> repos(ProjectName project) {
    return map(
        Keys.reposOf(project), item -> RepoJson.repo(Keys.repoAt(item.key(), 1), item.value()));
  }

  public Optional<Branch> branch(BranchName name) {
    return metadata.find(Keys.branch(name)).map(value -> RepoJson.branch(name, value));
  }

  /**
   * @throws TuskException NOT_FOUND, for the repository or the branch
   */
  public Branch requireBranch(BranchName name) {
    return branch(name)
        .orElseThrow(
            () -> {
              requireRepo(name.repo());
              return notFound(
                  "branch " + name,
                  "'tusk list branch " + name.repo() + "' shows those that exist");
            });
  }

  /** The branches of a repository by name. */
  public Iterator<Branch> branches(RepoName repo) {
    return map(
        Keys.branchesOf(repo), item -> RepoJson.branch(Keys.branchAt(item.key(), 1), item.value()));
  }

  /** The branches that have {@code upstream} in their direct provenance. */
  public List<BranchName> downstream(BranchName upstream) {
    return list(map(Keys.downstreamOf(upstream), item -> Keys.branchAt(item.key(), 4)));
  }

  /** All branches that a branch follows, directly or through others. */
  public Set<BranchName> provenance(BranchName name) {
    return without(name, Provenance.closure(name, branch -> requireBranch(branch).provenance()));
  }

  /** All branches that follow a branch, directly or through others. */
  public Set<BranchName> subvenance(BranchName name) {
    return without(name, Provenance.closure(name, this::downstream));
  }

  private static Set<BranchName> without(BranchName name, Set<BranchName> all) {
    all.remove(name);
    return all;
  }

  /** Whether {@code upstream} lists {@code downstream} as a branch that follows it. */
  public boolean follows(BranchName upstream, BranchName downstream) {
    return metadata.has(Keys.downstream(upstream, downstream));
  }

  /** Whether the lists that a commit should be in have it, and no other. */
  public boolean isListed(Commit commit) {
    return metadata.has(Keys.commitOf(commit.repo(), commit.id()))
        && metadata.has(Keys.open(commit.id(), commit.repo())) == commit.isOpen()
        && commit
            .parent()
            .map(parent -> metadata.has(Keys.child(commit.repo(), parent, commit.id())))
            .orElse(true)
        && commit.provenance().stream()
            .allMatch(
                upstream ->
                    upstream.commit().equals(commit.id())
                        || metadata.has(Keys.subvenant(upstream, commit)));
  }

  /** The branches that have a trigger which starts from {@code source}. */
  public List<BranchName> triggered(BranchName source) {
    return list(map(Keys.triggeredBy(source), item -> Keys.triggeredAt(item.key())));
  }

  /** Whether {@code source} lists {@code branch} as one that it triggers. */
  public boolean triggers(BranchName source, BranchName branch) {
    return metadata.has(Keys.triggered(source, branch));
  }

  /** The branches that time moves, by name. */
  public Iterator<BranchName> timed() {
    return map(Keys.TIMED, item -> Keys.branchAt(item.key(), 1));
  }

  /** Whether {@code branch} is listed as one that time moves. */
  public boolean isTimed(BranchName branch) {
    return metadata.has(Keys.timed(branch));
  }

  public Optional<Commit> commit(RepoName repo, CommitId id) {
    return metadata.find(Keys.commit(id, repo)).map(value -> RepoJson.commit(repo, id, value));
  }

  /**
   * @throws TuskException NOT_FOUND, for the repository or the commit
   */
  public Commit requireCommit(RepoName repo, CommitId id) {
    return commit(repo, id)
        .orElseThrow(
            () -> {
              requireRepo(repo);
              return notFound(
                  "commit " + repo + "@" + id,
                  "'tusk list commit " + repo + "' shows those that exist");
            });
  }

  /** The commits of a repository, newest first. */
  public Iterator<Commit> commits(RepoName repo) {
    return commits(repo, metadata.descending(Keys.commitsOf(repo)));
  }

  /** The ids of a repository's commits, newest first. */
  public Iterator<CommitId> commitIds(RepoName repo) {
    return map(
        metadata.descending(Keys.commitsOf(repo)),
        item -> new CommitId(Keys.element(item.key(), 3)));
  }

  public Iterator<Commit> commitsOldestFirst(RepoName repo) {
    return commits(repo, metadata.ascending(Keys.commitsOf(repo)));
  }

  private Iterator<Commit> commits(RepoName repo, Iterator<Metadata.Item> ids) {
    return map(ids, item -> requireCommit(repo, new CommitId(Keys.element(item.key(), 3))));
  }

  /** The commits of a set by repository; none when there is no such set. */
  public List<Commit> commitSet(CommitId id) {
    return list(map(Keys.commitsOf(id), Catalog::commit));
  }

  /**
   * The commits of a set by repository, and behind them those of other sets that they were made
   * from, directly or not, newest first; none when there is no such set.
   */
  public List<Commit> commitSetWithProvenance(CommitId id) {
    List<Commit> set = commitSet(id);
    Map<String, Commit> others = new HashMap<>();
    Deque<Commit> queue = new ArrayDeque<>(set);
    while (!queue.isEmpty()) {
      for (Commit.Upstream upstream : queue.poll().provenance()) {
        commit(upstream.branch().repo(), upstream.commit())
            .filter(commit -> !commit.id().equals(id))
            .filter(commit -> others.put(commit.label(), commit) == null)
            .ifPresent(queue::add);
      }
    }
    Comparator<Commit> newestFirst = Comparator.comparing(Commit::id).reversed();
    List<Commit> all = new ArrayList<>(set);
    others.values().stream().sorted(newestFirst.thenComparing(Commit::repo)).forEach(all::add);
    return all;
  }

  /** All commits, newest set first, within a set by repository descending. */
  public Iterator<Commit> commits() {
    return map(metadata.descending(Keys.COMMITS), Catalog::commit);
  }

  /** The commits that have {@code commit} in their direct provenance. */
  public List<Commit> subvenants(RepoName repo, CommitId commit) {
    return subvenants(repo, commit, commitSet(commit));
  }

  /** As the other, for who has the commit set of {@code commit} already. */
  List<Commit> subvenants(RepoName repo, CommitId commit, List<Commit> set) {
    List<Commit> subvenants = new ArrayList<>();
    for (Commit other : set) {
      boolean follows =
          other.provenance().stream()
              .anyMatch(up -> up.commit().equals(commit) && up.branch().repo().equals(repo));
      if (follows) {
        subvenants.add(other);
      }
    }
    metadata
        .ascending(Keys.subvenantsOf(repo, commit))
        .forEachRemaining(
            item ->
                subvenants.add(
                    requireCommit(
                        Keys.repoAt(item.key(), 5), new CommitId(Keys.element(item.key(), 4)))));
    return subvenants;
  }

  public List<CommitId> children(RepoName repo, CommitId parent) {
    return list(
        map(Keys.childrenOf(repo, parent), item -> new CommitId(Keys.element(item.key(), 4))));
  }

  /** The commits that are not finished, oldest set first. */
  public Iterator<Commit> openCommits() {
    return map(Keys.OPEN_COMMITS, this::openCommit);
  }

  /** As {@link #openCommits}, newest set first. */
  public Iterator<Commit> openCommitsNewestFirst() {
    return map(metadata.descending(Keys.OPEN_COMMITS), this::openCommit);
  }

  private Commit openCommit(Metadata.Item item) {
    return requireCommit(Keys.repoAt(item.key(), 2), new CommitId(Keys.element(item.key(), 1)));
  }

  /** The nearest ancestor of {@code commit} that is finished without error. */
  public Optional<Commit> readableAncestor(Commit commit) {
    Optional<Commit> ancestor = parent(commit);
    while (ancestor.isPresent() && !ancestor.get().isReadable()) {
      ancestor = parent(ancestor.get());
    }
    return ancestor;
  }

  /** What readers of the line saw before {@code commit}, by what is finished now. */
  FileSet filesBelow(Commit commit) {
    return readableAncestor(commit).map(Commit::files).orElse(FileSet.EMPTY);
  }

  /** The parent, or nothing for the first commit of its line or where the parent was deleted. */
  public Optional<Commit> parent(Commit commit) {
    return commit.parent().flatMap(id -> commit(commit.repo(), id));
  }

  private static Commit commit(Metadata.Item item) {
    return commit(item.key(), item.value());
  }

  static Commit commit(String key, MetadataValue value) {
    return RepoJson.commit(Keys.repoAt(key, 2), new CommitId(Keys.element(key, 1)), value);
  }

  private <T> Iterator<T> map(String prefix, Function<Metadata.Item, T> function) {
    return map(metadata.ascending(prefix), function);
  }

  private static <T> Iterator<T> map(
      Iterator<Metadata.Item> items, Function<Metadata.Item, T> function) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public T next() {
        return function.apply(items.next());
      }
    };
  }

  private static <T> List<T> list(Iterator<T> items) {
    List<T> list = new ArrayList<>();
    items.forEachRemaining(list::add);
    return list;
  }

  private static TuskException notFound(String subject, String remedy) {
    return new TuskException(ErrorCode.NOT_FOUND, subject + " does not exist; " + remedy);
  }
}
