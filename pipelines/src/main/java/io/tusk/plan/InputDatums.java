/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.InputTree;
import io.tusk.files.FileSets;
import io.tusk.pieces.PackWriter;
import io.tusk.sort.SpilledList;
import io.tusk.tree.Edit;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
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
  private final Trees leafTrees;
  private final LeafTree leafTree;
  private final Paths paths;

  /** The joins and groups, inner ones first; a section's number is its place. */
  private final List<KeyedDatums> keyed = new ArrayList<>();

  private final Datums root;
  private final boolean hasTwins;

  /**
   * @param crossed is told how many combinations a cross makes, or a join of one value, before they
   *     are made
   */
  InputDatums(FileSets files, InputTree inputs, PlanScratch scratch, LongConsumer crossed) {
    this(files, files.trees(), inputs, scratch, crossed);
  }

  /** {@code leafTrees}: reads and makes leaf trees. */
  InputDatums(
      FileSets files,
      Trees leafTrees,
      InputTree inputs,
      PlanScratch scratch,
      LongConsumer crossed) {
    this.files = files;
    this.scratch = scratch;
    this.crossed = crossed;
    this.leafTrees = leafTrees;
    this.leafTree = new LeafTree(leafTrees);
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
      return new CrossDatums(children, scratch, crossed);
    }
    int section = keyed.size();
    KeyedDatums datums =
        combination instanceof InputTree.Join
            ? new JoinDatums(section, children, tree.leaves().toList(), leafTree, paths, crossed)
            : new GroupDatums(section, children, tree.leaves().toList(), leafTree, paths);
    keyed.add(datums);
    return datums;
  }

  Datums root() {
    return root;
  }

  /** The joins and groups, inner ones first. */
  List<KeyedDatums> keyed() {
    return keyed;
  }

  Paths paths() {
    return paths;
  }

  /** Whether all datums come in the order of their keys and once, but for long keys. */
  boolean areAllSorted() {
    return root.areAllSorted();
  }

  /** Whether datums that a change concerns come so as well. */
  boolean areTouchedSorted() {
    return root instanceof PathDatums;
  }

  /** Whether several leaves may have one path, so that a datum comes of one or of another. */
  boolean hasTwins() {
    return hasTwins;
  }

  /** What the inputs hold, with the leaf tree of it, made anew; its entries hold the files. */
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
    return leafTrees.edit(leaves, edits, Summarizer.NONE, out);
  }

  /** The leaf tree without files, as a plan has it, of one that was enumerated. */
  Tree withoutFiles(Tree leaves, PackWriter out) {
    return files.trees().edit(Tree.EMPTY, leafTree.withoutFiles(leaves), Summarizer.NONE, out);
  }
}
