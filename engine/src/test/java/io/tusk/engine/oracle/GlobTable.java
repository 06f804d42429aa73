/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The grammar of globs and templates, by the datums that they make. */
public abstract class GlobTable extends DatumTable {
  /** Of these paths, separated by blanks, the glob makes datums of those. */
  private void matches(String glob, String paths, String expected) {
    Set<String> files = new TreeSet<>();
    Arrays.stream(paths.split(" ")).forEach(path -> files.add("a:" + path));
    datums(
        pfs("a", glob),
        files,
        Arrays.stream(expected.split(" "))
            .filter(path -> !path.isEmpty())
            .map(path -> "a:" + path)
            .toArray(String[]::new));
  }

  /** Files, separated by blanks, with equal values of the template make a group. */
  private void groups(String glob, String template, String paths, String... groups) {
    Set<String> files = new TreeSet<>();
    Arrays.stream(paths.split(" ")).forEach(path -> files.add("a:" + path));
    datums(
        of("group", pfs("a", glob, "'group_by':'" + template + "'")),
        files,
        Arrays.stream(groups)
            .map(group -> "a:" + group.replace(" ", " a:"))
            .toArray(String[]::new));
  }

  @Test
  void aStarIsAnyRunWithoutASlash() {
    matches("/a*c", "/ac /abc /a/c /abcd", "/ac /abc");
  }

  @Test
  void twoStarsAreAnyRun() {
    matches("/a**c", "/ac /a/b/c /abc/d", "/ac /a/b/c /abc/");
  }

  @Test
  void twoStarsBeforeAParenthesisAreAStarAndARepetition() {
    matches("/**(x)", "/xx /axx /b /b/x", "/xx /axx /b/");
  }

  @Test
  void aQuestionMarkIsOneCharacterButASlash() {
    matches("/a?c", "/abc /ac /abbc /a\u00e9c /a/c", "/abc /a\u00e9c");
  }

  @Test
  void bracketsAreOneOfTheirCharacters() {
    matches("/[abc]", "/a /c /d /ab", "/a /c");
  }

  @Test
  void bracketsMayHoldRanges() {
    matches("/[a-cx]", "/a /b /d /x", "/a /b /x");
  }

  @Test
  void negatedBracketsAreAnyOtherCharacter() {
    matches("/[!a]", "/a /b /\u00e9", "/b /\u00e9");
  }

  @Test
  void bracketsMayBeNegatedByACaret() {
    matches("/[^a-b]", "/a /b /c", "/c");
  }

  @Test
  void bracketsMayHoldPosixClasses() {
    matches("/[[:digit:]][[:alpha:]]", "/1a /a1 /11", "/1a");
  }

  @Test
  void bracesAreOneOfTheirPatterns() {
    matches("/{a,b*,c/{d,e}}", "/a /bc /c/d /c/e /c/f", "/a /bc /c/d /c/e");
  }

  @Test
  void aBackslashMakesACharacterLiteral() {
    matches("/a\\\\*", "/a* /ab", "/a*");
  }

  @Test
  void parenthesesAreOneOfTheirPatterns() {
    matches("/(a|b)c", "/ac /bc /cc /abc", "/ac /bc");
    groups("/@(a|b)c", "$1", "/ac /bc", "/ac", "/bc");
  }

  @Test
  void aQuestionMarkAndParenthesesAreAtMostOne() {
    matches("/?(a|b)c", "/c /ac /abc", "/c /ac");
  }

  @Test
  void aStarAndParenthesesAreAnyNumber() {
    matches("/*(a|b)c", "/c /ac /babc /dc", "/c /ac /babc");
  }

  @Test
  void aPlusAndParenthesesAreAtLeastOne() {
    matches("/+(a|b)c", "/c /ac /babc", "/ac /babc");
  }

  @Test
  void anExclamationMarkAndParenthesesAreAnythingElse() {
    matches("/!(a|b)", "/a /b /c /ab /a/x", "/c /ab");
    matches("/^(a|b)", "/a /b /c /ab", "/c /ab");
  }

  @Test
  void groupsAreNumberedByTheirOpeningParentheses() {
    String paths = "/1-2 /1-3 /2-3";
    groups("/((*)-(*))", "$2", paths, "/1-2 /1-3", "/2-3");
    groups("/((*)-(*))", "$3", paths, "/1-2", "/1-3 /2-3");
    groups("/((*)-(*))", "$1", paths, "/1-2", "/1-3", "/2-3");
  }

  @Test
  void aLeadingSlashIsAddedAndATrailingOneRemoved() {
    matches("*/b/", "/a/b /b", "/a/b");
  }

  @Test
  void dotFilesAreLikeOthers() {
    matches("/*", "/.x /y", "/.x /y");
  }

  @Test
  void aTemplateMayNameAGroupInBraces() {
    groups("/(*)-(*)", "${2}", "/1-2 /2-2 /1-3", "/1-2 /2-2", "/1-3");
  }

  @Test
  void aTemplatesZeroIsTheWholePath() {
    groups("/(*)-(*)", "$0", "/1-2 /2-2", "/1-2", "/2-2");
  }

  @Test
  void twoDollarsAreADollar() {
    groups("/(*)", "$$1", "/1 /2", "/1 /2");
  }

  /** Where one gets into a store: those who create pipelines are told. */
  @Test
  void aGroupThatDoesNotExistIsEmpty() {
    groups("/(*)", "$7", "/1 /2", "/1 /2");
  }

  @Test
  void aGroupThatTookNoPartIsEmpty() {
    groups("/?(x)*", "$1", "/xa /xb /a /b", "/xa /xb", "/a /b");
  }

  @Test
  void whatIsAroundAGroupIsLiteral() {
    datums(
        of("join", pfs("a", "/(*)-(*)", "'join_on':'$2-$1.'"), pfs("b", "/(*)", "'join_on':'$1.'")),
        Set.of("a:/1-2", "b:/2-1", "b:/1-2"),
        "a:/1-2 b:/2-1");
  }

  @Test
  void aTemplateSeesNoTrailingSlash() {
    groups("/(*)/", "$1$0", "/d/x /e", "/d/", "/e");
    datums(
        of("join", pfs("a", "/(*)", "'join_on':'$0'"), pfs("b", "/(*)", "'join_on':'$0'")),
        Set.of("a:/d/x", "b:/d"),
        "a:/d/ b:/d");
  }
}
