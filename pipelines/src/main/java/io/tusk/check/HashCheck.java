/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import io.tusk.datum.DatumIdentity;
import io.tusk.datum.DatumInput;
import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.PathLists;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.fsck.Problems;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.PipelineInputs;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Commit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Checks that the hashes of a commit's datums are those of what its inputs held. */
final class HashCheck implements BiConsumer<DatumKey, DatumRecord> {
  private final FileSets files;
  private final Problems problems;
  private final String subject;
  private final PathLists lists;
  private final List<DatumInput> leaves;
  private final List<Commit.Read> inputs;
  private final String salt;

  /**
   * @param maker what made the commit
   * @param inputs one for each of its leaves, all of whose files were work: a datum of an input
   *     that starts from a commit may keep a result that was made from fewer files than its paths
   *     hold
   */
  HashCheck(
      FileSets files,
      Problems problems,
      String subject,
      PipelineVersion maker,
      List<Commit.Read> inputs) {
    this.files = files;
    this.lists = new PathLists(files);
    this.leaves = PipelineInputs.of(maker).leaves().toList();
    this.problems = problems;
    this.subject = subject;
    this.inputs = inputs;
    this.salt = maker.salt();
  }

  @Override
  public void accept(DatumKey key, DatumRecord record) {
    DatumIdentity identity = new DatumIdentity();
    for (DatumKey.Part part : lists.parts(key, record.paths())) {
      identity.path(part);
      List<DatumInput> own = leaves.stream().filter(leaf -> isOf(leaf, part)).toList();
      Optional<PathEntry> entry =
          own.stream().findFirst().flatMap(leaf -> entry(leaf.number(), part));
      if (entry.isEmpty()) {
        problems.report(
            subject, "its inputs do not hold what datum " + KeyText.of(key) + " was made from");
        return;
      }
      if (own.stream().map(DatumInput::hashed).distinct().count() > 1) {
        // Which of the leaves it came by is not known.
        return;
      }
      if (own.get(0).hashed() == DatumInput.Hashed.CONTENT) {
        identity.content(entry.get());
      } else {
        identity.kind(entry.get());
      }
    }
    Hash hash = identity.hash(identity.id(), salt);
    if (!hash.equals(record.hash())) {
      problems.report(
          subject,
          "datum "
              + KeyText.of(key)
              + " has the hash "
              + record.hash()
              + ", and by its inputs "
              + hash);
    }
  }

  private static boolean isOf(DatumInput leaf, DatumKey.Part part) {
    return leaf.name().equals(part.input())
        && leaf.branch().equals(part.branch())
        && leaf.glob().matches(part.path());
  }

  private Optional<PathEntry> entry(int leaf, DatumKey.Part part) {
    return files
        .find(inputs.get(leaf).files(), part.path())
        .filter(found -> found instanceof DirectoryEntry == part.isDirectory());
  }
}
