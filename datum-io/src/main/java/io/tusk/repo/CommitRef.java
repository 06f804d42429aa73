/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a user names a commit: {@code repo@branch}, {@code repo@id} or {@code repo@branch=id}, and
 * behind it {@code ^}, {@code ^^}, {@code ^3}, {@code ~3} (so many commits back) or {@code .3} (the
 * third commit of the line, from 1).
 *
 * @param branch at least one of branch and id is there
 */
public record CommitRef(
    RepoName repo, Optional<BranchName> branch, Optional<CommitId> id, Ancestry ancestry) {
  /** Where to go from the commit that is named. */
  public sealed interface Ancestry {
    /** So many readable commits back; 0 stays. */
    record Back(long commits) implements Ancestry {}

    /** The n-th readable commit of the line, counted from 1. */
    record FromStart(long number) implements Ancestry {}
  }

  public static final Ancestry SELF = new Ancestry.Back(0);

  private static final Pattern ANCESTRY =
      Pattern.compile("(?<name>[^\\^~.]+)(?<back>[\\^~]+)?(?<dot>\\.)?(?<digits>\\d+)?");

  /** {@code text} without a path; the repository is of {@code project}. */
  public static CommitRef parse(ProjectName project, String text) {
    int at = text.indexOf('@');
    if (at <= 0 || at == text.length() - 1) {
      String remedy = at < 0 ? "; \"" + text + "@master\" is its branch master" : "; give both";
      throw malformed(text, "is not of the form REPO@BRANCH or REPO@COMMIT" + remedy);
    }
    RepoName repo = RepoName.parse(project, text.substring(0, at));
    Matcher matcher = ANCESTRY.matcher(text.substring(at + 1));
    if (!matcher.matches()) {
      throw malformed(text, "has a malformed ancestry; write '^', '^3' or '.3' behind the name");
    }
    String name = matcher.group("name");
    int equals = name.indexOf('=');
    Optional<CommitId> id = Optional.empty();
    Optional<BranchName> branch = Optional.empty();
    if (equals >= 0) {
      branch = Optional.of(new BranchName(repo, name.substring(0, equals)));
      id = Optional.of(new CommitId(name.substring(equals + 1)));
    } else if (CommitId.looksLikeId(name)) {
      id = Optional.of(new CommitId(name));
    } else {
      branch = Optional.of(new BranchName(repo, name));
    }
    return new CommitRef(repo, branch, id, ancestry(text, matcher));
  }

  private static Ancestry ancestry(String text, Matcher matcher) {
    String back = matcher.group("back");
    boolean dot = matcher.group("dot") != null;
    String digits = matcher.group("digits");
    if (back == null && !dot && digits == null) {
      return SELF;
    }
    if (digits != null && digits.length() > 9) {
      throw malformed(text, "names an ancestor that is too far away");
    }
    if (dot) {
      if (back != null || digits == null || Long.parseLong(digits) == 0) {
        throw malformed(text, "has a malformed ancestry; write '.1' for a branch's first commit");
      }
      return new Ancestry.FromStart(Long.parseLong(digits));
    }
    if (back == null || (back.contains("^") && back.contains("~"))) {
      throw malformed(text, "mixes '^' and '~'; use one of them");
    }
    if (digits != null && back.length() > 1) {
      throw malformed(text, "has a malformed ancestry; write '^^' or '^2'");
    }
    return new Ancestry.Back(digits != null ? Long.parseLong(digits) : back.length());
  }

  private static TuskException malformed(String text, String fact) {
    return new TuskException(ErrorCode.USAGE, "commit \"" + text + "\" " + fact);
  }

  @Override
  public String toString() {
    String name =
        branch.map(BranchName::name).orElse("")
            + (branch.isPresent() && id.isPresent() ? "=" : "")
            + id.map(CommitId::value).orElse("");
    return repo + "@" + name + suffix();
  }

  private String suffix() {
    if (ancestry instanceof Ancestry.FromStart start) {
      return "." + start.number();
    }
    return ancestry.equals(SELF) ? "" : "^" + ((Ancestry.Back) ancestry).commits();
  }
}
