/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.oracle.Outcome.End;
import io.tusk.engine.oracle.Outcome.State;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a datum another datum, and what makes it run again. */
public abstract class IdentityTable extends DatumTable {
  private static final String A = pfs("a", "/*");
  private static final String AND = "a:/x b:/y";

  private static String cross(String... more) {
    return of("cross", A, pfs("b", "/*", more));
  }

  private static String join(String template) {
    String on = "'join_on':'" + template + "'";
    return of("join", pfs("a", "/(*)-(*)", on), pfs("b", "/(*)-(*)", on));
  }

  @Test
  void theIdHoldsTheInputsName() {
    datums(A, Set.of("a:/x"), "a:/x");
    Outcome renamed = job(pfs("a", "/*", "'name':'in'"));
    ran(renamed, Set.of("in=a@master:/x"), Set.of());
    assertThat(renamed.output()).as("what it was before is gone").hasSize(1);
  }

  @Test
  void theIdHoldsTheRepository() {
    datums(pfs("a", "/*", "'name':'in'"), Set.of("a:/x=1", "b:/x=1"), "in=a@master:/x");
    ran(job(pfs("b", "/*", "'name':'in'")), Set.of("in=b@master:/x"), Set.of());
  }

  @Test
  void theIdHoldsTheBranch() {
    datums(A, Set.of("a:/x=1", "a@dev:/x=1"), "a:/x");
    ran(job(pfs("a", "/*", "'branch':'dev'")), Set.of("a=a@dev:/x"), Set.of());
  }

  @Test
  void theIdHoldsThePath() {
    datums(A, Set.of("a:/x=1"), "a:/x");
    Outcome moved = job(new Step.Rename("a", "/x", "/y"));
    ran(moved, Set.of("a:/y"), Set.of());
    assertThat(moved.output()).isEqualTo(Map.of("/oa_y/a/y", "v0 1"));
  }

  @Test
  void theIdHoldsAllPartsOfACombination() {
    datums(cross(), Set.of("a:/x", "b:/y"), AND);
    ran(job(files("b:/z")), Set.of("a:/x b:/z"), Set.of(AND));
    ran(job(A), Set.of("a:/x"), Set.of());
    ran(job(cross()), Set.of(), Set.of(AND, "a:/x b:/z"));
  }

  @Test
  void theOrderInTheSpecificationDoesNotMatter() {
    datums(of("cross", A, pfs("b", "/*")), Set.of("a:/x", "b:/y"), AND);
    ran(job(of("cross", pfs("b", "/*"), A)), Set.of(), Set.of(AND));
  }

  @Test
  void theIdIsWithoutTheCommit() {
    datums(A, Set.of("a:/x=1"), "a:/x");
    ran(job(files("a:/y=2")), Set.of("a:/y"), Set.of("a:/x"));
    ran(job(delete("a:/y")), Set.of(), Set.of("a:/x"));
    ran(job(new Step.Back("a", 1)), Set.of(), Set.of("a:/x", "a:/y"));
  }

  @Test
  void theIdIsWithoutTheGlob() {
    datums(pfs("a", "/x*"), Set.of("a:/x", "a:/x2", "a:/y"), "a:/x", "a:/x2");
    ran(job(pfs("a", "/?")), Set.of("a:/y"), Set.of("a:/x"));
  }

  @Test
  void theIdIsWithoutTheJoinKey() {
    datums(join("$1"), Set.of("a:/1-2", "b:/1-2", "b:/2-2"), "a:/1-2 b:/1-2");
    ran(job(join("$2")), Set.of("a:/1-2 b:/2-2"), Set.of("a:/1-2 b:/1-2"));
  }

  @Test
  void theIdIsWithoutTheGroupKey() {
    String leaf = "'group_by':'$1'";
    datums(of("group", pfs("a", "/(*)", leaf)), Set.of("a:/1", "a:/2"), "a:/1", "a:/2");
    ran(job(of("group", pfs("a", "/(*)", "'group_by':'$0'"))), Set.of(), Set.of("a:/1", "a:/2"));
    ran(job(pfs("a", "/(*)")), Set.of(), Set.of("a:/1", "a:/2"));
  }

