/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.InputTree;
import io.tusk.files.FileSets;
import io.tusk.pieces.PackWriter;
import io.tusk.sort.ExternalSort;
import io.tusk.tree.Edit;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The plan of a {@link Planner} that enumerates, made by many: a round for each join and group,
 * inner ones first, which makes its section of the leaf tree, and a last one for the datums. In a
 * round {@link #shares} are {@link #read} side by side; what is read goes by its key into {@link
 * #bucket}s, which are {@link #sort}ed side by side; and what comes of them is merged by one.
 * However it is cut, the plan is the same.
 *
 * <p>An object is used by one thread, and for one share or bucket; what has to be sorted waits on
 * the host's disk until it is closed.
 */
public final class PlanRounds implements AutoCloseable {
  private final FileSets files;
  private final PlanRequest request;
  private final PlanScratch scratch = new PlanScratch();
  private final InputDatums datums;
  private final Candidates candidates;

  /**
   * What came of a bucket.
   *
   * @param tree a part of the section, or of the plan
   * @param added how many datums are in it that the base has not
   */
  public record Sorted(Tree tree, long added) {}

  public PlanRounds(FileSets files, PlanRequest request) {
    this.files = files;
    this.request = request;
    this.datums = new InputDatums(files, request.inputs(), scratch, count -> {});
    this.candidates = new Candidates(files, datums, scratch, request.baseDatums());
  }

  /** How many rounds there are; at least 1. */
  public static int count(InputTree inputs) {
    if (!(inputs instanceof InputTree.Combination combination)) {
      return 1;
    }
    int within = combination.children().stream().mapToInt(child -> count(child) - 1).sum();
    boolean isKeyed = inputs instanceof InputTree.Join || inputs instanceof InputTree.Group;
    return 1 + within + (isKeyed ? 1 : 0);
  }

  private boolean isLast(int round) {
    return round == datums.keyed().size();
  }

  private InputState state(Tree leaves) {
    return new InputState(request.enumerated(), leaves);
  }

  /**
   * What a round reads, in shares of about the same size; at least one.
   *
   * @param leaves the leaf tree of the rounds before, whose entries hold files; empty for the first
   * @param wanted about how many shares each thing that is read is cut into; at least 1
   */
  public List<PlanShare> shares(int round, Tree leaves, int wanted) {
    InputState now = state(leaves);
    if (!isLast(round)) {
      return datums.keyed().get(round).readShares(now, wanted);
    }
    List<PlanShare> all = new ArrayList<>(datums.root().shares(now, wanted));
    all.addAll(candidates.baseShares(wanted));
    return all;
  }

  /** Tells all that there is in a share, in any order, some of it perhaps more than once. */
  public void read(int round, Tree leaves, PlanShare share, BiConsumer<byte[], byte[]> items) {
    InputState now = state(leaves);
    if (!isLast(round)) {
      datums.keyed().get(round).read(now, share, items);
    } else if (share.kind() == PlanShare.Kind.BASE) {
      candidates.readBase(share, items);
    } else {
      candidates.read(datums.root().all(now, share), now, items);
    }
  }

  /** The bucket that a key belongs to. */
  public static int bucket(byte[] key, int buckets) {
    // The low bits of the sum tell keys that differ in their last characters only by too little.
    return Math.floorMod((Arrays.hashCode(key) * 0x9E3779B9) >>> 8, buckets);
  }

  /**
   * What comes of a bucket.
   *
   * @param items all that was read of it
   */
  public Sorted sort(int round, Tree leaves, Iterator<ExternalSort.Item> items, PackWriter out) {
    ExternalSort sort = scratch.newSort();
    items.forEachRemaining(item -> sort.add(item.key(), item.value()));
    if (!isLast(round)) {
      Iterator<Edit> edits = KeyedDatums.edits(sort);
      return new Sorted(files.trees().edit(Tree.EMPTY, edits, Summarizer.NONE, out), 0);
    }
    InputState now = state(leaves);
    Decisions decisions = new Decisions(files, datums, request, now, out);
    Tree decided = decisions.items(candidates.of(sort.sorted(), now));
    return new Sorted(decided, decisions.added());
  }

  /** The leaf tree with the section of a round that is not the last. */
  public Tree leaves(Tree leaves, List<Sorted> buckets, PackWriter out) {
    return files.trees().edit(leaves, merged(buckets), Summarizer.NONE, out);
  }

  /** The plan, after the last round; its trees' new nodes are in {@code out}. */
  public Plan plan(Tree leaves, List<Sorted> buckets, PackWriter out) {
    Decisions decisions = new Decisions(files, datums, request, state(leaves), out);
    long added = buckets.stream().mapToLong(Sorted::added).sum();
    Tree items = decisions.tree(merged(buckets));
    return decisions.plan(items, datums.withoutFiles(leaves, out), added);
  }

  private Iterator<Edit> merged(List<Sorted> buckets) {
    List<Iterator<Entry>> entries =
        buckets.stream()
            .map(bucket -> files.trees().ascending(bucket.tree(), new byte[0]))
            .toList();
    return new MergedEntries(entries);
  }

  @Override
  public void close() {
    scratch.close();
  }
}
