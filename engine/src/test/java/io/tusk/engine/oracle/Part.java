/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import io.tusk.spec.Input.PfsInput;
import java.util.Map;
import java.util.TreeMap;

/**
 * A path of one leaf of the specification's input.
 *
 * @param leaf the leaf's number, from 0
 * @param files what the datum has there: a file, or all below a directory; only what is work of a
 *     leaf that starts from a commit, if any of it is
 * @param work whether it is such, or the leaf starts from no commit
 * @param joinOn the leaf's template, expanded
 * @param groupBy as {@code joinOn}
 */
record Part(
    int leaf,
    PfsInput input,
    String path,
    boolean directory,
    Map<String, String> files,
    boolean work,
    String joinOn,
    String groupBy) {

  /** What makes it the same part. */
  String name() {
    return DatumNames.of(input.name(), input.branch(), path, directory);
  }

  /** What a hash covers: names below a directory, and contents; neither of a reference. */
  record Content(boolean directory, Map<String, String> files) {}

  Content content() {
    Map<String, String> relative = new TreeMap<>();
    if (!input.reference()) {
      files.forEach((file, content) -> relative.put(file.substring(path.length()), content));
    }
    return new Content(directory, relative);
  }
}
