/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.InputTree;
import io.tusk.files.FileSets;
import io.tusk.pieces.PackWriter;
import io.tusk.sort.SpilledList;
import io.tusk.tree.Edit;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** The datums of a whole input. */
final class InputDatums {
  private final FileSets files;
  private final PlanScratch scratch;
  private final LongConsumer crossed;
  private final LeafTree leafTree;
  private final Paths paths;

  /** The joins and groups, inner ones first; a section's number is its place. */
  private final List<KeyedDatums> keyed = new ArrayList<>();

  private final Datums root;
  private final boolean hasTwins;

  /**
   * @param crossed is told how many combinations a cross has, before they are made
   */
  InputDatums(FileSets files, InputTree inputs, PlanScratch scratch, LongConsumer crossed) {
    this.files = files;
    this.scratch = scratch;
    this.crossed = crossed;
    this.leafTree = new LeafTree(files.trees());
    this.paths = new Paths(inputs.leaves().toList());
    this.root = datums(inputs);
    Set<List<Object>> distinct = new HashSet<>();
    this.hasTwins =
        !inputs.leaves().allMatch(leaf -> distinct.add(List.of(leaf.name(), leaf.branch())));
  }

  private Datums datums(InputTree tree) {
    if (tree instanceof InputTree.Leaf leaf) {
      return new PathDatums(files, leaf.input());
    }
    InputTree.Combination combination = (InputTree.Combination) tree;
    List<Datums> children = combination.children().stream().map(this::datums).toList();
    if (combination instanceof InputTree.Union) {
      return new UnionDatums(children, paths);
    }
    if (combination instanceof InputTree.Cross) {
      return new CrossDatums(children, () -> scratch, crossed);
    }
    int section = keyed.size();
    KeyedDatums datums =
        combination instanceof InputTree.Join
            ? new JoinDatums(section, children, tree.leaves().toList(), leafTree, paths)
            : new GroupDatums(section, children, tree.leaves().toList(), leafTree, paths);
    keyed.add(datums);
    return datums;
  }

  Datums root() {
    return root;
  }

  Paths paths() {
    return paths;
  }

  /** Whether its datums come in the order of their keys, but for long ones. */
  boolean isSorted() {
    return root instanceof PathDatums;
  }

  /** Whether several leaves may have one path, so that a datum comes of one or of another. */
  boolean hasTwins() {
    return hasTwins;
  }

  /** Whether some of its leaves are joined or grouped. */
  boolean hasLeafTree() {
    return !keyed.isEmpty();
  }

  /** What the inputs hold, with the leaf tree of it, made anew. */
  InputState enumerated(InputState state, PackWriter out) {
    InputState now = state.withLeaves(Tree.EMPTY);
    for (KeyedDatums datums : keyed) {
      now = now.withLeaves(edited(now.leaves(), datums.all(now, scratch), out));
    }
    return now;
  }

  /** Brings the leaf tree of {@code before} up to date. */
  Change change(InputState before, InputState after, PackWriter out) {
    Change change = new Change(before, after.withLeaves(before.leaves()), scratch);
    for (KeyedDatums datums : keyed) {
      SpilledList touched = scratch.newList();
      Iterator<Edit> edits = datums.changes(change, touched);
      InputState now = change.after();
      change.add(touched, now.withLeaves(edited(now.leaves(), edits, out)));
    }
    return change;
  }

  private Tree edited(Tree leaves, Iterator<Edit> edits, PackWriter out) {
    return files.trees().edit(leaves, edits, Summarizer.NONE, out);
  }
}
