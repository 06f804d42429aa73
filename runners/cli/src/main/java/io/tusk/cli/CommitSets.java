/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** Commit sets, newest first: all commits of one id together. */
final class CommitSets {
  private static final int BAR = 15;

  private CommitSets() {}

  static void print(TuskCommand command, RawOption raw, Catalog catalog, long limit) {
    Iterator<Commit> commits = catalog.commits();
    Table table =
        raw.isRaw()
            ? null
            : new Table(command.out(), "ID", "SUBCOMMITS", "PROGRESS", "CREATED", "MODIFIED");
    Commit next = commits.hasNext() ? commits.next() : null;
    for (long left = limit; left > 0 && next != null; left--) {
      List<Commit> set = new ArrayList<>();
      Commit first = next;
      while (next != null && next.id().equals(first.id())) {
        set.add(next);
        next = commits.hasNext() ? commits.next() : null;
      }
      if (table == null) {
        raw.print(command.out(), json(catalog, set));
      } else {
        row(command, raw, table, set);
      }
    }
    if (table != null) {
      table.print();
    }
  }

  private static void row(TuskCommand command, RawOption raw, Table table, List<Commit> set) {
    long finished = set.stream().filter(commit -> !commit.isOpen()).count();
    Instant created = set.stream().map(Commit::started).min(Comparator.naturalOrder()).get();
    Instant modified =
        set.stream()
            .map(commit -> commit.finished().orElse(commit.started()))
            .max(Comparator.naturalOrder())
            .get();
    table.row(
        set.get(0).id(),
        set.size(),
        bar(finished, set.size()),
        raw.time(created, command.terminal().clock()),
        raw.time(modified, command.terminal().clock()));
  }

  /** Part of a whole as a bar of fixed width. */
  static String bar(long part, long whole) {
    int filled = whole == 0 ? BAR : (int) (part * BAR / whole);
    return "▇".repeat(filled) + "-".repeat(BAR - filled);
  }

  private static ObjectNode json(Catalog catalog, List<Commit> set) {
    ObjectNode json = RawJson.object();
    json.putObject("commit_set").put("id", set.get(0).id().value());
    ArrayNode commits = json.putArray("commits");
    set.forEach(commit -> commits.add(RawJson.commit(catalog, commit)));
    return json;
  }
}
