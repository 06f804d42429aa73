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

    /** Is told of directories that it descends into some time before. */
    void expects(Tree directory);
  }

  /** How far a walk that goes from directory to directory looks ahead. */
  private static final int AHEAD = 8;

  /** A directory, and those of its children that are looked at but not come to yet. */
  private final class Frame {
    private final FilePath directory;
    private final Iterator<Entry> children;
    private final Deque<PathInfo> ahead = new ArrayDeque<>();
    private int descended;

    Frame(FilePath directory, Iterator<Entry> children) {
      this.directory = directory;
      this.children = children;
    }

    boolean hasNext() {
      return !ahead.isEmpty() || children.hasNext();
    }

    PathInfo next() {
      PathInfo next = ahead.isEmpty() ? read() : ahead.remove();
      if (descends(next)) {
        descended++;
      }
      while (descended > 1 && ahead.size() < AHEAD && children.hasNext()) {
        PathInfo later = read();
        ahead.add(later);
        if (descends(later)) {
          guide.expects(((DirectoryEntry) later.entry()).tree());
        }
      }
      return next;
    }

    private PathInfo read() {
      Entry entry = children.next();
      FilePath path = directory.resolve(PathEntryCodec.name(entry.key()));
      return new PathInfo(path, PathEntryCodec.decode(entry));
    }
  }

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
      if (top.hasNext()) {
        visit(top.next());
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
    if (descends(info)) {
      push(info.path(), ((DirectoryEntry) info.entry()).tree());
    }
  }

  private boolean descends(PathInfo info) {
    return info.entry() instanceof DirectoryEntry && guide.descends(info.path());
  }

  private void push(FilePath directory, Tree tree) {
    stack.push(new Frame(directory, guide.children(directory, tree)));
  }
}
