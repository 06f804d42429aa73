/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import io.tusk.engine.model.Value.Branch;
import io.tusk.engine.model.Value.Commit;
import io.tusk.engine.model.Value.Content;
import io.tusk.engine.model.Value.Job;
import io.tusk.engine.model.Value.Pipeline;
import io.tusk.engine.model.Value.Upstream;
import io.tusk.engine.model.Value.Version;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.pipeline.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must hold of everything that a store shows. */
final class Soundness {
  private final State state;
  private final Set<String> touched;
  private final List<String> problems = new ArrayList<>();

  private Soundness(State state, Set<String> touched) {
    this.state = state;
    this.touched = touched;
  }

  /** What does not, once these keys were touched. */
  static List<String> problems(State state, Set<String> touched) {
    Soundness soundness = new Soundness(state, touched);
    state.branches().forEach(soundness::branch);
    state.commits().forEach(soundness::commit);
    state.pipelines().forEach(soundness::pipeline);
    state.versions().forEach(soundness::version);
    state.recordedJobs().forEach(soundness::job);
    return soundness.problems;
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  private void branch(Branch branch) {
    BranchName name = branch.name();
    Optional<Commit> head = state.commit(name.repo(), branch.head());
    require(state.hasRepo(name.repo()), name + " has no repo");
    require(head.isPresent(), name + " has no head");
    Optional<CommitId> shown = head.flatMap(state::shown).map(Commit::id);
    require(branch.readable().equals(shown), name + " does not show its newest good commit");
    for (Optional<Commit> at = head; at.filter(c -> !c.isGood()).isPresent(); ) {
      Commit commit = at.get();
      require(!commit.isOpen() || commit.branch().equals(name), name + " waits for another branch");
      at = state.parent(commit);
    }
    for (BranchName up : branch.provenance()) {
      require(state.branch(up).isPresent(), name + " follows nothing");
    }
    for (BranchName up : branch.upstream()) {
      require(state.branch(up).isPresent(), name + " is moved by nothing");
      require(!State.closure(up, state::previous).contains(name), name + " moves itself");
    }
    for (Branch beside : state.branches(name.repo())) {
      require(
          beside.equals(branch) || !Lines.shareOrigin(state, name, beside.name()),
          name + " clashes with " + beside.name());
    }
    boolean written =
        state.pipelines().stream().anyMatch(pipeline -> pipeline.output().equals(name));
    require(branch.owned() == written, name + " is not as its pipeline has it");
  }

  private void commit(Commit commit) {
    String label = commit.repo() + "@" + commit.id();
    require(state.hasRepo(commit.repo()), label + " has no repo");
    require(
        commit.parent().isEmpty() || state.parent(commit).isPresent(), label + " has no parent");
    for (Upstream up : commit.provenance()) {
      boolean there = state.commit(up.branch().repo(), up.commit()).isPresent();
      require(there || !isOlder(commit, up), label + " was made from nothing");
      boolean concerned =
          touched.contains(State.key(commit.repo(), commit.id()))
              || touched.contains(State.key(up.branch().repo(), up.commit()));
      require(there || !commit.isOpen() || !concerned, label + " waits for nothing");
    }
  }

  /** A repo that was deleted took its commits along. */
  private boolean isOlder(Commit commit, Upstream up) {
    return state.repos().stream()
        .anyMatch(
            repo -> repo.name().equals(up.branch().repo()) && repo.created() <= commit.opened());
  }

  private void pipeline(Pipeline pipeline) {
    for (long number = 1; number <= pipeline.version(); number++) {
      require(
          state.version(pipeline.name(), number).isPresent(),
          pipeline.name() + " lacks version " + number);
    }
    Optional<Branch> output = state.branch(pipeline.output());
    require(output.isPresent(), pipeline.name() + " has no output");
    Optional<Version> newest = state.version(pipeline.name(), pipeline.version());
    if (output.isPresent() && newest.isPresent()) {
      List<BranchName> inputs =
          pipeline.stopped() ? List.of() : List.of(newest.get().spec().input());
      require(output.get().provenance().equals(inputs), pipeline.name() + " reads something else");
      require(
          newest.get().spec().output().equals(pipeline.output())
              && newest.get().salt() == pipeline.salt(),
          pipeline.name() + " is not at its newest version");
    }
  }

  private void version(Version version) {
    require(
        state
            .pipeline(version.spec().name())
            .filter(pipeline -> version.number() <= pipeline.version())
            .isPresent(),
        version.spec().name() + " is not at version " + version.number());
  }

  private void job(Job job) {
    String label = "job " + job.pipeline() + "@" + job.set();
    require(state.pipeline(job.pipeline()).isPresent(), label + " has no pipeline");
    Optional<Commit> commit = state.commit(job.pipeline().repo(), job.set());
    require(commit.isPresent(), label + " has no commit");
    Content content =
        !job.state().isTerminal()
            ? Content.OPEN
            : job.state() == JobState.SUCCESS ? Content.GOOD : Content.BAD;
    require(commit.isEmpty() || commit.get().content() == content, label + " is not as its commit");
    require(
        job.version() == 0 || state.version(job.pipeline(), job.version()).isPresent(),
        label + " ran no version");
  }
}
