/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.name.FilePath;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Cuts what a glob may match into ranges of paths. Reads the children of those directories that
 * have more files than a range is to have, and no others.
 */
final class PathCuts {
  private final GlobGuide glob;
  private final long every;
  private final List<String> cuts = new ArrayList<>();
  private long files;

  PathCuts(GlobGuide glob, long every) {
    this.glob = glob;
    this.every = every;
  }

  List<PathRange> of(FileSet set) {
    cut(FilePath.ROOT, set.root());
    List<PathRange> ranges = new ArrayList<>();
    String from = "";
    for (String cut : cuts) {
      ranges.add(new PathRange(from, cut));
      from = cut;
    }
    ranges.add(new PathRange(from, ""));
    return ranges;
  }

  private void cut(FilePath directory, Tree tree) {
    Iterator<Entry> children = glob.children(directory, tree);
    while (children.hasNext()) {
      Entry entry = children.next();
      PathEntry child = PathEntryCodec.decode(entry);
      FilePath path = directory.resolve(PathEntryCodec.name(entry.key()));
      if (files >= every) {
        cuts.add(path.value() + (child instanceof DirectoryEntry ? "/" : ""));
        files = 0;
      }
      if (!(child instanceof DirectoryEntry below)) {
        files++;
      } else if (!glob.descends(path)) {
        files += glob.returns(new PathInfo(path, child)) ? 1 : 0;
      } else if (below.files() > every) {
        cut(path, below.tree());
      } else {
        files += below.files();
      }
    }
  }
}
