/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.chunks.ChunkParameters;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.glob.Glob;
import io.tusk.name.FilePath;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads, compares and edits file sets. Iterators are lazy: they read nodes as they go, a path of
 * them at a time, and throw {@link TuskException} CORRUPT where stored bytes are missing or
 * altered. Order is byte order of full paths, a directory with a trailing slash, so a directory
 * comes before what is below it. Safe for many threads.
 */
public final class FileSets {
  private final Trees trees;
  private final Directories directories;
  private final FileContents contents;

  public FileSets(Trees trees, ChunkParameters chunks) {
    this(trees, new FileContents(trees, chunks));
  }

  private FileSets(Trees trees, FileContents contents) {
    this.trees = trees;
    this.contents = contents;
    this.directories = new Directories(trees);
  }

  /**
   * The same, but content that is written is not stored again where {@code stored} knows a chunk of
   * that hash in the object store. It is asked only for chunks that neither the file's earlier
   * version nor the same write has.
   */
  public FileSets reusing(Function<Hash, Optional<Ref>> stored) {
    return new FileSets(trees, contents.reusing(stored));
  }

  public Trees trees() {
    return trees;
  }

  /** What {@code path} holds; the root directory is always there. */
  public Optional<PathEntry> find(FileSet files, FilePath path) {
    return path.isRoot()
        ? Optional.of(files.asDirectory())
        : directories.find(files.root(), path.elements());
  }

  /**
   * The files and directories directly in {@code directory}.
   *
   * @throws TuskException NOT_FOUND, or CONFLICT where it is a file
   */
  public Iterator<PathInfo> list(FileSet files, FilePath directory) {
    PathEntry entry = required(files, directory);
    if (!(entry instanceof DirectoryEntry found)) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "\"" + directory + "\" is a file, not a directory; name the directory that it is in");
    }
    return PathWalk.below(directory, found.tree(), new Below(false));
  }

  /**
   * All files below {@code start}, or the file that it is.
   *
   * @throws TuskException NOT_FOUND
   */
  public Iterator<PathInfo> walk(FileSet files, FilePath start) {
    return PathWalk.from(new PathInfo(start, required(files, start)), new Below(true));
  }

  /**
   * The files and directories that match. The root is one of them for {@link Glob#ROOT}, unless the
   * file set is empty.
   */
  public Iterator<PathInfo> glob(FileSet files, Glob glob) {
    return files.root().isEmpty()
        ? Collections.emptyIterator()
        : PathWalk.from(
            new PathInfo(FilePath.ROOT, files.asDirectory()), new GlobGuide(trees, glob));
  }

  /** Those of {@link #glob(FileSet, Glob)} that lie in a range; no other range is read. */
  public Iterator<PathInfo> glob(FileSet files, Glob glob, PathRange range) {
    return files.root().isEmpty()
        ? Collections.emptyIterator()
        : PathWalk.from(
            new PathInfo(FilePath.ROOT, files.asDirectory()),
            new RangeGuide(new GlobGuide(trees, glob), range));
  }

  /**
   * Ranges that follow each other and hold all paths; of files that a glob may match each has about
   * {@code every}, or more where one directory that matches has.
   */
  public List<PathRange> ranges(FileSet files, Glob glob, long every) {
    return new PathCuts(new GlobGuide(trees, glob), every).of(files);
  }

  /** As {@link #open(FileEntry, long)}, from the start. */
  public InputStream open(FileEntry file) {
    return contents.open(file, 0);
  }

  /**
   * The bytes from {@code offset}, which is at least 0, to the end; none from the end on. One chunk
   * is in memory at a time, and is verified before its first byte is handed out.
   */
  public InputStream open(FileEntry file, long offset) {
    return contents.open(file, offset);
  }

  /**
   * Stores the bytes of {@code in} to its end, and does not close it. Holds a few chunks in memory.
   *
   * @throws IOException as {@code in} does
   */
  public FileEntry write(InputStream in, PackWriter out) throws IOException {
    return contents.write(in, out);
  }

  /**
   * As {@link #write(InputStream, PackWriter)}, but chunks that {@code before}, a file of the
   * object store, has are referred to where they lie instead of being stored again.
   */
  public FileEntry write(InputStream in, FileEntry before, PackWriter out) throws IOException {
    return contents.write(in, before, out);
  }

  /**
   * The file with the bytes of {@code in} after its own; equal to the whole written at once. Reads
   * its last chunk only.
   *
   * @throws IOException as {@code in} does
   */
  public FileEntry append(FileEntry file, InputStream in, PackWriter out) throws IOException {
    return contents.append(file, in, out);
  }

  /**
   * The file with the bytes of {@code second} after those of {@code first}, both of the object
   * store; equal to the whole written at once. Costs a few chunks, whatever the sizes, and an entry
   * for each chunk of {@code second}.
   */
  public FileEntry join(FileEntry first, FileEntry second, PackWriter out) {
    try {
      return contents.join(first, second, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How many of the first bytes of {@code file} are those that {@code in} begins with, in whole
   * chunks; the object store's nodes are read, and no chunk.
   *
   * @throws IOException as {@code in} does
   */
  public long commonStart(FileEntry file, InputStream in) throws IOException {
    return contents.commonStart(file, in);
  }

  /** All paths that differ. */
  public FileSetDifferences differences(FileSet before, FileSet after) {
    return differences(before, after, directory -> true);
  }

  /**
   * The paths that differ, as far down as {@code descends} wants: it is asked for each directory
   * that was changed, added or removed, the root included, once its own change has been taken from
   * the iterator.
   */
  public FileSetDifferences differences(
      FileSet before, FileSet after, Predicate<PathChange> descends) {
    return new FileSetDifferences(trees, before, after, descends);
  }

  /**
   * The chunks of those files of {@code after} that {@code before} does not have at the same path
   * with the same content; some may be in {@code before} all the same, and some come twice.
   *
   * @param known the hashes of files and directories that are left out
   */
  public Iterator<Ref> changedChunks(FileSet before, FileSet after, Set<Hash> known) {
    return new ChangedChunks(trees, before, after, known);
  }

  public FileSetEditor edit(FileSet base, PackWriter out) {
    return new FileSetEditor(trees, base, out, FileSetEditor.MAX_PENDING);
  }

  private PathEntry required(FileSet files, FilePath path) {
    return find(files, path)
        .orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.NOT_FOUND,
                    "path \"" + path + "\" does not exist; list the directory above it"));
  }

  /** The children of a directory; or all files below it. */
  private final class Below implements PathWalk.Guide {
    private final boolean recursive;

    Below(boolean recursive) {
      this.recursive = recursive;
    }

    @Override
    public Iterator<Entry> children(FilePath directory, Tree tree) {
      return directories.entries(tree);
    }

    @Override
    public void expects(Tree directory) {
      trees.prefetch(directory);
    }

    @Override
    public boolean returns(PathInfo info) {
      return !recursive || info.entry() instanceof FileEntry;
    }

    @Override
    public boolean descends(FilePath directory) {
      return recursive;
    }
  }
}
