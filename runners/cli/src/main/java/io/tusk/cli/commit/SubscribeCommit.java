/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Iterators;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.name.BranchName;
import io.tusk.name.RepoName;
import io.tusk.repo.Commit;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Print the commits of a repository or a branch, oldest first, and then those that come.",
      "It goes on until Ctrl-C. A commit is printed once, when it is there, finished or not."
    },
    footer = {
      "",
      "Examples:",
      "  tusk subscribe commit images@master --new",
      "  tusk subscribe commit images@master --from 0190f1c2d3e47a5b8c6d7e8f90a1b2c3 --raw"
    })
public final class SubscribeCommit extends QueryCommand {
  @Parameters(paramLabel = "REPO[@BRANCH]", description = "Whose commits.")
  private String name;

  @Mixin private FromOption from;

  @Option(names = "--new", description = "Only those that come from now on.")
  private boolean onlyNew;

  @Mixin private OriginOption origin;

  @Override
  protected Answer answer(View view) {
    if (onlyNew && from.isSet()) {
      throw misuse("--new and --from exclude each other; give one of them");
    }
    Predicate<Commit> wanted = origin.predicate();
    Optional<BranchName> branch =
        name.contains("@")
            ? Optional.of(view.catalog().requireBranch(branch(name)).name())
            : Optional.empty();
    RepoName repo = branch.map(BranchName::repo).orElseGet(() -> repo(name));
    view.catalog().requireRepo(repo);
    return CommitText.stream(
        Iterators.filter(
            subscription(view, repo),
            item ->
                wanted.test(item.commit())
                    && branch.map(item.commit().branch()::equals).orElse(true)));
  }

  private Subscription subscription(View view, RepoName repo) {
    return onlyNew
        ? Subscription.ofNew(view, repo)
        : from.commit(view.resolver(), repo)
            .map(after -> Subscription.after(view, repo, after))
            .orElseGet(() -> Subscription.ofAll(view, repo));
  }
}
