/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.repo.CommitRef;
import java.util.Optional;

/** How a user names a file: a commit, and behind a colon a path. */
public record FileRef(CommitRef commit, Optional<String> path) {
  public static FileRef parse(ProjectName project, String text) {
    int at = text.indexOf('@');
    int colon = text.indexOf(':', Math.max(at, 0));
    String commit = colon < 0 ? text : text.substring(0, colon);
    Optional<String> path = colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
    return new FileRef(CommitRef.parse(project, commit), path);
  }

  /** The root where no path is given. */
  public FilePath filePath() {
    return path.map(FilePath::parse).orElse(FilePath.ROOT);
  }
}
