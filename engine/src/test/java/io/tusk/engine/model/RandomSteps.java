/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import io.tusk.engine.model.Actions.Force;
import io.tusk.engine.model.Actions.Removal;
import io.tusk.engine.model.Actions.Scope;
import io.tusk.engine.model.Command.Pick;
import io.tusk.engine.model.Command.Step;
import io.tusk.engine.model.Value.Spec;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineRemoval.Followers;
import io.tusk.pipeline.PipelineRemoval.Output;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;

/** Makes up the parts of transactions. */
final class RandomSteps {
  private static final List<String> REPOS = List.of("a", "a", "a", "b");
  private static final List<String> PIPELINES = List.of("p", "p", "p", "q", "q", "r");
  private static final List<String> BRANCHES = List.of("master", "master", "master", "dev", "rel");
  private static final List<String> GLOBS =
      List.of("/", "/*", "/*", "/*", "/**", "/*/*", "/d", "/d/*", "/{x,y}");

  private final Random random;
  private final Set<Integer> leftOut = new HashSet<>();

  RandomSteps(Random random) {
    this.random = random;
    int oneIn = 2 + random.nextInt(4);
    for (int kinds : List.of(16, 29)) {
      for (int kind = 0; kind < kinds; kind++) {
        if (random.nextInt(oneIn) == 0) {
          leftOut.add(kinds * 100 + kind);
        }
      }
    }
  }

  /**
   * One of {@code kinds} kinds of things, but of those that this sequence leaves out: with fewer
   * kinds a sequence goes deeper into each.
   */
  int kind(int kinds) {
    int kind = random.nextInt(kinds);
    for (int tries = 0; tries < 5 && leftOut.contains(kinds * 100 + kind); tries++) {
      kind = random.nextInt(kinds);
    }
    return kind;
  }

  /** A transaction of several steps is refused if one of them is. */
  Step mostlyFine() {
    return switch (random.nextInt(7)) {
      case 0 -> startCommit();
      case 1, 2 -> update(spec(pick(PIPELINES)));
      case 3 -> named("stop pipeline ", Actions::stopPipeline);
      case 4 -> named("start pipeline ", Actions::startPipeline);
      case 5 -> random.nextBoolean() ? createBranch() : setTrigger();
      default -> removeCommits();
    };
  }

  Step step() {
    return switch (kind(29)) {
      case 0 -> random.nextInt(3) == 0 ? createRepo(pick(PIPELINES)) : createRepo(pick(REPOS));
      case 1 -> deleteRepo();
      case 2, 3, 4 -> createBranch();
      case 5, 6 -> deleteBranch();
      case 7, 8 -> startCommit();
      case 9, 10 -> finishCommit();
      case 11, 12, 13, 14 -> removeCommits();
      case 15, 16 -> create(spec(pick(PIPELINES)));
      case 17, 18, 19 -> update(spec(pick(PIPELINES)));
      case 20 -> rerun();
      case 21 -> named("stop pipeline ", Actions::stopPipeline);
      case 22 -> named("start pipeline ", Actions::startPipeline);
      case 23 -> deletePipelines();
      case 24 -> ofJob("stop job ", Actions::stopJob);
      case 25, 26, 27 -> setTrigger();
      default -> ofJob("delete job ", Actions::deleteJob);
    };
  }

  Step createRepo(String name) {
    RepoName repo = repo(name);
    return Step.of("create repo " + repo, actions -> actions.createRepo(repo));
  }

  private Step deleteRepo() {
    RepoName repo = anyRepo();
    Force force = force();
    return Step.of("delete repo " + repo + text(force), a -> a.deleteRepo(repo, force));
  }

  private Step createBranch() {
    BranchName branch = anyBranch();
    Optional<Pick> head =
        random.nextBoolean()
            ? Optional.of(new Pick(branch.repo(), random.nextInt(8)))
            : Optional.empty();
    Optional<List<BranchName>> provenance =
        head.isEmpty() || random.nextInt(4) == 0 ? provenance() : Optional.empty();
    String text =
        "create branch "
            + branch
            + head.map(pick -> " --head " + pick).orElse("")
            + provenance.map(up -> " -p " + up).orElse("");
    return new Step(
        text,
        state -> {
          Optional<CommitId> id = head.flatMap(pick -> pick.in(state));
          return id.isEmpty() && head.isPresent()
              ? Optional.empty()
              : Optional.of(actions -> actions.createBranch(branch, id, provenance));
        });
  }

  private Optional<List<BranchName>> provenance() {
    List<BranchName> upstream = new ArrayList<>();
    for (int more = random.nextInt(3); more > 0; more--) {
      upstream.add(anyBranch());
    }
    return Optional.of(List.copyOf(upstream));
  }

  private Step setTrigger() {
    RepoName repo = anyRepo();
    BranchName branch = new BranchName(repo, random.nextInt(6) == 0 ? pick(BRANCHES) : "rel");
    BranchName source = new BranchName(repo, pick(BRANCHES));
    int commits = random.nextInt(3);
    int bytes = commits == 0 || random.nextInt(3) == 0 ? 1 + random.nextInt(12) : 0;
    Value.Condition condition =
        new Value.Condition(commits, bytes, commits > 0 && bytes > 0 && random.nextBoolean());
    return Step.of(
        "create branch " + branch + " --trigger " + source + " when " + condition,
        a -> a.setTrigger(branch, source, condition));
  }

