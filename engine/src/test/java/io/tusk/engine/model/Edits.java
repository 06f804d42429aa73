/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One write: deletes, then files that are put or appended to.
 *
 * @param puts content by path
 */
record Edits(Set<String> deletes, Map<String, String> puts, boolean append) {

  /** The files after all of these; nothing where a path would be a file and a directory. */
  static Optional<Map<String, String>> all(Map<String, String> before, List<Edits> edits) {
    Optional<Map<String, String>> files = Optional.of(before);
    for (Edits each : edits) {
      files = files.flatMap(each::after);
    }
    return files;
  }

  Optional<Map<String, String>> after(Map<String, String> before) {
    Map<String, String> after = new TreeMap<>(before);
    for (String path : deletes) {
      after.keySet().removeIf(file -> file.equals(path) || file.startsWith(path + "/"));
    }
    puts.forEach((path, text) -> after.merge(path, text, (old, add) -> append ? old + add : add));
    boolean collides =
        after.keySet().stream()
            .anyMatch(file -> after.keySet().stream().anyMatch(o -> o.startsWith(file + "/")));
    return collides ? Optional.empty() : Optional.of(after);
  }
}
