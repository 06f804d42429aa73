/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was written to open commits; it lies beside the log, so no undo takes it back. */
final class OpenFiles {
  private final Map<String, List<Edits>> writes = new HashMap<>();
  private final Set<String> closed = new HashSet<>();

  List<Edits> to(RepoName repo, CommitId commit) {
    return writes.getOrDefault(repo + "@" + commit, List.of());
  }

  /** No more may be written to the commit, and what was is gone: it has ended or was removed. */
  void close(RepoName repo, CommitId commit) {
    writes.remove(repo + "@" + commit);
    closed.add(repo + "@" + commit);
  }

  boolean isClosed(RepoName repo, CommitId commit) {
    return closed.contains(repo + "@" + commit);
  }

  void add(RepoName repo, CommitId commit, Edits edits) {
    writes.computeIfAbsent(repo + "@" + commit, none -> new ArrayList<>()).add(edits);
  }
}
