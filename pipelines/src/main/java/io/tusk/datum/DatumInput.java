/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSet;
import io.tusk.files.PathEntry;
import io.tusk.glob.Glob;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import java.util.Optional;

/**
 * A leaf of a specification's input: each path of the branch's files that the glob matches.
 *
 * @param number its place among the leaves, from 0
 * @param joinOn template over the glob's groups: what a join compares
 * @param match whether a join keeps its paths that find no partner
 * @param groupBy as {@code joinOn}: what a group compares
 * @param hashed what of a path's datum covers the content of
 * @param from what is no work: only files that differ from these are
 */
public record DatumInput(
    int number,
    String name,
    BranchName branch,
    Glob glob,
    String joinOn,
    Match match,
    String groupBy,
    Hashed hashed,
    Optional<Start> from) {
  /**
   * Where an input starts.
   *
   * @param version the version of the pipeline; versions are not compared with each other, as what
   *     ran between them may have left results for what is no work
   */
  public record Start(FileSet files, long version) {}

  /** What a join does with a path that has no partner in another of its parts. */
  public enum Match {
    INNER,
    OUTER
  }

  /** What a datum's hash covers of the input's paths. */
  public enum Hashed {
    CONTENT,
    /** Nothing but the path: a datum is not run again when the content changes. */
    PATH
  }

  /** A first leaf that is neither joined nor grouped. */
  public DatumInput(String name, BranchName branch, Glob glob, Optional<Start> from) {
    this(0, name, branch, glob, "", Match.INNER, "", Hashed.CONTENT, from);
  }

  /** As the other, and its files are all work. */
  public DatumInput(String name, BranchName branch, Glob glob) {
    this(name, branch, glob, Optional.empty());
  }

  /** The path as a part of a datum. */
  public InputPath at(FilePath path, PathEntry entry) {
    return new InputPath(number, name, branch, path, entry);
  }

  /** Whether it is there to be a datum of: the root directory is not while it is empty. */
  public static boolean isPresent(PathEntry entry) {
    return !(entry instanceof DirectoryEntry directory) || directory.files() > 0;
  }
}
