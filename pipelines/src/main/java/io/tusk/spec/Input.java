/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec;

import io.tusk.name.BranchName;
import io.tusk.name.RepoName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pipeline reads: a tree, its branches sorted by the names of their first leaves. */
public sealed interface Input {
  /** The parts of a cross, union, join or group; empty for a leaf. */
  List<Input> children();

  /** The leaves, from first to last. */
  default Stream<Input> leaves() {
    return children().isEmpty() ? Stream.of(this) : children().stream().flatMap(Input::leaves);
  }

  /**
   * Files of a branch.
   *
   * @param name the directory under {@code /pfs}
   * @param glob starts with a slash
   * @param joinOn template over the glob's groups; empty when absent
   * @param groupBy as {@code joinOn}
   * @param propagation NEVER: commits of the branch start no job
   * @param from commit id, or branch of the same repository: only what came later is work
   */
  record PfsInput(
      String name,
      BranchName branch,
      String glob,
      String joinOn,
      boolean outerJoin,
      String groupBy,
      boolean lazy,
      boolean emptyFiles,
      boolean s3,
      Optional<Trigger> trigger,
      Propagation propagation,
      boolean reference,
      Optional<String> from)
      implements Input {
    @Override
    public List<Input> children() {
      return List.of();
    }
  }

  /** Whether new commits of an input start jobs. */
  enum Propagation {
    ALWAYS,
    NEVER
  }

  /**
   * When an input's branch moves to the head of {@code branch}.
   *
   * @param branch of the same repository
   * @param all whether all conditions must hold, not just one
   * @param rateLimitSpec cron expression, or empty
   * @param size decimal size such as {@code 100M}, or empty
   * @param commits 0 when absent
   * @param cronSpec cron expression, or empty
   */
  record Trigger(
      String branch,
      boolean all,
      String rateLimitSpec,
      String size,
      long commits,
      String cronSpec) {}

  /**
   * A repository that receives a file at each tick.
   *
   * @param start absent: when the pipeline is created
   */
  record CronInput(
      String name, RepoName repo, String spec, boolean overwrite, Optional<Instant> start)
      implements Input {
    private static final String BRANCH = "master";

    @Override
    public List<Input> children() {
      return List.of();
    }

    /** The branch that has a commit for each tick. */
    public BranchName branch() {
      return new BranchName(repo, BRANCH);
    }
  }

  /** Every combination of one datum of each. */
  record CrossInput(List<Input> children) implements Input {
    public CrossInput {
      children = List.copyOf(children);
    }
  }

  /** The datums of all. */
  record UnionInput(List<Input> children) implements Input {
    public UnionInput {
      children = List.copyOf(children);
    }
  }

  /** Combinations of files with equal {@code join_on} values. */
  record JoinInput(List<Input> children) implements Input {
    public JoinInput {
      children = List.copyOf(children);
    }
  }

  /** One datum for each {@code group_by} value. */
  record GroupInput(List<Input> children) implements Input {
    public GroupInput {
      children = List.copyOf(children);
    }
  }
}
