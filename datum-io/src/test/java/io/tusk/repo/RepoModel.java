/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a store should say, in plain maps. An operation that is refused throws {@link Refused}. */
final class RepoModel {
  /** The store must refuse it too, and be as it was. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Deletes, then puts. */
  record Write(List<String> deletes, Map<String, String> puts) {}

  static final class MCommit {
    final BranchName branch;
    final Optional<CommitId> parent;
    final List<Write> writes = new ArrayList<>();
    final Set<String> provenance = new TreeSet<>();
    Map<String, String> files;
    boolean open = true;
    boolean failed;

    MCommit(BranchName branch, Optional<CommitId> parent, Map<String, String> files) {
      this.branch = branch;
      this.parent = parent;
      this.files = files;
    }

    boolean readable() {
      return !open && !failed;
    }
  }

  static final class MBranch {
    CommitId head;
    final Set<BranchName> provenance = new TreeSet<>();
  }

  final Map<RepoName, TreeMap<CommitId, MCommit>> repos = new TreeMap<>();
  final Map<BranchName, MBranch> branches = new TreeMap<>();

  void createRepo(RepoName name) {
    refuseIf(repos.containsKey(name));
    repos.put(name, new TreeMap<>());
  }

  void deleteRepo(RepoName name) {
    refuseIf(!repos.containsKey(name));
    branches.forEach(
        (follower, branch) ->
            refuseIf(
                !follower.repo().equals(name)
                    && branch.provenance.stream().anyMatch(up -> up.repo().equals(name))));
    branches.keySet().removeIf(branch -> branch.repo().equals(name));
    repos.remove(name);
  }

  /** The open commit that a write goes to, if there is one. */
  Optional<MCommit> openHead(BranchName name) {
    return Optional.ofNullable(branches.get(name))
        .map(b -> commit(name, b.head))
        .filter(c -> c.open);
  }

  void put(BranchName name, Write write, CommitId id) {
    Optional<MCommit> open = openHead(name);
    if (open.isPresent()) {
      open.get().writes.add(write);
      return;
    }
    refuseIf(!repos.containsKey(name.repo()));
    Map<String, String> files = apply(seen(name), write).orElseThrow(Refused::new);
    start(name, id);
    MCommit commit = commit(name, id);
    commit.files = files;
    commit.open = false;
  }

  void start(BranchName name, CommitId id) {
    refuseIf(!repos.containsKey(name.repo()) || openHead(name).isPresent());
    Set<BranchName> followers = followers(Set.of(name));
    Set<RepoName> taken = new HashSet<>(Set.of(name.repo()));
    refuseIf(!followers.stream().allMatch(follower -> taken.add(follower.repo())));
    add(name, id);
    propagate(followers, id);
  }

  void finish(BranchName name, boolean fails) {
    MCommit commit = openHead(name).orElseThrow(Refused::new);
    Optional<Map<String, String>> files =
        Optional.of(
            readable(name, commit.parent).map(id -> commit(name, id).files).orElseGet(Map::of));
    for (Write write : commit.writes) {
      files = files.flatMap(before -> apply(before, write));
    }
    commit.open = false;
    commit.failed = fails || files.isEmpty();
    if (!commit.failed) {
      commit.files = files.orElseThrow();
    }
  }

  /** Whether anything changed. */
  boolean point(BranchName name, CommitId head, CommitId id) {
    MBranch branch = branches.get(name);
    if (branch != null && branch.head.equals(head)) {
      return false;
    }
    for (Optional<CommitId> at = Optional.of(head); at.isPresent(); ) {
      MCommit commit = commit(name, at.get());
      refuseIf(commit.open);
      at = commit.readable() ? Optional.empty() : commit.parent;
    }
    Set<BranchName> followers = followers(Set.of(name));
    Set<RepoName> taken = new HashSet<>();
    refuseIf(!followers.stream().allMatch(follower -> taken.add(follower.repo())));
    branches.computeIfAbsent(name, missing -> new MBranch()).head = head;
    propagate(followers, id);
    return true;
  }

  void follow(BranchName name, Set<BranchName> upstream, CommitId id) {
    Set<BranchName> below = followers(Set.of(name));
    for (BranchName up : upstream) {
      refuseIf(
          up.repo().equals(name.repo()) || below.contains(up) || !repos.containsKey(up.repo()));
    }
    refuseIf(!repos.containsKey(name.repo()));
    refuseIf(clashes(name, upstream));
    Set<BranchName> missing = new TreeSet<>(upstream);
    missing.removeAll(branches.keySet());
    MBranch before = branches.get(name);
    boolean changed = !(before == null ? Set.<BranchName>of() : before.provenance).equals(upstream);
    Set<BranchName> moving = new TreeSet<>(changed && !upstream.isEmpty() ? below : Set.of());
    if (changed && !upstream.isEmpty()) {
      moving.add(name);
    }
    Set<RepoName> taken = new HashSet<>();
    missing.forEach(up -> taken.add(up.repo()));
    refuseIf(!moving.stream().allMatch(follower -> taken.add(follower.repo())));
    missing.forEach(up -> addEmpty(up, id));
    if (before == null && !moving.contains(name)) {
      addEmpty(name, id);
    }
    MBranch branch = branches.computeIfAbsent(name, absent -> new MBranch());
    branch.provenance.clear();
    branch.provenance.addAll(upstream);
    propagate(moving, id);
  }