  @Test
  void theHashIsWithoutTheCode() {
    datums(A, Set.of("a:/x=1"), "a:/x");
    Outcome updated = job(new Step.Code());
    ran(updated, Set.of(), Set.of("a:/x"));
    assertThat(updated.output()).isEqualTo(Map.of("/oa_x/a/x", "v0 1"));
    Outcome more = job(files("a:/y=2"));
    ran(more, Set.of("a:/y"), Set.of("a:/x"));
    assertThat(more.output()).isEqualTo(Map.of("/oa_x/a/x", "v0 1", "/oa_y/a/y", "v1 2"));
  }

  @Test
  void theHashHoldsTheContent() {
    datums(A, Set.of("a:/x=1", "a:/y=1"), "a:/x", "a:/y");
    Outcome changed = job(files("a:/x=2"));
    ran(changed, Set.of("a:/x"), Set.of("a:/y"));
    assertThat(changed.output()).isEqualTo(Map.of("/oa_x/a/x", "v0 2", "/oa_y/a/y", "v0 1"));
  }

  @Test
  void theHashHoldsTheContentOfEveryPart() {
    datums(cross(), Set.of("a:/x", "a:/z", "b:/y"), AND, "a:/z b:/y");
    ran(job(files("a:/x=2")), Set.of(AND), Set.of("a:/z b:/y"));
    ran(job(files("b:/y=2")), Set.of(AND, "a:/z b:/y"), Set.of());
  }

