/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which datums every kind of input has. */
public abstract class InputTable extends DatumTable {
  private static final String PAIRS = "/(*)-(*)";

  private static String joined(String repo, String... more) {
    return pfs(repo, PAIRS, more.length == 0 ? "'join_on':'$1'" : String.join(",", more));
  }

  private static String grouped(String repo) {
    return pfs(repo, PAIRS, "'group_by':'$1'");
  }

  @Test
  void pfsEachMatchingFileAndDirectoryIsADatum() {
    datums(pfs("a", "/*"), Set.of("a:/f", "a:/d/x", "a:/d/e/y", "b:/g"), "a:/d/", "a:/f");
  }

  @Test
  void pfsADirectoryCarriesItsSubtree() {
    Outcome outcome = datums(pfs("a", "/*"), Set.of("a:/d/x=1", "a:/d/e/y=2"), "a:/d/");
    assertThat(outcome.output()).isEqualTo(Map.of("/oa_d/a/d/x", "v0 1", "/oa_d/a/d/e/y", "v0 2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/*", "/**"})
  void pfsAnEmptyCommitHasNone(String glob) {
    datums(pfs("a", glob), Set.of("b:/x"));
  }

  @Test
  void pfsTheRootIsOne() {
    datums(pfs("a", "/"), Set.of("a:/x", "a:/d/y"), "a:/");
  }

  @Test
  void pfsTwoStarsAreAllBelowTheRoot() {
    datums(
        pfs("a", "/**"),
        Set.of("a:/x", "a:/d/e/y", "a:/d/z"),
        "a:/x",
        "a:/d/",
        "a:/d/e/",
        "a:/d/e/y",
        "a:/d/z");
  }

  @Test
  void pfsATrailingSlashOfTheGlobIsDropped() {
    datums(pfs("a", "/*/"), Set.of("a:/d/x", "a:/f"), "a:/d/", "a:/f");
  }

  @Test
  void pfsPathsMayBeLong() {
    String deep = ("/" + "n".repeat(205)).repeat(5);
    datums(
        pfs("a", "/{x,y,*/*/*/*/*}"),
        Set.of("a:/x", "a:" + deep + "1", "a:" + deep + "2", "a:" + deep + "3", "a:/y"),
        "a:/x",
        "a:" + deep + "1",
        "a:" + deep + "2",
        "a:" + deep + "3",
        "a:/y");
    ran(
        job(files("a:" + deep + "2=else")),
        Set.of("a:" + deep + "2"),
        Set.of("a:/x", "a:" + deep + "1", "a:" + deep + "3", "a:/y"));
  }

  @Test
  void unionHasTheDatumsOfAllArms() {
    datums(of("union", pfs("b", "/*"), pfs("a", "/*")), Set.of("a:/x", "b:/x"), "a:/x", "b:/x");
  }

  @Test
  void unionKeepsTheSameDatumOfTwoArmsOnce() {
    datums(
        of("union", pfs("a", "/*.txt"), pfs("a", "/x*")),
        Set.of("a:/x.txt", "a:/y.txt", "a:/x"),
        "a:/x.txt",
        "a:/y.txt",
        "a:/x");
  }

  @Test
  void unionArmsMayShareAName() {
    datums(
        of("union", pfs("a", "/*", "'name':'in'"), pfs("b", "/*", "'name':'in'")),
        Set.of("a:/x", "b:/y", "b:/z"),
        "in=a@master:/x",
        "in=b@master:/y",
        "in=b@master:/z");
  }

  @Test
  void crossIsTheProductInTheOrderOfNames() {
    datums(
        of("cross", pfs("b", "/*"), pfs("a", "/*")),
        Set.of("a:/1", "a:/2", "b:/d/x", "b:/y"),
        "a:/1 b:/d/",
        "a:/1 b:/y",
        "a:/2 b:/d/",
        "a:/2 b:/y");
  }

  @Test
  void crossWithAnEmptyPartIsEmpty() {
    datums(of("cross", pfs("a", "/*"), pfs("b", "/*")), Set.of("a:/1", "a:/2"));
  }

  @Test
  void crossWithAnEmptyPartWithinIsEmpty() {
    datums(
        of("cross", pfs("a", "/*"), of("cross", pfs("b", "/*"), pfs("c", "/*"))),
        Set.of("a:/1", "b:/2"));
    datums(
        of("union", of("cross", pfs("a", "/*"), pfs("c", "/*")), pfs("b", "/*")),
        Set.of("b:/2"),
        "b:/2");
  }

  @Test
  void joinPairsEqualKeys() {
    datums(
        of("join", joined("a"), joined("b")),
        Set.of("a:/1-x", "a:/2-x", "a:/3-x", "b:/1-y", "b:/2-y", "b:/4-y"),
        "a:/1-x b:/1-y",
        "a:/2-x b:/2-y");
  }

  @Test
  void joinOfOneKeyIsTheProduct() {
    datums(
        of("join", joined("a"), joined("b"), joined("c")),
        Set.of("a:/1-x", "a:/1-y", "b:/1-x", "c:/1-x", "c:/1-y"),
        "a:/1-x b:/1-x c:/1-x",
        "a:/1-x b:/1-x c:/1-y",
        "a:/1-y b:/1-x c:/1-x",
        "a:/1-y b:/1-x c:/1-y");
  }

  @Test
  void joinWithoutKeysIsOfAll() {
    datums(
        of("join", pfs("a", "/*"), pfs("b", "/*", "'join_on':'$1'")),
        Set.of("a:/1", "a:/2", "b:/3"),
        "a:/1 b:/3",
        "a:/2 b:/3");
  }

  @Test
  void joinKeepsOuterPathsWithoutAPartner() {
    datums(
        of("join", joined("a", "'join_on':'$1'", "'outer_join':true"), joined("b")),
        Set.of("a:/1-x", "a:/2-x", "b:/1-y", "b:/3-y"),
        "a:/1-x b:/1-y",
        "a:/2-x");
  }

  @Test
  void joinKeepsOuterPathsOfEitherSide() {
    String outer = "'join_on':'$1','outer_join':true";
    datums(
        of("join", joined("a", outer), joined("b", outer)),
        Set.of("a:/1-x", "a:/2-x", "b:/1-y", "b:/3-y", "b:/3-z"),
        "a:/1-x b:/1-y",
        "a:/2-x",
        "b:/3-y",
        "b:/3-z");
  }

  @Test
  void joinOfThreeKeepsWhatIsOuterOfAPartialMatchOnce() {
    String outer = "'join_on':'$1','outer_join':true";
    datums(
        of("join", joined("a", outer), joined("b"), joined("c", outer)),
        Set.of("a:/1-x", "b:/1-y", "b:/1-z", "a:/2-x", "c:/2-y", "b:/3-x"),
        "a:/1-x",
        "a:/2-x c:/2-y");
  }

  @Test
  void joinKeysAreWithoutTheTrailingSlash() {
    datums(
        of("join", pfs("a", "/*-(*)/", "'join_on':'$1'"), pfs("b", "/*-(*)", "'join_on':'$1'")),
        Set.of("a:/x-1/f", "b:/y-1", "b:/y-2"),
        "a:/x-1/ b:/y-1");
  }

  @Test
  void groupIsOneDatumForEachKey() {
    datums(
        of("group", grouped("a"), grouped("b")),
        Set.of("a:/1-x", "a:/1-y", "a:/2-x", "b:/1-z", "b:/3-x"),
        "a:/1-x a:/1-y b:/1-z",
        "a:/2-x",
        "b:/3-x");
  }

  @Test
  void groupWithoutKeysIsOneDatum() {
    datums(
        of("group", pfs("b", "/*"), pfs("a", "/*")),
        Set.of("a:/1", "a:/d/x", "b:/3"),
        "a:/1 a:/d/ b:/3");
    datums(of("group", pfs("c", "/*")), Set.of());
  }

  @Test
  void groupOfJoinGroupsTheLeavesOfItsPairs() {
    String leaf = "'join_on':'$1','group_by':'$2'";
    datums(
        of("group", of("join", joined("a", leaf), joined("b", leaf))),
        Set.of("a:/1-x", "a:/2-x", "a:/9-x", "b:/1-x", "b:/2-y", "b:/8-y"),
        "a:/1-x a:/2-x b:/1-x",
        "b:/2-y");
  }

  @Test
  void joinOfGroupsJoinsTheirLeaves() {
    datums(
        of("join", of("group", joined("a")), joined("b")),
        Set.of("a:/1-x", "a:/1-y", "a:/2-x", "b:/1-z"),
        "a:/1-x b:/1-z",
        "a:/1-y b:/1-z");
  }

  @Test
  void joinOfCrossesJoinsTheLeavesOfAll() {
    datums(
        of("join", of("cross", joined("a"), joined("b")), joined("c")),
        Set.of("a:/1-x", "b:/2-x", "c:/1-z", "c:/2-z"),
        "a:/1-x c:/1-z",
        "b:/2-x c:/2-z");
    Outcome empty = job(delete("b:/2-x"));
    assertThat(empty.datums()).as("the cross is empty").isEmpty();
  }

  @Test
  void joinOfUnions() {
    datums(
        of("join", of("union", joined("a"), joined("b")), joined("c")),
        Set.of("a:/1-x", "b:/1-x", "b:/2-x", "c:/1-z"),
        "a:/1-x c:/1-z",
        "b:/1-x c:/1-z");
  }

  @Test
  void groupOfCrossHasEachLeafOnce() {
    datums(
        of("group", of("cross", grouped("a"), grouped("b"))),
        Set.of("a:/1-x", "a:/1-y", "b:/1-z", "b:/2-z"),
        "a:/1-x a:/1-y b:/1-z",
        "b:/2-z");
  }

  @Test
  void groupOfGroups() {
    datums(
        of("group", of("group", grouped("a")), grouped("b")),
        Set.of("a:/1-x", "a:/2-x", "b:/1-z"),
        "a:/1-x b:/1-z",
        "a:/2-x");
  }

  @Test
  void unionOfGroups() {
    datums(
        of("union", of("group", grouped("a")), of("group", grouped("b"))),
        Set.of("a:/1-x", "a:/1-y", "b:/1-x"),
        "a:/1-x a:/1-y",
        "b:/1-x");
  }

  @Test
  void crossOfJoin() {
    datums(
        of("cross", of("join", joined("a"), joined("b")), pfs("c", "/*")),
        Set.of("a:/1-x", "b:/1-y", "b:/2-y", "c:/m", "c:/n"),
        "a:/1-x b:/1-y c:/m",
        "a:/1-x b:/1-y c:/n");
  }

  @Test
  void crossOfUnion() {
    datums(
        of("cross", of("union", pfs("a", "/*"), pfs("b", "/*")), pfs("c", "/*")),
        Set.of("a:/1", "b:/1", "c:/m", "c:/n"),
        "a:/1 c:/m",
        "a:/1 c:/n",
        "b:/1 c:/m",
        "b:/1 c:/n");
  }

  @Test
  void crossOfGroup() {
    datums(
        of("cross", of("group", grouped("a")), pfs("c", "/*")),
        Set.of("a:/1-x", "a:/1-y", "a:/2-x", "c:/m"),
        "a:/1-x a:/1-y c:/m",
        "a:/2-x c:/m");
  }

  @Test
  void unionOfCrossAndOfAPartOfIt() {
    datums(
        of("union", of("cross", pfs("a", "/*"), pfs("b", "/*")), pfs("a", "/*")),
        Set.of("a:/1", "b:/1"),
        "a:/1 b:/1",
        "a:/1");
  }

  @Test
  void emptyFilesHaveNamesAndNoContent() {
    Outcome outcome =
        datums(pfs("a", "/*", "'empty_files':true"), Set.of("a:/d/x=1", "a:/y=2"), "a:/d/", "a:/y");
    assertThat(outcome.output()).isEqualTo(Map.of("/oa_d/a/d/x", "v0 ", "/oa_y/a/y", "v0 "));
  }
}
