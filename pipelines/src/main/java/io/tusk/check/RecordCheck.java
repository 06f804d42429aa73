/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.PathLists;
import io.tusk.datum.ResultKey;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetCheck;
import io.tusk.files.FileSets;
import io.tusk.fsck.Problems;
import io.tusk.name.FilePath;
import io.tusk.pieces.Hash;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import io.tusk.tree.TreeCheck;
import io.tusk.tree.Trees;
import java.util.Arrays;

/**
 * Checks datum, results and owners trees by themselves: order, counts, and each entry. An entry is
 * looked at once, however many trees share it, and reported with the first of them.
 */
final class RecordCheck {
  private final Problems problems;
  private final FileSetCheck outputs;
  private final PathLists lists;
  private final Kind datums;
  private final Kind results;
  private final Kind owners;

  RecordCheck(FileSets files, Problems problems) {
    Trees trees = files.trees();
    this.lists = new PathLists(files);
    this.problems = problems;
    this.outputs = new FileSetCheck(trees);
    this.datums = new Kind(trees, DatumRecord.COUNTS, this::checkDatum);
    this.results = new Kind(trees, Summarizer.NONE, this::checkResult);
    this.owners = new Kind(trees, Summarizer.NONE, (subject, entry) -> checkOwner(entry));
  }

  private interface EntryCheck {
    void check(String subject, Entry entry);
  }

  private final class Kind implements TreeCheck.Kind {
    private final TreeCheck check;
    private final Summarizer summarizer;
    private final EntryCheck entries;
    private String subject = "";
    private boolean readable;

    Kind(Trees trees, Summarizer summarizer, EntryCheck entries) {
      this.check = new TreeCheck(trees);
      this.summarizer = summarizer;
      this.entries = entries;
    }

    @Override
    public Summarizer summarizer() {
      return summarizer;
    }

    @Override
    public void check(Entry entry) {
      continuing(() -> entries.check(subject, entry));
    }

    boolean isReadable(String of, Tree tree) {
      subject = of;
      readable = true;
      continuing(() -> tree.root().ifPresent(root -> check.root(root, this)));
      boolean ended = false;
      while (!ended) {
        ended = continuing(check::run);
      }
      return readable;
    }

    /** Whether it ran to its end; what ended it is reported. */
    private boolean continuing(Runnable part) {
      boolean ended = problems.reporting(subject, part);
      readable &= ended;
      return ended;
    }
  }

  /**
   * Reports what is wrong with a datum tree.
   *
   * @return whether its records can be read
   */
  boolean datums(String subject, Tree tree) {
    return datums.isReadable(subject, tree);
  }

  /** Reports what is wrong with a results tree. */
  void results(String subject, Tree tree) {
    results.isReadable(subject, tree);
  }

  /**
   * Reports what is wrong with an owners tree.
   *
   * @return whether its entries can be read
   */
  boolean owners(String subject, Tree tree) {
    return owners.isReadable(subject, tree);
  }

  private void checkDatum(String subject, Entry entry) {
    checkRecord(subject, DatumKey.ofBytes(entry.key()), decode(entry));
  }

  private void checkResult(String subject, Entry entry) {
    DatumRecord record = decode(entry);
    int length = entry.key().length - 1 - Hash.BYTES;
    DatumKey key = DatumKey.ofBytes(Arrays.copyOf(entry.key(), Math.max(0, length)));
    checkRecord(subject, key, record);
    if (!Arrays.equals(ResultKey.of(key, record.hash()), entry.key())) {
      problems.report(
          subject,
          "the result of datum " + KeyText.of(key) + " lies under another hash than its own");
    }
  }

  private static DatumRecord decode(Entry entry) {
    DatumRecord record = DatumRecord.decode(entry);
    if (!record.encode(entry.key()).sameContent(entry)) {
      throw new TuskException(ErrorCode.CORRUPT, "a datum's record holds more than it should");
    }
    return record;
  }

  private void checkRecord(String subject, DatumKey key, DatumRecord record) {
    String datum = "datum " + KeyText.of(key);
    Hash id = KeyText.id(key, lists.parts(key, record.paths()));
    if (!record.id().equals(id)) {
      problems.report(subject, datum + " has the id " + record.id() + ", and by its key " + id);
    }
    DirectoryEntry written = record.outputs();
    if (record.state() != DatumState.PROCESSED && written.files() > 0) {
      problems.report(subject, datum + " was not processed and has outputs");
    }
    problems.reporting(
        subject + ", outputs of " + datum,
        () -> outputs.check(new FileSet(written.tree(), written.files(), written.bytes())));
  }

  private static void checkOwner(Entry entry) {
    String path = new String(entry.key(), UTF_8);
    if (entry.value().length != Hash.BYTES
        || !entry.refs().isEmpty()
        || entry.nested().isPresent()
        || new FilePath(path).isRoot()) {
      throw new TuskException(ErrorCode.CORRUPT, "the owner of path " + path + " is malformed");
    }
  }
}
