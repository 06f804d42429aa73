/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.name.FilePath;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Leads a walk to those paths of a range that match a glob; it begins and ends where they do. */
final class RangeGuide implements PathWalk.Guide {
  private static final byte[] FIRST = new byte[0];

  private final GlobGuide glob;
  private final byte[] from;
  private final byte[] to;

  RangeGuide(GlobGuide glob, PathRange range) {
    this.glob = glob;
    this.from = range.from().getBytes(UTF_8);
    this.to = range.end().map(end -> end.getBytes(UTF_8)).orElse(null);
  }

  private static byte[] key(PathInfo info) {
    boolean slash = info.entry() instanceof DirectoryEntry && !info.path().isRoot();
    return (info.path().value() + (slash ? "/" : "")).getBytes(UTF_8);
  }

  @Override
  public boolean returns(PathInfo info) {
    return Arrays.compareUnsigned(key(info), from) >= 0 && glob.returns(info);
  }

  @Override
  public boolean descends(FilePath directory) {
    return glob.descends(directory);
  }

  @Override
  public void expects(Tree directory) {
    glob.expects(directory);
  }

  @Override
  public Iterator<Entry> children(FilePath directory, Tree tree) {
    byte[] parent = (directory.isRoot() ? "/" : directory.value() + "/").getBytes(UTF_8);
    Iterator<Entry> children = glob.children(directory, tree, within(from, parent));
    return to == null ? children : new Before(children, parent);
  }

  /** The key of the child of {@code parent} that a path is or is below; the first one otherwise. */
  private static byte[] within(byte[] path, byte[] parent) {
    if (path.length <= parent.length
        || !Arrays.equals(path, 0, parent.length, parent, 0, parent.length)) {
      return FIRST;
    }
    int end = parent.length;
    while (end < path.length && path[end] != '/') {
      end++;
    }
    return Arrays.copyOfRange(path, parent.length, Math.min(end + 1, path.length));
  }

  /** Those children that come before the range's end. */
  private final class Before implements Iterator<Entry> {
    private final Iterator<Entry> children;
    private final byte[] parent;
    private Entry next;

    Before(Iterator<Entry> children, byte[] parent) {
      this.children = children;
      this.parent = parent;
      advance();
    }

    private void advance() {
      Entry entry = children.hasNext() ? children.next() : null;
      next = entry != null && isBefore(entry.key()) ? entry : null;
    }

    private boolean isBefore(byte[] name) {
      byte[] path = Arrays.copyOf(parent, parent.length + name.length);
      System.arraycopy(name, 0, path, parent.length, name.length);
      return Arrays.compareUnsigned(path, to) < 0;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Entry next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      Entry result = next;
      advance();
      return result;
    }
  }
}
