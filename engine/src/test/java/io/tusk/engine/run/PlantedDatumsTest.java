/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSet;
import io.tusk.name.FilePath;
import io.tusk.pieces.Hash;
import io.tusk.tree.Edit;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Datums, files and owners that do not agree are named. */
final class PlantedDatumsTest extends PlantedStore {
  @Test
  void anIdThatIsNotThatOfTheKey() {
    Hash other = Hash.of(new byte[] {1});
    plantRecord(old -> with(other, old.hash(), old.state(), old.outputs()));
    assertNamed(
        commit + ": " + datum + " has the id " + other + ", and by its key " + record.id(),
        commit
            + ": its path "
            + path
            + ", which "
            + datum
            + " wrote, has another owner, datum "
            + record.id());
  }

  @Test
  void aHashThatIsNotThatOfTheInputs() {
    Hash other = Hash.of(new byte[] {1});
    plantRecord(old -> with(old.id(), other, old.state(), old.outputs()));
    assertNamed(
        commit + ": " + datum + " has the hash " + other + ", and by its inputs " + record.hash());
  }

  @Test
  void anotherContentThanTheDatumWrote() {
    FileSet other =
        files(editor -> editor.put(new FilePath(path), contentOf("/f7")), FileSet.EMPTY);
    plantRecord(old -> with(old.id(), old.hash(), old.state(), other.asDirectory()));
    assertNamed(commit + ": its path " + path + " is not what " + datum + " wrote");
  }

  @Test
  void outputsThatCountOtherwise() {
    DirectoryEntry outputs =
        files(editor -> editor.put(new FilePath(path), contentOf("/f7")), FileSet.EMPTY)
            .asDirectory();
    plantRecord(
        old -> with(old.id(), old.hash(), old.state(), new DirectoryEntry(outputs.tree(), 2, 4)));
    assertNamed(
        commit
            + ", outputs of "
            + datum
            + ": the root directory says 2 files and 4 bytes and has 1 files and 4 bytes",
        commit + ": its path " + path + " is not what " + datum + " wrote");
  }

  @Test
  void aDatumThatWasNotProcessed() {
    plantRecord(old -> with(old.id(), old.hash(), DatumState.FAILED, old.outputs()));
    assertThat(fixture.pipelineProblems())
        .as("seed %d", seed)
        .contains(
            commit + ": " + datum + " was not processed and has outputs",
            commit + ": " + datum + " failed, and its job did not",
            commit + ": no datum wrote its path " + path)
        .hasSize(4)
        .last()
        .asString()
        .matches(
            "job p@"
                + id
                + ": it counts 150 datums, 150 processed or skipped, 0 recovered, 0 failed, and its"
                + " datum tree 150 datums, 149 processed or skipped, 0 recovered, 1 failed");
  }

  @Test
  void aRecordThatIsMalformed() {
    Entry entry = record.encode(key.bytes());
    byte[] longer = Arrays.copyOf(entry.value(), entry.value().length + 1);
    plantDatums(Edit.put(Entry.of(entry.key(), longer, entry.refs())), DatumRecord.COUNTS);
    assertNamed(commit + ": a datum's record holds more than it should");
  }

  @Test
  void aDatumThatIsMissing() {
    plantDatums(Edit.remove(key.bytes()), DatumRecord.COUNTS);
    List<String> problems = new ArrayList<>();
    problems.add(commit + ": no datum wrote its path " + path);
    if (id.equals(ids.get(COMMITS - 1))) {
      problems.add(commit + ": it lacks " + datum + " of its inputs");
    }
    problems.add(
        "job p@"
            + id
            + ": it counts 150 datums, 150 processed or skipped, 0 recovered, 0 failed, and its"
            + " datum tree 149 datums, 149 processed or skipped, 0 recovered, 0 failed");
    assertNamed(problems.toArray(new String[0]));
  }

  @Test
  void aTreeThatCountsOtherwiseThanItsRecords() {
    Summarizer doubled =
        new Summarizer() {
          @Override
          public int width() {
            return DatumRecord.COUNTS.width();
          }

          @Override
          public void add(Entry entry, long[] sums) {
            DatumRecord.COUNTS.add(entry, sums);
            DatumRecord.COUNTS.add(entry, sums);
          }
        };
    plantDatums(
        Edit.put(
            with(record.id(), record.hash(), DatumState.PROCESSED, record.outputs())
                .encode(DatumKey.ofBytes("zzz".getBytes(UTF_8)).bytes())),
        doubled);
    assertThat(fixture.pipelineProblems())
        .as("seed %d", seed)
        .anyMatch(problem -> problem.matches(commit + ": node .* it counts \\[.*"))
        .anyMatch(problem -> problem.equals(commit + ": 7a7a7a is no key of a datum"));
  }

  @Test
  void aPathWithoutOwner() {
    plantOwners(Edit.remove(path.getBytes(UTF_8)));
    assertNamed(commit + ": its path " + path + ", which " + datum + " wrote, has no owner");
  }

  @Test
  void aPathWithAnotherOwner() {
    Hash other = Hash.of(new byte[] {1});
    plantOwners(Edit.put(Entry.of(path.getBytes(UTF_8), other.toBytes(), List.of())));
    assertNamed(
        commit
            + ": its path "
            + path
            + ", which "
            + datum
            + " wrote, has another owner, datum "
            + other);
  }

  @Test
  void anOwnerThatIsMalformed() {
    plantOwners(Edit.put(Entry.of(path.getBytes(UTF_8), new byte[31], List.of())));
    assertNamed(commit + ": the owner of path " + path + " is malformed");
  }

  @Test
  void anOwnerOfNothing() {
    plantOwners(Edit.put(Entry.of("/none".getBytes(UTF_8), record.id().toBytes(), List.of())));
    assertNamed(commit + ": datum " + record.id() + " owns path /none, which it does not hold");
  }

  @Test
  void aFileThatNobodyOwns() {
    plantFiles(editor -> editor.put(new FilePath("/none"), contentOf("/f7")));
    assertNamed(commit + ": no datum wrote its path /none");
  }

  @Test
  void aFileWithAnOwnerThatDidNotWriteIt() {
    plantFiles(editor -> editor.put(new FilePath("/none"), contentOf("/f7")));
    plantOwners(Edit.put(Entry.of("/none".getBytes(UTF_8), record.id().toBytes(), List.of())));
    assertNamed(commit + ": no datum wrote its path /none");
  }

  @Test
  void aFileThatIsMissing() {
    plantFiles(editor -> editor.delete(new FilePath(path)));
    assertNamed(commit + ": it lacks path " + path + ", which " + datum + " wrote");
  }

  @Test
  void whatCommitsShareIsNamedWithTheNewest() {
    for (String each : ids) {
      id = each;
      plantOwners(Edit.remove(path.getBytes(UTF_8)));
    }
    assertNamed(
        "commit p@"
            + ids.get(COMMITS - 1)
            + ": its path "
            + path
            + ", which "
            + datum
            + " wrote, has no owner");
  }

  /** The second commit ran the datum of /f101 again, and the third has it from the second. */
  @Test
  void whatOneCommitWroteAnewIsNamedAgainBeforeIt() {
    take("/f101");
    for (String each : ids) {
      id = each;
      plantOwners(Edit.remove(path.getBytes(UTF_8)));
    }
    String fact = ": its path " + path + ", which " + datum + " wrote, has no owner";
    assertNamed("commit p@" + ids.get(2) + fact, "commit p@" + ids.get(0) + fact);
  }
}