  /** Whether two branches of one repo would come, directly or through others, of the same. */
  private boolean clashes(BranchName name, Set<BranchName> upstream) {
    Map<BranchName, Set<BranchName>> graph = new TreeMap<>();
    branches.forEach((each, branch) -> graph.put(each, branch.provenance));
    graph.put(name, upstream);
    for (BranchName one : graph.keySet()) {
      for (BranchName other : graph.keySet()) {
        if (!one.equals(other)
            && one.repo().equals(other.repo())
            && !java.util.Collections.disjoint(origins(graph, one), origins(graph, other))) {
          return true;
        }
      }
    }
    return false;
  }

  private static Set<BranchName> origins(
      Map<BranchName, Set<BranchName>> graph, BranchName branch) {
    Set<BranchName> origins = new TreeSet<>(Set.of(branch));
    graph.getOrDefault(branch, Set.of()).forEach(up -> origins.addAll(origins(graph, up)));
    return origins;
  }

  void deleteBranch(BranchName name) {
    refuseIf(!branches.containsKey(name) || !followers(Set.of(name)).isEmpty());
    branches.remove(name);
  }

  Optional<CommitId> readable(BranchName name) {
    return readable(name, Optional.ofNullable(branches.get(name).head));
  }

  MCommit commit(BranchName name, CommitId id) {
    return repos.get(name.repo()).get(id);
  }

  private Optional<CommitId> readable(BranchName name, Optional<CommitId> from) {
    Optional<CommitId> at = from;
    while (at.isPresent() && !commit(name, at.get()).readable()) {
      at = commit(name, at.get()).parent;
    }
    return at;
  }

  private Map<String, String> seen(BranchName name) {
    return branches.containsKey(name)
        ? readable(name).map(id -> commit(name, id).files).orElseGet(Map::of)
        : Map.of();
  }

  private void add(BranchName name, CommitId id) {
    Map<String, String> files = seen(name);
    MBranch branch = branches.computeIfAbsent(name, missing -> new MBranch());
    MCommit commit = new MCommit(name, Optional.ofNullable(branch.head), files);
    repos.get(name.repo()).put(id, commit);
    branch.head = id;
    showUpstream(name, id);
  }

  private void showUpstream(BranchName name, CommitId id) {
    Set<String> heads = new TreeSet<>();
    Set<String> shown = new TreeSet<>();
    for (BranchName up : branches.get(name).provenance) {
      CommitId head = branches.get(up).head;
      heads.add(up + "=" + head);
      shown.add(up + "=" + (commit(up, head).failed ? readable(up).orElse(head) : head));
    }
    Set<String> seen = withOrigins(shown);
    boolean mixed = seen.stream().map(RepoModel::branchOf).distinct().count() < seen.size();
    commit(name, id).provenance.clear();
    commit(name, id).provenance.addAll(mixed ? heads : shown);
  }

  /** With what they were made from, and so on. */
  private Set<String> withOrigins(Set<String> commits) {
    Set<String> all = new TreeSet<>(commits);
    for (String each : commits) {
      BranchName branch = StoreFixture.branch(branchOf(each));
      CommitId id = new CommitId(each.substring(each.indexOf('=') + 1));
      Optional.ofNullable(repos.get(branch.repo()))
          .map(known -> known.get(id))
          .ifPresent(commit -> all.addAll(withOrigins(commit.provenance)));
    }
    return all;
  }

  private static String branchOf(String commit) {
    return commit.substring(0, commit.indexOf('='));
  }

  private void addEmpty(BranchName name, CommitId id) {
    MBranch branch = new MBranch();
    branch.head = id;
    branches.put(name, branch);
    MCommit empty = new MCommit(name, Optional.empty(), Map.of());
    empty.open = false;
    repos.get(name.repo()).putIfAbsent(id, empty);
  }

  /** All that follow, directly or through others. */
  private Set<BranchName> followers(Set<BranchName> moved) {
    Set<BranchName> all = new TreeSet<>();
    Set<BranchName> frontier = new TreeSet<>(moved);
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Map.Entry<BranchName, MBranch> entry : branches.entrySet()) {
        if (entry.getValue().provenance.stream().anyMatch(frontier::contains)
            && all.add(entry.getKey())) {
          frontier.add(entry.getKey());
          grew = true;
        }
      }
    }
    return all;
  }

  private void propagate(Set<BranchName> followers, CommitId id) {
    followers.forEach(follower -> add(follower, id));
    // Once for each, so that what those show on which it depends is settled in the end.
    for (int i = 0; i < followers.size(); i++) {
      followers.forEach(follower -> showUpstream(follower, id));
    }
  }

  /** Nothing where a path would be a file and a directory. */
  private static Optional<Map<String, String>> apply(Map<String, String> before, Write write) {
    Map<String, String> after = new TreeMap<>(before);
    for (String path : write.deletes()) {
      after.keySet().removeIf(file -> file.equals(path) || file.startsWith(path + "/"));
    }
    after.putAll(write.puts());
    boolean collides =
        after.keySet().stream()
            .anyMatch(file -> after.keySet().stream().anyMatch(o -> o.startsWith(file + "/")));
    return collides ? Optional.empty() : Optional.of(after);
  }

  private static void refuseIf(boolean wrong) {
    if (wrong) {
      throw new Refused();
    }
  }
}
