/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.FilePath;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/              | /",
        "''             | /",
        "//             | /",
        "a              | /a",
        "/a/b/          | /a/b",
        "*              | /*",
        "/*-[x]*/       | /*-[x]*",
        "/a\\/          | /a",
        "/a\\\\/        | /a\\\\",
      })
  void theTextIsCleaned(String text, String cleaned) {
    assertThat(Glob.parse(text)).hasToString(cleaned).isEqualTo(Glob.parse(cleaned));
  }

  @Test
  void globsAreEqualByTheirText() {
    assertThat(Glob.ROOT).isEqualTo(Glob.parse("")).hasSameHashCodeAs(Glob.parse("/"));
    assertThat(Glob.parse("/a")).isNotEqualTo(Glob.parse("/b")).isNotEqualTo("/a");
  }

  /** {@code ;} stands for the separator of the groups' texts. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '%',
      value = {
        "/(*) % /a % a",
        "/(*)-(*).csv % /a-b-c.csv % a-b;c",
        "/*-(*)/ % /a-b % b",
        "/(*)/(**) % /a/b/c % a;b/c",
        "/a(b)? % /abc % b",
        "/@(a|b) % /b % b",
        "/(a|ab)* % /abc % a",
        "/?(a)b % /b % ''",
        "/?(a)b % /ab % a",
        "/*(a|b)c % /c % ''",
        "/*(a|b)c % /abac % aba",
        "/+(a|b)* % /abac % aba",
        "/+(a|b)(*) % /abac % aba;c",
        "/!(a) % /bc % bc",
        "/x!(a).(*) % /xb.c % b;c",
        "/^(a)/(*) % /b/c % b;c",
        "/(a(b(c)))(d) % /abcd % abc;bc;c;d",
        "/((a)|(b)) % /b % b;;b",
        "/+((a)|(b)) % /ab % ab;a;b",
        "/{(a),(b)}(c) % /bc % ;b;c",
        "/!((a)|(b))(*c) % /xc % x;;;c",
        "/{*,a}(*) % /ab % ''",
        "/(?)(?) % /é😀 % é;😀",
        "/+(?(x)/(*)) % / % -",
        "/dir*(/?(+(a|b)/*.go)) % /dir/ab/x.go % /ab/x.go;ab/x.go;ab",
      })
  void groupsAreNumberedByTheirOpeningParentheses(String text, String path, String groups) {
    Glob glob = Glob.parse(text);
    if (groups.equals("-")) {
      assertThat(glob.match(FilePath.parse(path))).isEmpty();
      return;
    }
    GlobMatch match = glob.match(FilePath.parse(path)).orElseThrow();
    String[] found =
        IntStream.rangeClosed(1, glob.groups()).mapToObj(match::group).toArray(String[]::new);
    assertThat(found).containsExactly(groups.split(";", -1));
    assertThat(match.group(0)).isEqualTo(path);
    assertThat(match.group(glob.groups() + 1)).isEmpty();
    assertThat(match.path()).isEqualTo(FilePath.parse(path));
  }

  @Test
  void aLiteralGlobHasNoGroups() {
    GlobMatch match = Glob.parse("/a/b").match(FilePath.parse("/a/b")).orElseThrow();
    assertThat(match.expand("$0 $1")).isEqualTo("/a/b ");
    assertThat(Glob.ROOT.match(FilePath.ROOT).orElseThrow().group(0)).isEqualTo("/");
    assertThat(Glob.ROOT.match(FilePath.parse("/a"))).isEmpty();
  }

  @Test
  void groupsBelowZeroAreRefused() {
    GlobMatch match = Glob.parse("/a").match(FilePath.parse("/a")).orElseThrow();
    assertThatThrownBy(() -> match.group(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("groups are numbered from 0: -1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '%',
      value = {
        "'' % ''",
        "plain % plain",
        "$1 % left",
        "${1} % left",
        "$2-$1 % right-left",
        "$1$2 % leftright",
        "${1}0$2 % left0right",
        "$0 % /left_right.csv",
        "$$1 % $1",
        "$$$1 % $left",
        "a$3b % ab",
        "a${3}b % ab",
        "$10 % ''",
        "${name}x % x",
        "${}x % x",
        "$99999999999 % ''",
        "x$ % x$",
        "$x % $x",
        "$-$1 % $-left",
        "${1 % ${1",
        "$1_x % left_x",
        "a}$1 % a}left",
        "\\1 % \\1",
      })
  void templatesAreExpanded(String template, String expanded) {
    GlobMatch match =
        Glob.parse("/(*)_(*).csv").match(FilePath.parse("/left_right.csv")).orElseThrow();
    assertThat(match.expand(template)).isEqualTo(expanded);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '%',
      value = {
        "/ % / % true",
        "/a/b % /a/b % true",
        "/a/b* % /a/b % false",
        "/* % / % false",
        "/a? % /a % false",
        "/a?(b) % /a % false",
        "/a(b) % /a % false",
        "/a[b] % /a % false",
        "/a{b} % /a % false",
        "/a!(b) % /a % false",
        "/a!b@c+d^e % /a!b@c+d^e % true",
        "/a\\*b/\\(c % /a*b/(c % true",
        "/a\\*b* % /a*b % false",
        "/é😀? % /é😀 % false",
        "/{} % / % false",
      })
  void theLiteralPrefixEndsAtTheFirstSpecialPart(String glob, String prefix, boolean literal) {
    assertThat(Glob.parse(glob).literalPrefix()).isEqualTo(prefix);
    assertThat(Glob.parse(glob).isLiteral()).isEqualTo(literal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '%',
      value = {
        "/ % false % false % false % false",
        "/* % true % false % false % false",
        "/*/* % true % true % true % false",
        "/a % true % false % false % false",
        "/a/* % true % true % false % false",
        "/a/b % true % true % false % false",
        "/a/b/* % true % true % false % true",
        "/a/bb* % true % true % false % false",
        "/a*/c % true % true % false % false",
        "/*/b/c % true % true % true % true",
        "/[!a]/* % true % false % true % false",
        "/?/?/? % true % true % true % true",
        "/??/* % true % false % false % false",
        "/** % true % true % true % true",
        "/a/** % true % true % false % true",
        "/b/** % true % false % true % false",
        "/**/c % true % true % true % true",
        "/{a/b/c,b} % true % true % false % true",
        "/{a,b}/x % true % true % true % false",
        "/+(a/)b % true % true % false % false",
        "/a*(/b) % true % true % false % true",
        "/!(a) % true % false % false % false",
        "/!(a)/* % true % false % true % false",
        "/!(a)/b/c % true % false % true % false",
        "/a/!(b)/c % true % true % false % false",
        "/!(!(a))/* % true % true % false % false",
        "/!(a/b)/** % true % true % true % false",
        "/!(*)/x % true % false % false % false",
        "/\\a/\\* % true % true % false % false",
      })
  void directoriesWithoutAMatchBelowArePruned(
      String text, boolean root, boolean a, boolean b, boolean ab) {
    Glob glob = Glob.parse(text);
    assertThat(glob.mayMatchBelow(FilePath.ROOT)).as("/").isEqualTo(root);
    assertThat(glob.mayMatchBelow(FilePath.parse("/a"))).as("/a").isEqualTo(a);
    assertThat(glob.mayMatchBelow(FilePath.parse("/b"))).as("/b").isEqualTo(b);
    assertThat(glob.mayMatchBelow(FilePath.parse("/a/b"))).as("/a/b").isEqualTo(ab);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a(b      | has a \"(\" at position 3 that is never closed; close it, or write \"\\(\" for"
            + " the character itself",
        "b/+(c     | has a \"(\" at position 4 that is never closed; close it, or write \"\\(\" for"
            + " the character itself",
        "/a{b,c    | has a \"{\" at position 3 that is never closed; close it, or write \"\\{\" for"
            + " the character itself",
        "/(a{b)    | has a \"{\" at position 4 that is never closed; close it, or write \"\\{\" for"
            + " the character itself",
        "/a[b      | has a \"[\" at position 3 that is never closed; close it, or write \"\\[\" for"
            + " the character itself",
        "/[[:a]    | has a \"[\" at position 3 that is never closed; close it, or write \"\\[\" for"
            + " the character itself",
        "/a)b      | has a \")\" at position 3 that closes nothing; write \"\\)\" for the character"
            + " itself",
        "😀}       | has a \"}\" at position 2 that closes nothing; write \"\\}\" for the character"
            + " itself",
        "///a]     | has a \"]\" at position 5 that closes nothing; write \"\\]\" for the character"
            + " itself",
        "/a\\      | ends in \"\\\"; write \"\\\\\" for the character itself",
        "/[]a]     | has an empty class at position 2; list its characters, \"\\]\" for the bracket",
        "/[!]      | has an empty class at position 2; list its characters, \"\\]\" for the bracket",
        "/[a-cz-x] | has the range \"z-x\" at position 6, which is empty; swap its ends",
        "/[[:no:]] | has the unknown class name \"no\" at position 5; known are alnum, alpha, ascii,"
            + " blank, cntrl, digit, graph, lower, print, punct, space, upper, word, xdigit",
        "/a[b/]    | has a \"/\" in the class at position 3, and no class matches one; write it"
            + " outside, or use \"{..,..}\"",
        "/a//b     | has an empty element at position 4; remove one \"/\"",
      })
  void malformedGlobsAreRefused(String glob, String problem) {
    String message = "glob \"" + glob + "\" " + problem;
    assertThat(Glob.problem(glob)).contains(message);
    assertThatThrownBy(() -> Glob.parse(glob))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessage(message);
  }

  @Test
  void controlCharactersAreNotPrinted() {
    assertThat(Glob.problem("/a\u0007)"))
        .contains(
            "glob \"/a?)\" has a \")\" at position 4 that closes nothing; write \"\\)\" for the"
                + " character itself");
  }

  @Test
  void halvesOfCharactersAreRefused() {
    assertThat(Glob.problem("/a\uD83D"))
        .contains("glob \"/a\uD83D\" is not valid Unicode at position 3; write the glob in UTF-8");
  }

  @Test
  void lengthAndDepthAreLimited() {
    assertThat(Glob.problem("/" + "a".repeat(4_095))).isEmpty();
    assertThat(Glob.problem("/" + "a".repeat(4_096)))
        .contains("glob of 4097 characters is longer than 4096; split it into several inputs");
    assertThat(Glob.problem("(".repeat(50) + ")".repeat(50))).isEmpty();
    assertThat(Glob.problem("(".repeat(51) + ")".repeat(51)))
        .contains(
            "glob \""
                + "(".repeat(51)
                + ")".repeat(51)
                + "\" nests groups deeper than 50 at position 51; simplify it");
  }

  @Test
  void aGoodGlobHasNoProblem() {
    assertThat(Glob.problem("/{a,b}/+([0-9])/!(*.tmp)")).isEmpty();
  }

  @Test
  @Timeout(120)
  void theLargestGlobsMatchTheLongestPathsInBoundedTime() {
    FilePath path = FilePath.parse(("/" + "a".repeat(1_000)).repeat(4));
    String loops = "+(".repeat(49) + "*a?(a)" + ")".repeat(49);
    String negations = "!(".repeat(49) + "*a*a*ab" + ")".repeat(49);
    assertThat(Glob.parse("/**" + loops.repeat(20) + "b").matches(path)).isFalse();
    assertThat(Glob.parse("/**" + negations.repeat(20) + "b").matches(path)).isFalse();
    assertThat(Glob.parse("/**" + "*a".repeat(2_000) + "b").matches(path)).isFalse();
    assertThat(Glob.parse("/**" + "{a,a,,aa}".repeat(450) + "b").matches(path)).isFalse();
    assertThat(Glob.parse("/**" + "a".repeat(4_000) + "b").matches(path)).isFalse();
  }
}
