/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.RepoName;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitRef;
import io.tusk.repo.Resolver;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --from}: the commit after which those begin that are wanted. */
final class FromOption {
  @Option(
      names = {"-f", "--from"},
      paramLabel = "COMMIT",
      description = "Only those after this commit.")
  private String from;

  boolean isSet() {
    return from != null;
  }

  /**
   * The commit that is named, if one is.
   *
   * @param repo whose branch or commit it is where it names no repository
   */
  Optional<Commit> commit(Resolver resolver, RepoName repo) {
    if (from == null) {
      return Optional.empty();
    }
    String full = from.contains("@") ? from : repo.name() + "@" + from;
    Commit commit = resolver.head(CommitRef.parse(repo.project(), full));
    if (!commit.repo().equals(repo)) {
      throw new TuskException(
          ErrorCode.USAGE,
          "commit "
              + commit.label()
              + " cannot be where the commits of repo "
              + repo
              + " begin; name one of that repo");
    }
    return Optional.of(commit);
  }
}
