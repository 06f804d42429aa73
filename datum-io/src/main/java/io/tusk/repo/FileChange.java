/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.files.FileSet;

/** What readers of a branch see after a transaction, and what they saw before. */
record FileChange(FileSet before, FileSet after) {
  boolean sameContent(FileChange other) {
    return before.sameContent(other.before) && after.sameContent(other.after);
  }
}
