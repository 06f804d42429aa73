/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.name.FilePath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every row of the grammar: a glob, then paths that match, then "but not" and paths that do not.
 */
class GlobGrammarTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/b       /a/b             but not /a /a/b/c /a/bb /b",
        "a/b        /a/b             but not /a",
        "/a/b///    /a/b             but not /a",
        "///a       /a               but not /b",
        "/          /                but not /a /a/b",
        "//         /                but not /a",
        "/a,b|c=    /a,b|c=          but not /a",
        "/a+b@c!d^  /a+b@c!d^        but not /aab",
      })
  void text(String row) {
    check(row);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/*         /a /.x /a.b      but not / /a/b",
        "*          /a               but not /a/b",
        "/a*        /a /ab /aab      but not /b /a/b /ba",
        "/*a        /a /ba /aa       but not /ab /b/a",
        "/a*b*c     /abc /axbyc      but not /acb /a/b/c",
        "/*/*       /a/b             but not /a /a/b/c /",
        "/*/        /a               but not /a/b",
        "/**        /a /a/b /.x/y    but not /",
        "**         /a /a/b          but not /",
        "/a/**      /a/b /a/b/c      but not /a /ab /b/a/c",
        "/a**       /a /ab /a/b      but not /b",
        "/**/c      /a/c /a/b/c      but not /c /a/c/d",
        "/**.csv    /x.csv /a/x.csv  but not /x.csv/a",
        "/***b      /b /ab /a/b      but not /a",
        "/x**(ab)   /x /xab /xyab    but not /x/ab",
        "/x***(ab)  /x /x/ab /x/y    but not /y",
        "/?         /a /é /😀        but not /aa /",
        "/a?c       /abc /a.c        but not /ac /a/c /abbc",
        "/??        /ab /a😀         but not /a /😀 /a/b",
      })
  void wildcards(String row) {
    check(row);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/[abc]           /a /c         but not /d /ab",
        "/[a-c]x          /ax /cx       but not /dx /x",
        "/[a-c_0-9]       /b /_ /7      but not /d /-",
        "/[!a]            /b /😀        but not /a /bb",
        "/[^a-c]          /d            but not /a /b",
        "/a[!b]c          /axc          but not /abc /a/c",
        "/a[.-0]b         /a.b /a0b     but not /a/b",
        "/a[-x]           /a- /ax       but not /aw",
        "/a[x-]           /a- /ax       but not /ay",
        "/[a!^]           /a /! /^      but not /b",
        "/[α-ω😀-😂]      /λ /😁        but not /a /😃",
        "/[[:digit:]]*    /1 /1a        but not /a1",
        "/[[:alpha:]-]    /a /Z /-      but not /1 /é",
        "/[![:alpha:]]    /1 /é         but not /a",
        "/[[:^alpha:]]    /1 /- /é      but not /a /Z",
        "/[![:^alpha:]]   /a /Z         but not /1",
        "/[[:^ascii:]]    /é /😀        but not /a /~",
        "/[[:upper:][:digit:]x] /A /1 /x but not /a",
        "/[[:xdigit:]]    /f /F /9      but not /g",
        "/[[:punct:]]     /- /~ /[ /@   but not /a /0",
        "/[[:word:]]      /_ /a /0      but not /-",
        "/[[:alnum:]][[:lower:]] /Za /0z but not /zZ /-a",
        "/[[:graph:]][[:print:]][[:ascii:]] /a!~ but not /aéb",
        "/[[]             /[            but not /a",
        "/[\\]\\-]        /] /-         but not /\\",
        "/[\\!a]          /! /a         but not /b",
        "/[*?(]           /* /? /(      but not /a",
      })
  void classes(String row) {
    check(row);
  }

  @Test
  void blanksAreCharacters() {
    for (String glob : List.of("/a b", "/a?b", "/a[[:blank:]]b", "/a[[:space:]]b", "/a*b")) {
      assertThat(Glob.parse(glob).matches(FilePath.parse("/a b"))).as(glob).isTrue();
    }
    assertThat(Glob.parse("/a[[:graph:][:cntrl:]]b").matches(FilePath.parse("/a b"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/{a,b}        /a /b              but not /c /ab",
        "/{a,bc}d      /ad /bcd           but not /d /bd",
        "/x{,y}        /x /xy             but not /y",
        "/{a*,b?}      /a /axx /bx        but not /b",
        "/{a,{b,c}d}e  /ae /bde /cde      but not /be",
        "/{a/b,c}      /a/b /c            but not /a",
        "/{a|b,c}      /a|b /c            but not /a /b",
        "/{(a,b),c}    /a,b /c            but not /a /b",
        "/{}a          /a                 but not /b",
        "/*.{csv,json} /x.csv /x.json     but not /x.txt /a/x.csv",
        "/{[,],[}]}    /, /}              but not /a",
      })
  void alternatives(String row) {
    check(row);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/\\*          /*                 but not /a",
        "/a\\?b        /a?b               but not /axb",
        "/\\(a\\)      /(a)               but not /a",
        "/\\{a,b\\}    /{a,b}             but not /a",
        "/\\[a\\]*     /[a] /[a]x         but not /a",
        "/{a\\,b,c}    /a,b /c            but not /a",
        "/(a\\|b|c)    /a|b /c            but not /a",
        "/\\\\a         /\\a                but not /a",
        "/\\a          /a                 but not /\\a",
        "/a\\/         /a                 but not /a/b",
        "/a\\\\/        /a\\                but not /a",
        "/a\\/b        /a/b               but not /ab",
        "/@\\(a\\)     /@(a)              but not /a",
        "/*\\(a\\)     /(a) /x(a)         but not /a /aa",
      })
  void escapes(String row) {
    check(row);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/(a|b)        /a /b              but not /c /ab",
        "/@(a|b)       /a /b              but not /c /ab",
        "/(a*|)b       /b /ab /axb        but not /xb",
        "/?(a|b)c      /c /ac /bc         but not /abc /xc",
        "/*(a|b)c      /c /ac /abac       but not /axc",
        "/+(a|b)c      /ac /abac          but not /c /axc",
        "/+(ab|c)      /ab /c /abcab      but not /a /abb",
        "/a+(/b)       /a/b /a/b/b        but not /a /a/c",
        "/+([0-9]).csv /1.csv /042.csv    but not /.csv /a.csv",
        "/(a(b|c)|d)e  /abe /ace /de      but not /ae",
        "/*(a*(b)c)    /ac /abbcac        but not /ab /abb",
        "/(a,b)        /a,b               but not /a",
        "/()a          /a                 but not /b",
        "/+()a         /a                 but not /b",
        "/*(*)a        /a /xa             but not /ax",
        "/*(|a)b       /b /aab            but not /ba",
        "/+(+(a))b     /ab /aaab          but not /b /aa",
        "/(*)-(*).csv  /a-b.csv /-.csv    but not /a.csv /a-b/.csv",
      })
  void groups(String row) {
    check(row);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/!(a)          /b /aa /ba /.a        but not /a / /b/c",
        "/^(a)          /b /aa                but not /a",
        "/!(a|b*)       /c /ab                but not /a /b /bc",
        "/x!(a)         /x /xb /xaa           but not /xa",
        "/*.!(js|css)   /a.md /a.js.map /a.j  but not /a.js /a.css /a",
        "/!(*.tmp)      /a /a.tmp.b           but not /a.tmp",
        "/!()           /a                    but not /",
        "/!(!(a))       /a                    but not /b /aa",
        "/!(!(!(a)))    /b                    but not /a",
        "/!(a)/b        /x/b /aa/b            but not /a/b /b",
        "/!(a)/*        /x/y /aa/y            but not /a/y /x",
        "/!(a)/!(b)     /b/a /aa/bb           but not /a/a /x/b",
        "/a/!(b).c      /a/x.c /a/.c          but not /a/b.c",
        "/!(foo)*       /bar /fo              but not /foo /foobar",
        "/!(foo).txt    /bar.txt /.txt        but not /foo.txt /foobar.txt",
        "/!(a)?         /b /ab /bb            but not /a",
        "/!(a)[bc]      /b /xc /ab            but not /a /ad",
        "/!(a)@(b)      /b /xb                but not /ab /a",
        "/!(a)?(/b)     /x /aa /x/b           but not /a /a/b",
        "/!(a)**        /x /x/y               but not /a /aa /a/b",
        "/@(!(a)|ax)    /ax /b                but not /a",
        "/+(!(a))       /b /aa                but not /a",
        "/*(!(a))       /b /aa                but not /a",
        "/!(a)!(b)      /c /cb                but not /a /ab",
        "/{!(a),a}      /a /b                 but not /a/b",
        "/*!(a)         /a /b /ba             but not /a/a",
      })
  void negations(String row) {
    check(row);
  }

  @ParameterizedTest
  @Timeout(120)
  @ValueSource(
      strings = {
        "/+(+(a))b",
        "/*(*(*(a|aa)))b",
        "/*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
        "/(a|a)(a|a)*(a|a|a)*(?(a)?(a))b",
        "/**a**a**a**a**a**a**a**a**a**b",
        "/!(!(+(+(a))b))b",
        "/+(!(+(a)b)|!(*a*a*a*a*b))b",
      })
  void theTimeOfAMatchIsBounded(String glob) {
    String name = "a".repeat(1_000);
    FilePath path = FilePath.parse("/" + (name + "/").repeat(3) + name);
    assertThat(Glob.parse(glob).matches(path)).isFalse();
    assertThat(Glob.parse(glob).mayMatchBelow(path)).isEqualTo(glob.startsWith("/**"));
    assertThat(Glob.parse("/*/*/*" + glob).matches(FilePath.parse(path + "b")))
        .isEqualTo(!glob.contains("|!"));
  }

  private static void check(String row) {
    String[] sides = row.split(" +but not +", -1);
    String[] matching = sides[0].split(" +", -1);
    Glob glob = Glob.parse(matching[0]);
    for (String path : List.of(matching).subList(1, matching.length)) {
      assertThat(glob.matches(FilePath.parse(path))).as("%s matches %s", glob, path).isTrue();
      assertThat(glob.match(FilePath.parse(path))).as("%s matches %s", glob, path).isPresent();
    }
    for (String path : sides[1].split(" +", -1)) {
      assertThat(glob.matches(FilePath.parse(path))).as("%s matches %s", glob, path).isFalse();
      assertThat(glob.match(FilePath.parse(path))).as("%s matches %s", glob, path).isEmpty();
    }
  }
}