  @Test
  void theHashIsWithoutTheContentOfAReference() {
    String input = cross("'reference':true");
    datums(input, Set.of("a:/x=1", "b:/y=1"), AND);
    Outcome same = job(files("b:/y=2"));
    ran(same, Set.of(), Set.of(AND));
    assertThat(same.output()).containsEntry("/oa_xb_y/b/y", "v0 1");
    ran(job(files("a:/x=2")), Set.of(AND), Set.of());
    ran(job(files("b:/z=1")), Set.of("a:/x b:/z"), Set.of(AND));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40})
  void theHashHoldsTheKindOfAReference(int members) {
    String input = of("group", pfs("a", "/*", "'reference':true"));
    Set<String> files =
        IntStream.rangeClosed(10, 9 + members)
            .mapToObj(number -> "a:/a-member-with-quite-a-name-" + number)
            .collect(Collectors.toCollection(TreeSet::new));
    String all = String.join(" ", files);
    datums(input, files, all);
    ran(
        job(files("a:/a-member-with-quite-a-name-10/x")),
        Set.of(all.replace("-10", "-10/")),
        Set.of());
  }

  @Test
  void theHashHoldsTheSalt() {
    datums(A, Set.of("a:/x=1", "a:/y=1"), "a:/x", "a:/y");
    Outcome again = job(new Step.Reprocess());
    ran(again, Set.of("a:/x", "a:/y"), Set.of());
    assertThat(again.output()).isEqualTo(Map.of("/oa_x/a/x", "v1 1", "/oa_y/a/y", "v1 1"));
    ran(job(files("a:/z=1")), Set.of("a:/z"), Set.of("a:/x", "a:/y"));
  }

  @Test
  void theHashOfADirectoryHoldsTheNamesInIt() {
    datums(A, Set.of("a:/d/x=1", "a:/d/y=2"), "a:/d/");
    Outcome renamed = job(new Step.Rename("a", "/d/x", "/d/w"));
    ran(renamed, Set.of("a:/d/"), Set.of());
    assertThat(renamed.output().keySet()).containsExactly("/oa_d/a/d/w", "/oa_d/a/d/y");
  }

  @Test
  void theHashOfADirectoryHoldsWhatIsFarBelow() {
    datums(A, Set.of("a:/d/e/f=1", "a:/g/x=1"), "a:/d/", "a:/g/");
    ran(job(files("a:/d/e/f=2")), Set.of("a:/d/"), Set.of("a:/g/"));
  }

  @Test
  void aFileInThePlaceOfADirectoryIsRun() {
    datums(A, Set.of("a:/d/x=1"), "a:/d/");
    ran(job(files("a:/d=1")), Set.of("a:/d"), Set.of());
    ran(job(files("a:/d/x=1")), Set.of(), Set.of("a:/d/"));
  }

  @Test
  void everyDirectoryAboveAChangeIsRun() {
    datums(
        pfs("a", "/**"),
        Set.of("a:/d/e/x", "a:/f/y"),
        "a:/d/",
        "a:/d/e/",
        "a:/d/e/x",
        "a:/f/",
        "a:/f/y");
    ran(
        job(files("a:/d/e/x=2")),
        Set.of("a:/d/", "a:/d/e/", "a:/d/e/x"),
        Set.of("a:/f/", "a:/f/y"));
  }

  @Test
  void aPartnerMakesAPairOfASingle() {
    String outer = "'join_on':'$1','outer_join':true";
    String input = of("join", pfs("a", "/(*)", outer), pfs("b", "/(*)", outer));
    datums(input, Set.of("a:/1", "a:/2", "b:/2", "b:/3"), "a:/1", "a:/2 b:/2", "b:/3");
    ran(job(files("b:/1")), Set.of("a:/1 b:/1"), Set.of("a:/2 b:/2", "b:/3"));
    Outcome alone = job(delete("a:/2"));
    ran(alone, Set.of("b:/2"), Set.of("a:/1 b:/1", "b:/3"));
    ran(job(delete("b:/1")), Set.of(), Set.of("a:/1", "b:/2", "b:/3"));
  }

  @Test
  void anotherMemberMakesAnotherGroup() {
    String input = of("group", pfs("a", "/(*)-*", "'group_by':'$1'"));
    datums(input, Set.of("a:/1-x", "a:/2-x"), "a:/1-x", "a:/2-x");
    ran(job(files("a:/1-y")), Set.of("a:/1-x a:/1-y"), Set.of("a:/2-x"));
    ran(job(delete("a:/1-y")), Set.of(), Set.of("a:/1-x", "a:/2-x"));
  }

  @Test
  void aDatumThatAnotherArmStillHasStays() {
    String input = of("union", pfs("a", "/x*"), pfs("a", "/*y"));
    datums(input, Set.of("a:/xy", "a:/x", "a:/y"), "a:/xy", "a:/x", "a:/y");
    ran(job(of("union", pfs("a", "/*y"), pfs("b", "/*"))), Set.of(), Set.of("a:/xy", "a:/y"));
  }

  @Test
  void aDatumOfTwoValuesStaysWhileOneHasIt() {
    String input = of("group", of("union", pfs("a", "/(*)"), pfs("a", "/(*)", "'group_by':'$1'")));
    datums(input, Set.of("a:/1=none"), "a:/1");
    ran(job(files("a:/2=none")), Set.of("a:/1 a:/2", "a:/2"), Set.of("a:/1"));
    ran(job(delete("a:/2")), Set.of(), Set.of("a:/1"));
  }

  @Test
  void aDatumOfTwoArmsIsThatOfTheFirst() {
    String input = of("union", pfs("a", "/x*", "'reference':true"), pfs("a", "/*"));
    datums(input, Set.of("a:/x=1", "a:/y=1"), "a:/x", "a:/y");
    ran(job(files("a:/x=2", "a:/y=2")), Set.of("a:/y"), Set.of("a:/x"));
  }

  @Test
  void whatIsNoWorkKeepsItsResultBesideAnotherInput() {
    String now = pfs("a", "/*", "'from':'~0'");
    job(files("a:/d/x=1"));
    ran(job(now), Set.of(), Set.of("a:/d/"));
    Outcome made = job(files("a:/d/y=2"));
    ran(made, Set.of("a:/d/"), Set.of());
    assertThat(made.output()).as("of what is work").isEqualTo(Map.of("/oa_d/a/d/y", "v0 2"));
    Outcome beside = job(of("union", now, pfs("b", "/*")), "b:/x=1");
    ran(beside, Set.of("b:/x"), Set.of("a:/d/"));
    assertThat(beside.output()).containsAllEntriesOf(made.output());
  }

  @Test
  void resultsOfAFailedJobAreKept() {
    Step down = new Step(Step.of(files("a:/x=1", "a:/y=flaky", "b:/z=1")).ops(), true, false);
    Outcome failed = job(down);
    assertThat(failed.end()).isEqualTo(End.DATUM_FAILED);
    assertThat(failed.datums()).isEqualTo(Map.of("a:/x", State.PROCESSED, "a:/y", State.FAILED));
    assertThat(failed.output()).isEmpty();
    ran(job(files("b:/z=2")[0], new Step.Code()), Set.of("a:/y"), Set.of("a:/x"));
  }

  @Test
  void everyJobRunsEverything() {
    datums(A, Set.of("a:/x=1"), "a:/x");
    ran(job(new Step.EveryJob(true)), Set.of("a:/x"), Set.of());
    ran(job(files("a:/y=1")), Set.of("a:/x", "a:/y"), Set.of());
    ran(job(new Step.EveryJob(false)), Set.of(), Set.of("a:/x", "a:/y"));
  }
}
