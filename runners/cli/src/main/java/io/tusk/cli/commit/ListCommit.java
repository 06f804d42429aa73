/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Iterators;
import io.tusk.cli.frame.LimitOption;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.CommitId;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.Resolver;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "List the commits of a repository or a branch, newest first; or those of one id in all"
            + " repositories; or the newest commit sets.",
    footer = {
      "",
      "Examples:",
      "  tusk list commit images@master -n 10",
      "  tusk list commit 0190f1c2d3e47a5b8c6d7e8f90a1b2c3",
      "  tusk list commit",
      "  tusk list commit -x --origin user"
    })
public final class ListCommit extends QueryCommand {
  @Parameters(paramLabel = "REPO[@BRANCH]|ID", arity = "0..1", description = "Which commits.")
  private String name;

  @Option(
      names = {"-x", "--expand"},
      description = "List the commits of all repositories, not the commit sets.")
  private boolean expand;

  @Option(
      names = "--origin",
      paramLabel = "user|auto",
      description = "Only commits that users made, or only those that follow others.")
  private Commit.Origin origin;

  @Option(names = "--all", description = "Commits of any origin, which is the default.")
  private boolean all;

  @Mixin private LimitOption number;

  @Option(
      names = {"-f", "--from"},
      paramLabel = "COMMIT",
      description = "Only those after this commit.")
  private String from;

  @Override
  protected Answer answer(View view) {
    if (all && origin != null) {
      throw misuse("--all and --origin exclude each other; give one of them");
    }
    Catalog catalog = view.catalog();
    if (name != null || expand) {
      Iterator<Commit> commits =
          Iterators.filter(commits(catalog), commit -> origin == null || commit.origin() == origin);
      return CommitText.listing(catalog, commits).limit(number.limit());
    }
    if (origin != null || from != null) {
      throw misuse(
          "--origin and --from are for commits, not for commit sets; name a repo or add -x");
    }
    return CommitSet.listing(catalog, catalog.commits()).limit(number.limit());
  }

  private Iterator<Commit> commits(Catalog catalog) {
    if (name == null) {
      return catalog.commits();
    }
    if (CommitId.looksLikeId(name)) {
      List<Commit> set = catalog.commitSet(new CommitId(name));
      if (set.isEmpty()) {
        throw new TuskException(
            ErrorCode.NOT_FOUND,
            "commit set " + name + " does not exist; 'tusk list commit' shows those that do");
      }
      return set.iterator();
    }
    Resolver resolver = new Resolver(catalog);
    Optional<Commit> last =
        Optional.ofNullable(from)
            .map(text -> text.contains("@") ? text : repoPart() + "@" + text)
            .map(text -> resolver.head(commit(text)));
    Iterator<Commit> all =
        name.contains("@")
            ? Ancestors.of(catalog, resolver.head(commit(name)))
            : catalog.commits(catalog.requireRepo(repo(name)).name());
    return last.map(stop -> Ancestors.until(all, stop)).orElse(all);
  }

  private String repoPart() {
    return name.contains("@") ? name.substring(0, name.indexOf('@')) : name;
  }
}
