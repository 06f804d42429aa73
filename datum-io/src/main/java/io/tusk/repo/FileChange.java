/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.files.FileSet;
import io.tusk.pieces.Hash;
import java.util.Set;

/**
 * What readers of a branch see after a transaction, and what they saw before.
 *
 * @param known as in {@link WriteContent}
 */
record FileChange(FileSet before, FileSet after, Set<Hash> known) {
  boolean sameContent(FileChange other) {
    return before.sameContent(other.before) && after.sameContent(other.after);
  }
}
