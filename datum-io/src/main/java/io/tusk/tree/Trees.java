/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads and edits trees. Nodes that were read or written are cached, the last used ones up to a
 * bound in bytes, so {@link #nodesVisited} counts what an operation looked at, not what the object
 * store was asked for. Safe for many threads.
 */
public final class Trees {
  private static final long CACHE_BYTES = 64 << 20;

  /** Of so many subtrees, which differ in size, a part is made. */
  private static final int SUBTREES = 4;

  private final PieceReader pieces;
  private final TreeParameters parameters;
  private final AtomicLong visited = new AtomicLong();
  private final NodeCache cache = new NodeCache(CACHE_BYTES);
  private final NodeSource source =
      new NodeSource() {
        @Override
        public Node node(Ref ref) {
          return Trees.this.node(ref);
        }

        @Override
        public void prefetch(Ref ref) {
          if (cache.find(ref) == null) {
            pieces.prefetch(ref);
          }
        }

        @Override
        public void stored(Ref ref, Node node) {
          cache.put(ref, node);
        }
      };

  public Trees(PieceReader pieces, TreeParameters parameters) {
    this.pieces = pieces;
    this.parameters = parameters;
  }

  public TreeParameters parameters() {
    return parameters;
  }

  public PieceReader pieces() {
    return pieces;
  }

  public Optional<Entry> find(Tree tree, byte[] key) {
    Node node = root(tree);
    while (node != null) {
      int index = node.firstNotBelow(key);
      if (index == node.size()) {
        return Optional.empty();
      }
      if (node.level() == 0) {
        Entry entry = node.entries().get(index);
        return Arrays.equals(entry.key(), key) ? Optional.of(entry) : Optional.empty();
      }
      node = node(node.children().get(index).node());
    }
    return Optional.empty();
  }

  /** The entries with keys from {@code from} (inclusive), ascending. */
  public Iterator<Entry> ascending(Tree tree, byte[] from) {
    return entries(Cursor.forwardsFrom(source, root(tree), from));
  }

  /** The entries with keys below {@code to}, or all when it is null, descending. */
  public Iterator<Entry> descending(Tree tree, byte[] to) {
    return entries(Cursor.backwardsFrom(source, root(tree), to));
  }

  /** The keys whose entries differ, ascending; reads only the nodes that differ. */
  public Iterator<Change> differences(Tree before, Tree after) {
    if (before.sameContent(after)) {
      return Collections.emptyIterator();
    }
    return new Differences(
        Cursor.forwards(source, root(before)), Cursor.forwards(source, root(after)));
  }

  /**
   * The tree after {@code edits}, which ascend by key. Nodes that are not there yet are written to
   * {@code out}. The root of the result is stored, even if it is small.
   */
  public Tree edit(Tree base, Iterator<Edit> edits, Summarizer summarizer, PackWriter out) {
    return new TreeEditing(parameters, summarizer, source, edits, out).apply(base, 0);
  }

  /** As {@link #edit}, but a result of one small node is left inline for its parent to hold. */
  public Tree editInline(Tree base, Iterator<Edit> edits, Summarizer summarizer, PackWriter out) {
    return new TreeEditing(parameters, summarizer, source, edits, out)
        .apply(base, parameters.inlineMax());
  }

  /**
   * Builds a sequence of chunks.
   *
   * @param stored finds nodes that are in the object store and need not be written again
   */
  public SequenceBuilder sequence(PackWriter out, Function<Hash, Optional<Ref>> stored) {
    return new SequenceBuilder(parameters, source, out, stored);
  }

  /**
   * The chunks of a sequence, from the one on that holds byte {@code from}.
   *
   * @param visited is told of each node that is read on the way
   */
  public Iterator<SequencePart> parts(Tree sequence, long from, Consumer<Ref> visited) {
    return new SequenceParts(source, sequence.root().orElseThrow(), from, visited);
  }

  /**
   * Chunks of the sequence {@code after}, among them all that {@code before}, which may be empty,
   * does not have; reads the nodes that differ.
   */
  public Iterator<Ref> changedChunks(Tree before, Tree after) {
    return new SequenceChanges(source, before, after);
  }

  /** The root of {@code tree}, stored in {@code out} if it was inline; none for the empty tree. */
  public Optional<Ref> store(Tree tree, PackWriter out) {
    return tree.root()
        .or(() -> tree.inlineRoot().map(node -> out.writeNode(node.hash(), node.piece())));
  }

  /** The sums over all entries; reads the root node only. */
  public long[] summary(Tree tree, Summarizer summarizer) {
    long[] sums = new long[summarizer.width()];
    Node root = root(tree);
    if (root == null) {
      return sums;
    }
    root.entries().forEach(entry -> summarizer.add(entry, sums));
    for (Child child : root.children()) {
      if (child.summary().length != sums.length) {
        throw new TuskException(
            ErrorCode.CORRUPT, "node " + root.hash() + " does not count what its tree should");
      }
      for (int i = 0; i < sums.length; i++) {
        sums[i] += child.summary()[i];
      }
    }
    return sums;
  }

  /**
   * The entries below which something is counted, ascending: of an inner node, only those children
   * are read whose sums {@code wanted} accepts. Entries of a node that is read are all returned.
   */
  public Iterator<Entry> counted(Tree tree, Predicate<long[]> wanted) {
    Cursor cursor = Cursor.forwards(source, root(tree));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        while (!cursor.atEnd() && !cursor.atEntry()) {
          if (wanted.test(cursor.summary())) {
            cursor.descend();
          } else {
            cursor.advance();
          }
        }
        return !cursor.atEnd();
      }

      @Override
      public Entry next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Entry entry = cursor.entry();
        cursor.advance();
        return entry;
      }
    };
  }

  /**
   * Keys that cut the range from {@code from} to before {@code to}, or to the end when that is
   * empty, into some {@code wanted} parts of about the same number of entries; ascending. Reads
   * some nodes for each part, and has too few keys where the range has fewer.
   */
  public List<byte[]> cuts(Tree tree, byte[] from, byte[] to, int wanted) {
    List<Node> nodes = Optional.ofNullable(root(tree)).map(List::of).orElse(List.of());
    List<Child> children = List.of();
    while (children.size() < SUBTREES * wanted && !nodes.isEmpty() && nodes.get(0).level() > 0) {
      children = nodes.stream().flatMap(node -> within(node, from, to)).toList();
      boolean goesOn = children.size() < SUBTREES * wanted && nodes.get(0).level() > 1;
      nodes = goesOn ? children.stream().map(child -> node(child.node())).toList() : List.of();
    }
    List<byte[]> keys = new ArrayList<>();
    long parts = Math.min(wanted, children.size());
    for (long part = 1; part < parts; part++) {
      keys.add(children.get((int) (part * children.size() / parts) - 1).lastKey());
    }
    return keys;
  }

  private static Stream<Child> within(Node node, byte[] from, byte[] to) {
    int first = node.firstNotBelow(from);
    int behind = to.length == 0 ? node.size() : node.firstNotBelow(to);
    return node.children().subList(first, Math.max(first, behind)).stream();
  }

  /** The number of levels; 0 for the empty tree. */
  public int depth(Tree tree) {
    Node root = root(tree);
    return root == null ? 0 : root.level() + 1;
  }

  /** Says that {@code tree} will be read soon, from its start on. */
  public void prefetch(Tree tree) {
    tree.root().ifPresent(source::prefetch);
  }

  /** The node that {@code ref} refers to. */
  public Node node(Ref ref) {
    visited.incrementAndGet();
    Node cached = cache.find(ref);
    if (cached != null) {
      return cached;
    }
    Node node = Node.read(pieces, ref);
    cache.put(ref, node);
    return node;
  }

  /** How many nodes were looked at since this object was made, cached or not. */
  public long nodesVisited() {
    return visited.get();
  }

  private Node root(Tree tree) {
    return tree.root().map(this::node).or(tree::inlineRoot).orElse(null);
  }

  private static Iterator<Entry> entries(Cursor cursor) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        while (!cursor.atEnd() && !cursor.atEntry()) {
          cursor.descendOn();
        }
        return !cursor.atEnd();
      }

      @Override
      public Entry next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Entry entry = cursor.entry();
        cursor.advance();
        return entry;
      }
    };
  }
}
