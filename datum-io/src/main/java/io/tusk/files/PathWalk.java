/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.name.FilePath;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Walks directories in the order of their keys, so in byte order of full paths, as guided. */
final class PathWalk implements Iterator<PathInfo> {
  /** What a walk reads and returns. */
  interface Guide {
    /** The children of {@code directory} to look at, ascending by key. */
    Iterator<Entry> children(FilePath directory, Tree tree);

    boolean returns(PathInfo info);

    boolean descends(FilePath directory);
  }

  private record Frame(FilePath directory, Iterator<Entry> children) {}

  private final Guide guide;
  private final Deque<Frame> stack = new ArrayDeque<>();
  private PathInfo next;

  private PathWalk(Guide guide) {
    this.guide = guide;
  }

  /** From {@code start} on, which is itself looked at. */
  static PathWalk from(PathInfo start, Guide guide) {
    PathWalk walk = new PathWalk(guide);
    walk.visit(start);
    return walk;
  }

  /** The children of {@code directory} and what the guide wants of their own. */
  static PathWalk below(FilePath directory, Tree tree, Guide guide) {
    PathWalk walk = new PathWalk(guide);
    walk.push(directory, tree);
    return walk;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !stack.isEmpty()) {
      Frame top = stack.peek();
      if (top.children.hasNext()) {
        Entry entry = top.children.next();
        FilePath path = top.directory.resolve(PathEntryCodec.name(entry.key()));
        visit(new PathInfo(path, PathEntryCodec.decode(entry)));
      } else {
        stack.pop();
      }
    }
    return next != null;
  }

  @Override
  public PathInfo next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    PathInfo result = next;
    next = null;
    return result;
  }

  private void visit(PathInfo info) {
    if (guide.returns(info)) {
      next = info;
    }
    if (info.entry() instanceof DirectoryEntry directory && guide.descends(info.path())) {
      push(info.path(), directory.tree());
    }
  }

  private void push(FilePath directory, Tree tree) {
    stack.push(new Frame(directory, guide.children(directory, tree)));
  }
}
