/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumInput;
import io.tusk.datum.InputTree;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.files.PathInfo;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongBinaryOperator;

/**
 * About how much a planner has to go through that enumerates. Of joins and groups the paths count
 * that they compare, as nobody knows yet how many datums they make.
 */
public final class PlanSize {
  /**
   * The paths of so few files are counted. Of more, a directory with fewer than this is not looked
   * into.
   */
  private static final long EVERY = 10_000;

  private final FileSets files;
  private final List<FileSet> held;

  private PlanSize(FileSets files, List<FileSet> held) {
    this.files = files;
    this.held = held;
  }

  /**
   * How many paths and combinations of a cross there are about; {@link Long#MAX_VALUE} stands for
   * more than can be counted. 0 where changes are followed. Looks for the paths of inputs of up to
   * ten thousand files; of others it reads the directories with more than that which the globs lead
   * into, and not the files below them.
   */
  public static long of(FileSets files, PlanRequest request) {
    return request.followed().isPresent()
        ? 0
        : new PlanSize(files, request.enumerated()).of(request.inputs());
  }

  /** As {@link #of}, of the cross that is the largest; 0 where there is none. */
  public static long ofLargestCross(FileSets files, PlanRequest request) {
    return request.followed().isPresent()
        ? 0
        : new PlanSize(files, request.enumerated()).largestCross(request.inputs());
  }

  private long largestCross(InputTree tree) {
    if (tree instanceof InputTree.Combination combination) {
      long within = combination.children().stream().mapToLong(this::largestCross).max().orElse(0);
      return tree instanceof InputTree.Cross ? Math.max(within, of(tree)) : within;
    }
    return 0;
  }

  private long of(InputTree tree) {
    if (tree instanceof InputTree.Leaf leaf) {
      return of(leaf.input());
    }
    InputTree.Combination combination = (InputTree.Combination) tree;
    LongBinaryOperator operator = tree instanceof InputTree.Cross ? Product::times : PlanSize::sum;
    return combination.children().stream().mapToLong(this::of).reduce(operator).orElse(0);
  }

  private long of(DatumInput leaf) {
    FileSet set = held.get(leaf.number());
    if (leaf.glob().isLiteral()) {
      return Math.min(1, set.files());
    }
    if (set.files() <= EVERY) {
      return count(files.glob(set, leaf.glob()));
    }
    return Math.min(set.files(), EVERY * files.ranges(set, leaf.glob(), EVERY).size());
  }

  private static long count(Iterator<PathInfo> paths) {
    long count = 0;
    for (; paths.hasNext(); paths.next()) {
      count++;
    }
    return count;
  }

  private static long sum(long left, long right) {
    long sum = left + right;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