  private Step deleteBranch() {
    BranchName branch = anyBranch();
    Force force = force();
    return Step.of("delete branch " + branch + text(force), a -> a.deleteBranch(branch, force));
  }

  private Step startCommit() {
    BranchName branch = inputBranch();
    if (random.nextInt(3) > 0) {
      return Step.of("start commit " + branch, a -> a.startCommit(branch, Optional.empty()));
    }
    Pick parent = new Pick(branch.repo(), random.nextInt(8));
    return new Step(
        "start commit " + branch + " --parent " + parent,
        state -> parent.in(state).map(id -> a -> a.startCommit(branch, Optional.of(id))));
  }

  /** Of the open commits of a repository one, if there are any. */
  private Step finishCommit() {
    RepoName repo = anyRepo();
    int number = random.nextInt(4);
    Force force = force();
    return new Step(
        "finish commit " + repo + ", open one #" + number + text(force),
        state -> {
          List<Value.Commit> open =
              state.commits(repo).stream().filter(Value.Commit::isOpen).toList();
          return open.isEmpty()
              ? Optional.empty()
              : Optional.of(a -> a.finishCommit(repo, open.get(number % open.size()).id(), force));
        });
  }

  private Step removeCommits() {
    Removal how = random.nextBoolean() ? Removal.SQUASH : Removal.DROP;
    Scope scope = pick(List.of(Scope.values()));
    Pick commit = commit();
    return new Step(
        how + " " + scope + " " + commit,
        state -> commit.in(state).map(id -> a -> a.removeCommits(how, scope, commit.repo(), id)));
  }

  Spec spec(String name) {
    PipelineName pipeline = new PipelineName(ProjectName.DEFAULT, name);
    BranchName input =
        switch (name) {
          case "p" -> new BranchName(repo(pick(REPOS)), pick(BRANCHES));
          case "q" -> new BranchName(repo(pick(List.of("p", "p", "p", "a", "b"))), pick(BRANCHES));
          default -> anyBranch();
        };
    return new Spec(
        pipeline,
        input,
        pick(GLOBS),
        random.nextInt(4) - 1,
        random.nextInt(8) == 0,
        new BranchName(pipeline.repo(), random.nextInt(4) == 0 ? "dev" : "master"));
  }

  Step create(Spec spec) {
    return Step.of("create pipeline " + text(spec), a -> a.createPipeline(spec));
  }

  private Step update(Spec spec) {
    Processed processed = processed();
    return Step.of(
        "update pipeline " + text(spec) + text(processed), a -> a.updatePipeline(spec, processed));
  }

  private Step rerun() {
    PipelineName name = pipeline();
    Processed processed = processed();
    return Step.of(
        "rerun pipeline " + name + text(processed), a -> a.rerunPipeline(name, processed));
  }

  private Step named(String text, BiConsumer<Actions, PipelineName> action) {
    PipelineName name = pipeline();
    return Step.of(text + name, actions -> action.accept(actions, name));
  }

  private Step deletePipelines() {
    List<PipelineName> names =
        random.nextInt(4) == 0
            ? List.of(
                new PipelineName(ProjectName.DEFAULT, "p"),
                new PipelineName(ProjectName.DEFAULT, "q"))
            : List.of(pipeline());
    Output output = random.nextInt(3) == 0 ? Output.KEEP : Output.DELETE;
    Followers followers = random.nextBoolean() ? Followers.REFUSE : Followers.CUT_OFF;
    return Step.of(
        "delete pipelines " + names + ", output " + output + ", followers " + followers,
        actions -> actions.deletePipelines(names, output, followers));
  }

  private interface JobAction {
    void accept(Actions actions, PipelineName pipeline, CommitId set);
  }

  private Step ofJob(String text, JobAction action) {
    PipelineName name = pipeline();
    Pick commit = new Pick(name.repo(), random.nextInt(8));
    return new Step(
        text + name + " " + commit,
        state -> commit.in(state).map(id -> actions -> action.accept(actions, name, id)));
  }

  private static String text(Spec spec) {
    return spec.name()
        + " of "
        + spec.input()
        + ":"
        + spec.glob()
        + " to "
        + spec.output().name()
        + ", code "
        + spec.code()
        + (spec.everyJob() ? ", every job" : "");
  }

  private static String text(Force force) {
    return force == Force.YES ? " --force" : "";
  }

  private static String text(Processed processed) {
    return processed == Processed.REPROCESS ? " --reprocess" : "";
  }

  private Force force() {
    return random.nextInt(3) == 0 ? Force.YES : Force.NO;
  }

  private Processed processed() {
    return random.nextInt(3) == 0 ? Processed.REPROCESS : Processed.KEEP;
  }

  Pick commit() {
    return new Pick(anyRepo(), random.nextInt(12));
  }

  private static RepoName repo(String name) {
    return new RepoName(ProjectName.DEFAULT, name);
  }

  private PipelineName pipeline() {
    return new PipelineName(ProjectName.DEFAULT, pick(PIPELINES));
  }

  private RepoName anyRepo() {
    return repo(random.nextInt(3) == 0 ? pick(PIPELINES) : pick(REPOS));
  }

  private BranchName anyBranch() {
    return new BranchName(anyRepo(), pick(BRANCHES));
  }

  BranchName inputBranch() {
    return random.nextInt(12) == 0
        ? anyBranch()
        : new BranchName(repo(pick(REPOS)), pick(BRANCHES));
  }

  <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}
