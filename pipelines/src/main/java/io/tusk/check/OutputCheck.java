/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSets;
import io.tusk.files.PathInfo;
import io.tusk.fsck.Problems;
import io.tusk.name.FilePath;
import io.tusk.pieces.Hash;
import io.tusk.tree.Entry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Checks that an output's files and owners are what its datums' records say that they wrote. What
 * it has in common with an output that was checked before is passed by: datums come by key and
 * files by path, so the changes are compared by sums, and paths are looked at one by one only where
 * these differ.
 */
final class OutputCheck {
  private static final long NAMED_CLAIMS = 100_000;

  /** A datum's word that it wrote a path. */
  private record Writer(DatumKey key, Hash id, FileEntry file) {
    @Override
    public String toString() {
      return "datum " + KeyText.of(key);
    }
  }

  private final FileSets files;
  private final Problems problems;

  private final long namedClaims;

  OutputCheck(FileSets files, Problems problems) {
    this(files, problems, NAMED_CLAIMS);
  }

  /**
   * @param namedClaims with about so many claims in memory, no more paths are looked at one by one
   */
  OutputCheck(FileSets files, Problems problems, long namedClaims) {
    this.namedClaims = namedClaims;
    this.files = files;
    this.problems = problems;
  }

  /**
   * @param checked an output whose own problems, and those that both have, are known
   * @param different is told each record of {@code output} that {@code checked} does not have
   */
  void check(
      String subject, Output checked, Output output, BiConsumer<DatumKey, DatumRecord> different) {
    OutputDifferences differences = new OutputDifferences(files, checked, output);
    PathSums sums = new PathSums();
    differences.written(different, sums::add);
    differences.held(sums::subtract);
    if (sums.agree()) {
      return;
    }
    BitSet buckets = sums.different(namedClaims);
    name(subject, output, differences, buckets);
    if (!sums.different(Long.MAX_VALUE).equals(buckets)) {
      problems.report(subject, "more of its paths are not as its datums wrote them");
    }
  }

  private void name(String subject, Output output, OutputDifferences differences, BitSet buckets) {
    Map<String, List<Writer>> writers = new TreeMap<>();
    Claim.Sink suspect =
        (side, claim) -> {
          if (buckets.get(PathSums.bucket(claim.path()))) {
            writers.putIfAbsent(new String(claim.path(), UTF_8), new ArrayList<>());
          }
        };
    differences.written((key, record) -> {}, suspect);
    differences.held(suspect);
    Iterator<Entry> datums = files.trees().ascending(output.datums(), new byte[0]);
    while (datums.hasNext()) {
      Entry datum = datums.next();
      DatumRecord record = DatumRecord.decode(datum);
      Iterator<PathInfo> written = files.walk(OutputDifferences.outputs(record), FilePath.ROOT);
      while (written.hasNext()) {
        PathInfo info = written.next();
        List<Writer> found = writers.get(info.path().value());
        if (found != null) {
          FileEntry file = (FileEntry) info.entry();
          found.add(new Writer(DatumKey.ofBytes(datum.key()), record.id(), file));
        }
      }
    }
    writers.forEach(
        (path, found) -> compare(subject, found, differences.held(path.getBytes(UTF_8))));
  }

  private void compare(String subject, List<Writer> writers, Claim held) {
    String path = "path " + new String(held.path(), UTF_8);
    if (writers.isEmpty()) {
      if (held.file().isPresent()) {
        problems.report(subject, "no datum wrote its " + path);
      } else if (held.datum().isPresent()) {
        problems.report(
            subject, "datum " + held.datum().get() + " owns " + path + ", which it does not hold");
      }
      return;
    }
    Writer writer = writers.get(0);
    if (writers.size() > 1) {
      problems.report(subject, "both " + writer + " and " + writers.get(1) + " wrote its " + path);
      return;
    }
    if (held.file().isEmpty()) {
      problems.report(subject, "it lacks " + path + ", which " + writer + " wrote");
    } else if (!held.file().get().sameContent(writer.file())
        || held.file().get().size() != writer.file().size()) {
      problems.report(subject, "its " + path + " is not what " + writer + " wrote");
    }
    if (held.datum().isEmpty()) {
      problems.report(subject, "its " + path + ", which " + writer + " wrote, has no owner");
    } else if (!held.datum().get().equals(writer.id())) {
      problems.report(
          subject,
          "its "
              + path
              + ", which "
              + writer
              + " wrote, has another owner, datum "
              + held.datum().get());
    }
  }
}
