/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.files.FileSets;
import io.tusk.host.Host;
import io.tusk.meta.MetadataEdits;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.tree.Trees;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One application of a change to a snapshot. It may be given up and another made on a newer
 * snapshot, so code that uses it changes nothing but it.
 */
public final class Transaction {
  private final MetadataEdits metadata;
  private final Catalog catalog;
  private final FileSets files;
  private final PackWriter out;
  private final Instant time;
  private final long base;
  private final long oldest;
  private final CommitId commitSet;
  private final Set<BranchName> moved = new LinkedHashSet<>();
  private final Set<BranchName> triggered = new LinkedHashSet<>();
  private final Set<BranchName> shown = new LinkedHashSet<>();
  private final Set<BranchName> armed = new LinkedHashSet<>();
  private final Set<Hash> known = new HashSet<>();
  private final List<FileChange> fileChanges = new ArrayList<>();

  Transaction(Snapshot snapshot, Instant time, Host host, FileSets files, PackWriter out) {
    this.metadata = new MetadataEdits(snapshot.metadata());
    this.catalog = new Catalog(metadata);
    this.files = files;
    this.out = out;
    this.time = time;
    this.base = snapshot.record().number();
    this.oldest = snapshot.record().oldest();
    this.commitSet = CommitId.create(time.toEpochMilli(), host.random());
  }

  /** The metadata with the changes so far. */
  public MetadataEdits metadata() {
    return metadata;
  }

  /** The catalog with the changes so far. */
  public Catalog catalog() {
    return catalog;
  }

  /** Where pieces go that the changed metadata refers to. */
  public PackWriter out() {
    return out;
  }

  public Trees trees() {
    return files.trees();
  }

  /** What edits file sets; they are written through {@link #out}. */
  public FileSets files() {
    return files;
  }

  /** The time of the transaction; later than that of every earlier one. */
  public Instant time() {
    return time;
  }

  /** The number of the root record that this is based on. */
  public long base() {
    return base;
  }

  /** The number of the first record whose whole reach is kept. */
  public long oldest() {
    return oldest;
  }

  /** The id of all commits that the transaction makes. */
  public CommitId commitSet() {
    return commitSet;
  }

  /** The id of the empty commits with which branches begin that leave the commit set to others. */
  CommitId emptySet() {
    return commitSet.before();
  }

  /** Branches whose head or provenance changed; what follows them gets a commit at the end. */
  Set<BranchName> moved() {
    return moved;
  }

  /** Branches that get a commit at the end though nothing that they follow moved. */
  Set<BranchName> triggered() {
    return triggered;
  }

  /** Branches that show another commit now; triggers that start from them are looked at. */
  Set<BranchName> shown() {
    return shown;
  }

  /** Branches whose trigger is looked at though the one that it starts from has not moved. */
  Set<BranchName> armed() {
    return armed;
  }

  /** The hashes of files and directories that were in the store before; a hint. */
  Set<Hash> known() {
    return known;
  }

  /** What finished commits brought; the index of chunks will list it. */
  List<FileChange> fileChanges() {
    return fileChanges;
  }

  void put(Branch branch) {
    metadata.put(Keys.branch(branch.name()), RepoJson.write(branch));
  }

  void put(Commit commit) {
    metadata.put(
        Keys.commit(commit.id(), commit.repo()),
        RepoJson.write(commit, tree -> trees().store(tree, out)));
  }
}
