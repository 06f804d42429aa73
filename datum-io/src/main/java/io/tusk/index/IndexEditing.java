/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.index;

import io.tusk.pieces.Hash;
import io.tusk.pieces.NodePiece;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One batch on its way into an index. Each node that it touches is written once: what is bound for
 * a node from the batch and from the nodes above comes to it at the same time.
 */
final class IndexEditing {
  private final ChunkIndexes nodes;
  private final ChunkBatch batch;
  private final PackWriter out;

  IndexEditing(ChunkIndexes nodes, ChunkBatch batch, PackWriter out) {
    this.nodes = nodes;
    this.batch = batch;
    this.out = out;
  }

  ChunkIndex apply(ChunkIndex base) {
    Ref root = apply(base.root().orElse(null), 0, List.of(), 0, batch.size());
    return new ChunkIndex(Optional.of(root));
  }

  /**
   * The node in the place of {@code present}, or of none where that is null.
   *
   * @param carried what waited in the nodes above, ascending
   * @param from where in the batch what goes here begins
   */
  private Ref apply(Ref present, int depth, List<Ref> carried, int from, int to) {
    IndexNode node = present == null ? IndexNode.EMPTY : nodes.node(present, depth);
    List<Ref> waiting = merge(carried, node.entries());
    int total = waiting.size() + (to - from);
    if (node.isLeaf() && total <= IndexNode.MOST_ENTRIES) {
      return write(depth, merge(batch.sorted(from, to), waiting), new Ref[IndexNode.FAN_OUT]);
    }
    int[] cuts = batch.cuts(depth, from, to);
    int[] waitingCuts = cuts(waiting, depth);
    boolean[] goesDown = fullest(total, cuts, waitingCuts);
    Ref[] children = node.children();
    List<Ref> stays = new ArrayList<>();
    for (int digit = 0; digit < IndexNode.FAN_OUT; digit++) {
      List<Ref> here = waiting.subList(waitingCuts[digit], waitingCuts[digit + 1]);
      if (goesDown[digit]) {
        children[digit] = apply(children[digit], depth + 1, here, cuts[digit], cuts[digit + 1]);
      } else {
        stays.addAll(merge(batch.sorted(cuts[digit], cuts[digit + 1]), here));
      }
    }
    return write(depth, stays, children);
  }

  /** The digits, those with most entries first, without which the rest may stay. */
  private static boolean[] fullest(int total, int[] cuts, int[] waitingCuts) {
    boolean[] chosen = new boolean[IndexNode.FAN_OUT];
    int rest = total;
    while (rest > IndexNode.MOST_PENDING) {
      int fullest = -1;
      int most = 0;
      for (int digit = 0; digit < IndexNode.FAN_OUT; digit++) {
        int count = cuts[digit + 1] - cuts[digit] + waitingCuts[digit + 1] - waitingCuts[digit];
        if (!chosen[digit] && count > most) {
          fullest = digit;
          most = count;
        }
      }
      chosen[fullest] = true;
      rest -= most;
    }
    return chosen;
  }

  private static int[] cuts(List<Ref> sorted, int depth) {
    int[] cuts = new int[IndexNode.FAN_OUT + 1];
    for (Ref chunk : sorted) {
      cuts[chunk.hash().digit(depth) + 1]++;
    }
    for (int digit = 1; digit < cuts.length; digit++) {
      cuts[digit] += cuts[digit - 1];
    }
    return cuts;
  }

  /** Of a chunk that is in both, the reference of {@code newer}. */
  private static List<Ref> merge(List<Ref> newer, List<Ref> older) {
    if (newer.isEmpty() || older.isEmpty()) {
      return newer.isEmpty() ? List.copyOf(older) : newer;
    }
    List<Ref> merged = new ArrayList<>(newer.size() + older.size());
    int next = 0;
    for (Ref old : older) {
      while (next < newer.size() && newer.get(next).hash().compareTo(old.hash()) < 0) {
        merged.add(newer.get(next++));
      }
      if (next == newer.size() || !newer.get(next).hash().equals(old.hash())) {
        merged.add(old);
      }
    }
    merged.addAll(newer.subList(next, newer.size()));
    return merged;
  }

  private Ref write(int depth, List<Ref> entries, Ref[] children) {
    IndexNode node = IndexNode.of(depth, entries, children);
    NodePiece piece = node.piece();
    Ref ref = out.writeNode(Hash.of(piece.hashed()), piece);
    nodes.written(ref, node);
    return ref;
  }
}
