/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

/** What waits in memory for a name of a directory. */
sealed interface Pending permits PendingDirectory, Pending.File, Pending.Removal {
  /**
   * A file. {@code afterRemoval}: the parent's stored tree may hold a directory of the same name.
   */
  record File(FileEntry entry, boolean afterRemoval) implements Pending {}

  /** Whatever has the name goes. */
  enum Removal implements Pending {
    INSTANCE
  }
}
