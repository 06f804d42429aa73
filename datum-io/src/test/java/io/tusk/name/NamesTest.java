/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.name;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What projects, repositories, branches and pipelines may be called. */
final class NamesTest {
  private static final RepoName REPO = new RepoName(ProjectName.DEFAULT, "r");

  /** A kind of name, how long one may be, and what makes it. */
  private record Kind(String word, int longest, Function<String, Object> make) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("project", 51, ProjectName::new),
          new Kind("pipeline", 51, name -> new PipelineName(ProjectName.DEFAULT, name)),
          new Kind("repository", 63, name -> new RepoName(ProjectName.DEFAULT, name)),
          new Kind("branch", 63, name -> new BranchName(REPO, name)));

  private static void refused(Kind kind, String name, String fact) {
    refused(kind, name, name, fact);
  }

  private static void refused(Kind kind, String name, String shown, String fact) {
    assertFails(
        ErrorCode.USAGE,
        kind.word() + " name \"" + shown + "\" " + fact + "; choose another name",
        () -> kind.make().apply(name));
  }

  @Test
  void lettersDigitsHyphensAndUnderscores() {
    for (Kind kind : KINDS) {
      for (String name : List.of("a", "9", "A-b_C-9", "x" + "-".repeat(kind.longest() - 1))) {
        assertThat(kind.make().apply(name).toString()).as(kind.word()).endsWith(name);
      }
    }
  }

  @Test
  void anythingElseIsRefused() {
    Map<String, String> facts = new TreeMap<>();
    facts.put("", "is empty");
    for (String name : List.of("a b", "a.b", "a/b", "a@b", "a:b", "bücher", "a*")) {
      facts.put(name, "may hold only letters, digits, '-' and '_'");
    }
    facts.put("-a", "must start with a letter or a digit");
    facts.put("_a", "must start with a letter or a digit");
    for (Kind kind : KINDS) {
      facts.forEach((name, fact) -> refused(kind, name, fact));
      refused(kind, "a\n\u001b[1m", "a??[1m", "may hold only letters, digits, '-' and '_'");
      int tooLong = kind.longest() + 20;
      refused(
          kind,
          "x".repeat(tooLong),
          "x".repeat(60) + "...",
          "is " + tooLong + " characters long; " + kind.longest() + " are allowed");
    }
  }

  @Test
  void aProjectBeforeANameCounts() {
    ProjectName given = new ProjectName("given");
    ProjectName other = new ProjectName("other");
    assertThat(RepoName.parse(given, "r")).isEqualTo(new RepoName(given, "r"));
    assertThat(RepoName.parse(given, "other/r")).isEqualTo(new RepoName(other, "r"));
    assertThat(PipelineName.parse(given, "p")).isEqualTo(new PipelineName(given, "p"));
    assertThat(PipelineName.parse(given, "other/p")).isEqualTo(new PipelineName(other, "p"));
    for (String name : List.of("default/r", "other/r")) {
      RepoName parsed = RepoName.parse(given, name);
      assertThat(RepoName.parse(ProjectName.DEFAULT, parsed.toString())).isEqualTo(parsed);
    }
    assertFails(
        ErrorCode.USAGE,
        "project name \"\" is empty; choose another name",
        () -> RepoName.parse(given, "/r"));
    assertFails(
        ErrorCode.USAGE,
        "repository name \"r/s\" may hold only letters, digits, '-' and '_'; choose another name",
        () -> RepoName.parse(given, "other/r/s"));
    assertFails(
        ErrorCode.USAGE,
        "pipeline name \"\" is empty; choose another name",
        () -> PipelineName.parse(given, "other/"));
  }

  @Test
  void aBranchIsNotCalledLikeACommit() {
    String id = "0123456789abcdef".repeat(2);
    assertFails(
        ErrorCode.USAGE,
        "branch name \"" + id + "\" has the form of a commit id; choose another name",
        () -> new BranchName(REPO, id));
    for (String other : List.of(id + "0", id.substring(1), id.toUpperCase(java.util.Locale.ROOT))) {
      assertThat(new BranchName(REPO, other).name()).isEqualTo(other);
    }
    assertThat(new RepoName(ProjectName.DEFAULT, id).name()).isEqualTo(id);
  }

  @Test
  void theDefaultProjectIsNotWritten() {
    ProjectName vision = new ProjectName("vision");
    assertThat(new BranchName(new RepoName(vision, "r"), "b")).hasToString("vision/r@b");
    assertThat(new BranchName(REPO, "b")).hasToString("r@b");
    assertThat(new PipelineName(vision, "p")).hasToString("vision/p");
  }
}
