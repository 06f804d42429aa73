/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.fsck;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.index.ChunkIndex;
import io.tusk.log.Head;
import io.tusk.log.Log;
import io.tusk.log.NumberedKeys;
import io.tusk.objects.ObjectStore;
import io.tusk.pieces.Hash;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Checks the records that are there, from the newest back to the oldest whose reach is kept, and
 * record 0; those between these two may have been collected. A hole is one problem, however wide.
 */
final class LogCheck {
  private static final String LOG = "log/";
  private static final int PAGE = 1_000;

  private final ObjectStore objects;
  private final Log log;
  private final Problems problems;
  private final Reach reach;

  LogCheck(ObjectStore objects, Log log, Problems problems, Reach reach) {
    this.objects = objects;
    this.log = log;
    this.problems = problems;
    this.reach = reach;
  }

  /** Whether nothing has the form of a record, whatever else lies there. */
  boolean isEmpty() {
    return !new Numbers().hasNext();
  }

  void run() {
    Numbers numbers = new Numbers();
    Optional<Head> successor = Optional.empty();
    long oldest = 0;
    long expected = -1;
    boolean isNewest = true;
    while (numbers.hasNext()) {
      long number = numbers.next();
      if (number < oldest) {
        break;
      }
      if (expected > number) {
        reportHole(expected, number + 1);
        successor = Optional.empty();
      }
      Optional<Head> record = record(number);
      if (record.isPresent()) {
        oldest = Math.max(oldest, oldestOf(record.get()));
        check(record.get(), successor, isNewest);
      }
      successor = record;
      expected = number - 1;
      isNewest = false;
    }
    if (expected >= oldest) {
      reportHole(expected, oldest);
      successor = Optional.empty();
    }
    checkFirst(oldest == 0 ? successor : record(0));
  }

  private void check(Head record, Optional<Head> successor, boolean isNewest) {
    Optional<Hash> repeated = successor.flatMap(next -> next.record().previous());
    if (successor.isPresent() && !repeated.equals(Optional.of(record.hash()))) {
      problems.report(
          NumberedKeys.key(LOG, record.number()),
          "it is not the record that its successor was made on");
    }
    record.record().metadata().ifPresent(reach::check);
    if (isNewest) {
      new IndexCheck(objects, problems, reach).run(new ChunkIndex(record.record().index()));
    }
  }

  private void checkFirst(Optional<Head> first) {
    if (first.isPresent() && first.get().record().genesis().isEmpty()) {
      problems.report(NumberedKeys.key(LOG, 0), "it lacks the parameters of the store");
    }
  }

  /** What is kept cannot begin after the record that says so: then all is taken to be kept. */
  private long oldestOf(Head record) {
    long oldest = record.record().oldest();
    if (oldest <= record.number()) {
      return oldest;
    }
    problems.report(
        NumberedKeys.key(LOG, record.number()),
        "it is record " + record.number() + " and says that the oldest to keep is " + oldest);
    return 0;
  }

  private void reportHole(long newest, long oldest) {
    String fact = "the object is missing";
    if (newest > oldest) {
      long more = newest - oldest;
      String last = NumberedKeys.key(LOG, oldest);
      fact +=
          more == 1
              ? ", and the record before it, " + last + ", as well"
              : ", and the " + more + " records before it, down to " + last + ", as well";
    }
    problems.report(NumberedKeys.key(LOG, newest), fact);
  }

  private Optional<Head> record(long number) {
    try {
      Optional<Head> record = log.record(number);
      if (record.isEmpty()) {
        reportHole(number, number);
      }
      return record;
    } catch (TuskException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      problems.report(NumberedKeys.key(LOG, number), Problems.fact(e));
      return Optional.empty();
    }
  }

  /** The numbers of the records that are there, newest first. */
  private final class Numbers implements Iterator<Long> {
    private String after = "";
    private boolean isLast;
    private Iterator<String> page = List.<String>of().iterator();
    private String next;

    @Override
    public boolean hasNext() {
      while (next == null && (page.hasNext() || !isLast)) {
        if (page.hasNext()) {
          after = page.next();
          next = NumberedKeys.isNumbered(LOG, after) ? after : null;
        } else {
          List<String> keys = objects.list(LOG, after, PAGE);
          isLast = keys.size() < PAGE;
          page = keys.iterator();
        }
      }
      return next != null;
    }

    @Override
    public Long next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      long number = NumberedKeys.number(LOG, next);
      next = null;
      return number;
    }
  }
}
