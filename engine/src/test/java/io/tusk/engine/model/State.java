/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import io.tusk.engine.model.Value.Branch;
import io.tusk.engine.model.Value.Commit;
import io.tusk.engine.model.Value.Job;
import io.tusk.engine.model.Value.Pipeline;
import io.tusk.engine.model.Value.Repo;
import io.tusk.engine.model.Value.Version;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.RepoName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** All that a model's store holds at one time, in one map. */
final class State {
  private final NavigableMap<String, Value> values;

  State() {
    this(new TreeMap<>());
  }

  private State(NavigableMap<String, Value> values) {
    this.values = values;
  }

  State copy() {
    return new State(new TreeMap<>(values));
  }

  boolean sameAs(State other) {
    return values.equals(other.values);
  }

  Optional<Value> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The keys under which the two hold different things. */
  static Set<String> differences(State one, State other) {
    Set<String> keys = new TreeSet<>(one.values.keySet());
    keys.addAll(other.values.keySet());
    keys.removeIf(key -> one.find(key).equals(other.find(key)));
    return keys;
  }

  void set(String key, Optional<Value> value) {
    value.ifPresentOrElse(present -> values.put(key, present), () -> values.remove(key));
  }

  void put(Value value) {
    values.put(key(value), value);
  }

  void remove(Value value) {
    values.remove(key(value));
  }

  private static String key(Value value) {
    if (value instanceof Repo repo) {
      return "repo/" + repo.name().name();
    } else if (value instanceof Branch branch) {
      return key(branch.name());
    } else if (value instanceof Commit commit) {
      return key(commit.repo(), commit.id());
    } else if (value instanceof Pipeline pipeline) {
      return "pipeline/" + pipeline.name().name();
    } else if (value instanceof Version version) {
      return key(version.spec().name(), version.number());
    } else {
      Job job = (Job) value;
      return jobKey(job.pipeline(), job.set());
    }
  }

  private static String key(BranchName name) {
    return "branch/" + name.repo().name() + "/" + name.name();
  }

  static String key(RepoName repo, CommitId id) {
    return "commit/" + repo.name() + "/" + id;
  }

  private static String key(PipelineName name, long version) {
    return "version/" + name.name() + "/" + version;
  }

  private static String jobKey(PipelineName name, CommitId set) {
    return "job/" + name.name() + "/" + set;
  }

  private <T extends Value> Optional<T> find(String key, Class<T> type) {
    return Optional.ofNullable(values.get(key)).map(type::cast);
  }

  private <T extends Value> List<T> below(String prefix, Class<T> type) {
    return values.subMap(prefix, prefix + Character.MAX_VALUE).values().stream()
        .map(type::cast)
        .toList();
  }

  boolean hasRepo(RepoName name) {
    return values.containsKey("repo/" + name.name());
  }

  void requireRepo(RepoName name) {
    Refused.notFoundIf(!hasRepo(name), name);
  }

  List<Repo> repos() {
    return below("repo/", Repo.class);
  }

  Optional<Branch> branch(BranchName name) {
    return find(key(name), Branch.class);
  }

  Branch requireBranch(BranchName name) {
    Refused.notFoundIf(branch(name).isEmpty(), name);
    return branch(name).orElseThrow();
  }

  List<Branch> branches() {
    return below("branch/", Branch.class);
  }

  List<Branch> branches(RepoName repo) {
    return below("branch/" + repo.name() + "/", Branch.class);
  }

  Optional<Commit> commit(RepoName repo, CommitId id) {
    return find(key(repo, id), Commit.class);
  }

  Commit requireCommit(RepoName repo, CommitId id) {
    Refused.notFoundIf(commit(repo, id).isEmpty(), repo + "@" + id);
    return commit(repo, id).orElseThrow();
  }

  /** Oldest first. */
  List<Commit> commits(RepoName repo) {
    return below("commit/" + repo.name() + "/", Commit.class);
  }

  List<Commit> commits() {
    return below("commit/", Commit.class);
  }

  List<Commit> commitSet(CommitId id) {
    return commits().stream().filter(commit -> commit.id().equals(id)).toList();
  }

  List<Commit> children(Commit parent) {
    return commits(parent.repo()).stream()
        .filter(commit -> commit.parent().equals(Optional.of(parent.id())))
        .toList();
  }

