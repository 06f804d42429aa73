/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.glob.Glob;
import io.tusk.name.FilePath;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Leads a walk to the paths that match a glob, past directories and ranges of names that cannot.
 */
final class GlobGuide implements PathWalk.Guide {
  private final Trees trees;
  private final Glob glob;

  GlobGuide(Trees trees, Glob glob) {
    this.trees = trees;
    this.glob = glob;
  }

  @Override
  public boolean returns(PathInfo info) {
    return glob.matches(info.path());
  }

  @Override
  public boolean descends(FilePath directory) {
    return glob.mayMatchBelow(directory);
  }

  @Override
  public void expects(Tree directory) {
    trees.prefetch(directory);
  }

  @Override
  public Iterator<Entry> children(FilePath directory, Tree tree) {
    return children(directory, tree, new byte[0]);
  }

  /** Those whose keys are {@code from} or come behind it. */
  Iterator<Entry> children(FilePath directory, Tree tree, byte[] from) {
    int known = directory.isRoot() ? 1 : directory.value().length() + 1;
    String prefix = glob.literalPrefix();
    String rest = prefix.length() > known ? prefix.substring(known) : "";
    int slash = rest.indexOf('/');
    if (slash >= 0) {
      return trees.find(tree, PathEntryCodec.directoryKey(rest.substring(0, slash))).stream()
          .filter(entry -> Arrays.compareUnsigned(entry.key(), from) >= 0)
          .iterator();
    }
    if (glob.isLiteral()) {
      return Stream.of(PathEntryCodec.fileKey(rest), PathEntryCodec.directoryKey(rest))
          .map(key -> trees.find(tree, key))
          .flatMap(Optional::stream)
          .filter(entry -> Arrays.compareUnsigned(entry.key(), from) >= 0)
          .iterator();
    }
    return new WithPrefix(trees, tree, rest.getBytes(UTF_8), from);
  }

  /** The entries whose keys start with a prefix. */
  private static final class WithPrefix implements Iterator<Entry> {
    private final byte[] prefix;
    private final Iterator<Entry> ascending;
    private Entry next;

    WithPrefix(Trees trees, Tree tree, byte[] prefix, byte[] from) {
      this.prefix = prefix;
      this.ascending =
          trees.ascending(tree, Arrays.compareUnsigned(prefix, from) < 0 ? from : prefix);
      advance();
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

    private void advance() {
      Entry entry = ascending.hasNext() ? ascending.next() : null;
      next = entry != null && startsWithPrefix(entry.key()) ? entry : null;
    }

    private boolean startsWithPrefix(byte[] key) {
      return key.length >= prefix.length
          && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
  }
}
