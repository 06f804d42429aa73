/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.name.FilePath;
import java.util.Optional;

/**
 * A path whose entry differs between two file sets; at least one side is there. Both sides are
 * files or both are directories: a file that became a directory is a file removed and a directory
 * added.
 */
public record PathChange(FilePath path, Optional<PathEntry> before, Optional<PathEntry> after) {
  public boolean isDirectory() {
    return before.or(() -> after).orElseThrow() instanceof DirectoryEntry;
  }
}