  /** The commits that were made from it, directly. */
  List<Commit> subvenants(Commit commit) {
    return commits().stream()
        .filter(
            other ->
                other.provenance().stream()
                    .anyMatch(
                        up ->
                            up.commit().equals(commit.id())
                                && up.branch().repo().equals(commit.repo())))
        .toList();
  }

  /** The nearest commit of its line that is good, itself included. */
  Optional<Commit> shown(Commit commit) {
    Optional<Commit> at = Optional.of(commit);
    while (at.isPresent() && !at.get().isGood()) {
      at = parent(at.get());
    }
    return at;
  }

  Optional<Commit> parent(Commit commit) {
    return commit.parent().flatMap(id -> commit(commit.repo(), id));
  }

  /** What readers of the line saw before the commit. */
  Map<String, String> filesBelow(Commit commit) {
    return parent(commit).flatMap(this::shown).map(Commit::files).orElse(Map.of());
  }

  List<BranchName> downstream(BranchName upstream) {
    return branches().stream()
        .filter(branch -> branch.provenance().contains(upstream))
        .map(Branch::name)
        .toList();
  }

  List<BranchName> triggered(BranchName source) {
    return branches(source.repo()).stream()
        .filter(branch -> branch.trigger().filter(t -> t.source().equals(source)).isPresent())
        .map(Branch::name)
        .toList();
  }

  /** What follows a branch or is triggered by it. */
  List<BranchName> next(BranchName name) {
    List<BranchName> next = new ArrayList<>(downstream(name));
    next.addAll(triggered(name));
    return next;
  }

  /** What a branch follows or is triggered by. */
  List<BranchName> previous(BranchName name) {
    return branch(name).map(Branch::upstream).orElse(List.of());
  }

  List<BranchName> upstream(BranchName name) {
    return branch(name).map(Branch::provenance).orElse(List.of());
  }

  /** The branch and all that {@code next} leads to. */
  static Set<BranchName> closure(
      BranchName start, Function<BranchName, ? extends Collection<BranchName>> next) {
    Set<BranchName> seen = new LinkedHashSet<>(Set.of(start));
    List<BranchName> queue = new ArrayList<>(seen);
    for (int i = 0; i < queue.size(); i++) {
      for (BranchName found : next.apply(queue.get(i))) {
        if (seen.add(found)) {
          queue.add(found);
        }
      }
    }
    return seen;
  }

  Optional<Pipeline> pipeline(PipelineName name) {
    return find("pipeline/" + name.name(), Pipeline.class);
  }

  Pipeline requirePipeline(PipelineName name) {
    Refused.notFoundIf(pipeline(name).isEmpty(), name);
    return pipeline(name).orElseThrow();
  }

  List<Pipeline> pipelines() {
    return below("pipeline/", Pipeline.class);
  }

  Optional<Version> version(PipelineName name, long number) {
    return find(key(name, number), Version.class);
  }

  List<Version> versions(PipelineName name) {
    return below("version/" + name.name() + "/", Version.class);
  }

  List<Version> versions() {
    return below("version/", Version.class);
  }

  List<Job> recordedJobs() {
    return below("job/", Job.class);
  }

  /** A job that has a record, or waits because its commit is open. */
  Optional<Job> job(PipelineName pipeline, CommitId set) {
    Optional<Job> recorded = find(jobKey(pipeline, set), Job.class);
    return recorded.isPresent()
        ? recorded
        : commit(pipeline.repo(), set)
            .filter(commit -> commit.isOpen() && commit.auto())
            .filter(commit -> branch(commit.branch()).filter(Branch::owned).isPresent())
            .map(commit -> Job.waiting(pipeline, set));
  }

  Job requireJob(PipelineName pipeline, CommitId set) {
    Refused.notFoundIf(job(pipeline, set).isEmpty(), "job " + pipeline + "@" + set);
    return job(pipeline, set).orElseThrow();
  }

  /** The jobs of a pipeline, oldest first. */
  List<Job> jobs(PipelineName pipeline) {
    return commits(pipeline.repo()).stream()
        .flatMap(commit -> job(pipeline, commit.id()).stream())
        .toList();
  }

  /** The jobs that are not at their end, oldest set first. */
  List<Job> pending() {
    return pipelines().stream()
        .flatMap(pipeline -> jobs(pipeline.name()).stream())
        .filter(job -> !job.state().isTerminal())
        .sorted((one, other) -> one.set().compareTo(other.set()))
        .toList();
  }
}
