/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.oracle.Situation;
import io.tusk.engine.oracle.World;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import io.tusk.repo.BranchChanges;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The branches in a store that the inputs of a history read. */
final class InputBranches {
  private final EngineFixture fixture;
  private final Map<Integer, CommitId> commits = new HashMap<>();
  private final Map<BranchName, Integer> heads = new HashMap<>();
  private final Set<RepoName> repos = new HashSet<>();

  InputBranches(EngineFixture fixture) {
    this.fixture = fixture;
  }

  /** Moves those that users move to the states that they are to have. */
  void move(Situation now) {
    now.heads().keySet().stream()
        .filter(World::isMovedByUsers)
        .forEach(branch -> move(now, branch));
  }

  private void move(Situation now, BranchName branch) {
    int number = now.heads().get(branch);
    Integer before = heads.put(branch, number);
    if (repos.add(branch.repo())) {
      fixture.createRepo(branch.repo().name());
    }
    CommitId known = commits.get(number);
    if (known == null) {
      commits.put(number, put(now, branch, before, number));
    } else if (!before.equals(number)) {
      fixture.change(
          tx -> BranchChanges.point(tx, branch, tx.catalog().requireCommit(branch.repo(), known)));
    }
  }

  /** The commit of a state, which is made on {@code branch} if there is none. */
  CommitId commit(Situation now, int number, BranchName branch) {
    return commits.computeIfAbsent(number, any -> put(now, branch, heads.put(branch, any), any));
  }

  private CommitId put(Situation now, BranchName branch, Integer before, int number) {
    Map<String, Optional<String>> edits = new TreeMap<>();
    if (before != null) {
      now.states().get(before).keySet().forEach(path -> edits.put(path, Optional.empty()));
    }
    now.states().get(number).forEach((path, content) -> edits.put(path, Optional.of(content)));
    return fixture.put(branch, edits);
  }

  /** What nobody but Tusk moves shows what it should. */
  void check(Situation now) {
    for (BranchName branch : now.heads().keySet()) {
      if (!World.isMovedByUsers(branch)) {
        assertThat(fixture.contents(branch.repo().name() + "@" + branch.name()))
            .as("files of %s", branch)
            .isEqualTo(now.of(branch));
      }
    }
  }
}
