/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.Operation;
import io.tusk.log.RootRecord;
import io.tusk.meta.MetadataChange;
import io.tusk.meta.MetadataEdits;
import io.tusk.meta.MetadataTree;
import io.tusk.meta.MetadataValue;
import io.tusk.pieces.PackWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Takes back one operation: a new operation gives every key that it changed its earlier value; then
 * branches that follow others again catch up with what they missed. What it costs follows what the
 * operation changed.
 */
public final class Undo {
  public static final String VERB = "undo";

  private final TuskStore store;
  private final List<UndoRule> rules;

  public Undo(TuskStore store, List<UndoRule> rules) {
    this.store = store;
    this.rules = List.copyOf(rules);
  }

  /** The newest operation that nothing in itself forbids to take back; none in a new store. */
  public Optional<RootRecord> newest() {
    Operations operations = new Operations(store);
    while (operations.hasNext()) {
      RootRecord record = operations.next();
      // The name alone rules most of them out, without a look at what they changed.
      if (refusal(record.operation()).isEmpty() && refusal(record).isEmpty()) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  /**
   * Takes back the operation of record {@code number}.
   *
   * @return what was taken back
   * @throws TuskException NOT_FOUND when there is no such operation; CONFLICT when it cannot be
   *     taken back, alone or because of what was done since: then nothing is changed
   */
  public Operation undo(long number) {
    RootRecord record =
        store
            .log()
            .record(number)
            .orElseThrow(
                () ->
                    new TuskException(
                        ErrorCode.NOT_FOUND,
                        "operation "
                            + number
                            + " does not exist; 'tusk list operation' shows those that do"))
            .record();
    requireReversible(record);
    close(record);
    Operation operation = new Operation(VERB, number + " (" + record.operation() + ")");
    return store.transact(
        operation,
        tx -> {
          putBack(tx, record);
          return record.operation();
        });
  }

  /** What is refused closes nothing, so an undo that would fail is tried first. */
  private void close(RootRecord record) {
    List<Runnable> closings = new ArrayList<>();
    changes(record)
        .forEachRemaining(
            change -> rules.forEach(rule -> rule.closing(change).ifPresent(closings::add)));
    if (closings.isEmpty()) {
      return;
    }
    try (PackWriter out = store.newPackWriter()) {
      store.rehearse(
          out,
          tx -> {
            putBack(tx, record);
            return null;
          });
    }
    closings.forEach(Runnable::run);
    // Again: what came in before it was closed counts.
    requireReversible(record);
  }

  private void requireReversible(RootRecord record) {
    refusal(record)
        .ifPresent(
            fact -> {
              throw conflict(record, fact);
            });
  }

  /** Why the operation cannot be taken back whatever came after it. */
  private Optional<String> refusal(RootRecord record) {
    Optional<Snapshot> before =
        record.number() == 0 ? Optional.empty() : store.snapshot(record.number() - 1);
    if (before.isEmpty()) {
      return Optional.of(
          record.number() == 0
              ? "it made the store; delete the store's directory instead"
              : "what was before it has been collected");
    }
    Iterator<MetadataChange> changes = changes(record);
    while (changes.hasNext()) {
      MetadataChange change = changes.next();
      for (UndoRule rule : rules) {
        Optional<String> fact = rule.irreversible(change);
        if (fact.isPresent()) {
          return fact;
        }
      }
    }
    return refusal(record.operation());
  }

  private Optional<String> refusal(Operation operation) {
    return rules.stream()
        .map(rule -> rule.irreversible(operation))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Iterator<MetadataChange> changes(RootRecord record) {
    MetadataTree before = store.snapshot(record.number() - 1).orElseThrow().metadata();
    return store.snapshot(record.number()).orElseThrow().metadata().changesSince(before);
  }

  private void putBack(Transaction tx, RootRecord record) {
    if (tx.oldest() >= record.number()) {
      throw conflict(record, "what was before it has been collected");
    }
    MetadataEdits metadata = tx.metadata();
    List<String> touched = new ArrayList<>();
    Iterator<MetadataChange> changes = changes(record);
    while (changes.hasNext()) {
      MetadataChange change = changes.next();
      if (!same(metadata.find(change.key()), change.after())) {
        throw conflict(record, laterChange(tx, record, change));
      }
      touched.add(change.key());
      change
          .before()
          .ifPresentOrElse(
              value -> metadata.put(change.key(), value), () -> metadata.remove(change.key()));
    }
    for (String key : touched) {
      for (UndoRule rule : rules) {
        rule.broken(tx.catalog(), key)
            .ifPresent(
                fact -> {
                  throw conflict(record, fact + "; undo or delete that first");
                });
      }
    }
    Catalog before = store.snapshot(record.number() - 1).orElseThrow().catalog();
    touched.forEach(key -> rules.forEach(rule -> rule.catchUp(tx, before, key)));
  }

  /** One of the operations since that changed the key, found by bisection; and what to do. */
  private String laterChange(Transaction tx, RootRecord record, MetadataChange change) {
    long same = record.number();
    long different = tx.base();
    while (different - same > 1) {
      long middle = same + (different - same) / 2;
      boolean unchanged =
          store
              .snapshot(middle)
              .filter(then -> same(then.metadata().find(change.key()), change.after()))
              .isPresent();
      if (unchanged) {
        same = middle;
      } else {
        different = middle;
      }
    }
    RootRecord later = store.log().record(different).orElseThrow().record();
    return "operation "
        + different
        + " ("
        + later.operation()
        + ") changed the same things later"
        + refusal(later).map(fact -> ", and cannot be undone: " + fact).orElse("; undo that first");
  }

  private static boolean same(Optional<MetadataValue> one, Optional<MetadataValue> other) {
    return one.isPresent() == other.isPresent()
        && (one.isEmpty() || one.get().sameContent(other.orElseThrow()));
  }

  private static TuskException conflict(RootRecord record, String fact) {
    return new TuskException(
        ErrorCode.CONFLICT,
        "operation " + record.number() + " (" + record.operation() + ") cannot be undone: " + fact);
  }
}
