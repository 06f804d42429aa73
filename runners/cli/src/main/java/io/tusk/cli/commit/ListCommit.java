/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Iterators;
import io.tusk.cli.frame.LimitOption;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.Resolver;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
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

  @Mixin private OriginOption origin;

  @Mixin private LimitOption number;

  @Mixin private FromOption from;

  @Override
  protected Answer answer(View view) {
    Predicate<Commit> wanted = origin.predicate();
    Catalog catalog = view.catalog();
    if (from.isSet() && (name == null ? expand : CommitId.looksLikeId(name))) {
      throw misuse("--from is for the commits of one repo; name a repo or a branch");
    }
    if (name != null || expand) {
      Iterator<Commit> commits = Iterators.filter(commits(catalog), wanted);
      return CommitText.listing(catalog, commits).limit(number.limit());
    }
    if (origin.isSet() || from.isSet()) {
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
      return CommitSet.withProvenance(catalog, new CommitId(name)).iterator();
    }
    Resolver resolver = new Resolver(catalog);
    RepoName repo = catalog.requireRepo(repo(repoPart())).name();
    Optional<Commit> last = from.commit(resolver, repo);
    Iterator<Commit> all =
        name.contains("@")
            ? Ancestors.of(catalog, resolver.head(commit(name)))
            : catalog.commits(repo);
    return last.map(stop -> Ancestors.until(all, stop)).orElse(all);
  }

  private String repoPart() {
    return name.contains("@") ? name.substring(0, name.indexOf('@')) : name;
  }
}
