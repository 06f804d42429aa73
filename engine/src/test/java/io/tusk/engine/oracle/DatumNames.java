/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import io.tusk.datum.DatumKey;
import io.tusk.name.BranchName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names of datums in readable form: {@code a:/x b=repo@branch:/d/}; without the branch where that
 * is the master of a repository of the input's name.
 */
public final class DatumNames {
  private DatumNames() {}

  public static String of(List<DatumKey.Part> parts) {
    return parts.stream()
        .map(
            part ->
                of(
                    part.input(),
                    part.branch(),
                    part.path().value(),
                    part.kind() == DatumKey.Kind.DIRECTORY))
        .collect(Collectors.joining(" "));
  }

  static String of(String input, BranchName branch, String path, boolean directory) {
    boolean plain =
        branch.equals(new BranchName(new RepoName(ProjectName.DEFAULT, input), "master"));
    return input
        + (plain ? "" : "=" + branch)
        + ":"
        + path
        + (directory && !path.equals("/") ? "/" : "");
  }
}
