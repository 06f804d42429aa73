/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import io.tusk.datum.DatumIdentity;
import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.InputPath;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.fsck.Problems;
import io.tusk.pieces.Hash;
import io.tusk.repo.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Checks that the hashes of a commit's datums are those of what its inputs held. */
final class HashCheck implements BiConsumer<DatumKey, DatumRecord> {
  private final FileSets files;
  private final Problems problems;
  private final String subject;
  private final List<Commit.Read> inputs;
  private final String salt;

  HashCheck(
      FileSets files, Problems problems, String subject, List<Commit.Read> inputs, String salt) {
    this.files = files;
    this.problems = problems;
    this.subject = subject;
    this.inputs = inputs;
    this.salt = salt;
  }

  /**
   * Whether hashes follow from the inputs. A datum of an input that starts from a commit may keep a
   * result that was made from fewer files than its paths hold.
   */
  static boolean appliesTo(List<Commit.Read> inputs) {
    return inputs.stream().allMatch(read -> read.view().isEmpty());
  }

  @Override
  public void accept(DatumKey key, DatumRecord record) {
    List<DatumKey.Part> parts = key.parts();
    String datum = "datum " + KeyText.of(key);
    if (parts.size() != inputs.size()) {
      problems.report(subject, datum + " has not one path of each input");
      return;
    }
    List<InputPath> paths = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      DatumKey.Part part = parts.get(i);
      Optional<PathEntry> entry =
          files
              .find(inputs.get(i).files(), part.path())
              .filter(
                  found ->
                      found instanceof DirectoryEntry == (part.kind() == DatumKey.Kind.DIRECTORY));
      if (entry.isEmpty()) {
        problems.report(subject, "its inputs do not hold what " + datum + " was made from");
        return;
      }
      paths.add(new InputPath(part.input(), part.branch(), part.path(), entry.get()));
    }
    Hash hash = DatumIdentity.hash(DatumIdentity.id(paths), paths, salt);
    if (!hash.equals(record.hash())) {
      problems.report(
          subject, datum + " has the hash " + record.hash() + ", and by its inputs " + hash);
    }
  }
}
