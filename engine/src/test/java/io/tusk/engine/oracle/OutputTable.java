/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.oracle.Outcome.End;
import io.tusk.engine.oracle.Outcome.State;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of the datums' outputs comes into the output commit. */
public abstract class OutputTable extends DatumTable {
  private static final String A = pfs("a", "/*");

  @Test
  void whatAChangedDatumWroteBeforeGoesFirst() {
    datums(A, Set.of("a:/d/x=1", "a:/d/y=2", "a:/e=3"), "a:/d/", "a:/e");
    Outcome changed = job(files("a:/d/y=4")[0], delete("a:/d/x"));
    ran(changed, Set.of("a:/d/"), Set.of("a:/e"));
    assertThat(changed.output()).isEqualTo(Map.of("/oa_d/a/d/y", "v0 4", "/oa_e/a/e", "v0 3"));
  }

  @Test
  void whatADatumThatIsGoneWroteGoes() {
    datums(
        of("cross", A, pfs("b", "/*")),
        Set.of("a:/x=1", "b:/y=none", "b:/z=to /s"),
        "a:/x b:/y",
        "a:/x b:/z");
    Outcome less = job(delete("b:/z"));
    ran(less, Set.of(), Set.of("a:/x b:/y"));
    assertThat(less.output()).isEqualTo(Map.of("/oa_xb_y/a/x", "v0 1"));
  }

  @Test
  void twoDatumsWithOnePathFailTheJob() {
    datums(A, Set.of("a:/q=0"), "a:/q");
    Outcome failed = job(files("a:/x=to /s", "a:/y=to /s", "a:/z=1"));
    collided(failed, "/s", "a:/x", "a:/y");
    assertThat(failed.datums())
        .as("all datums are run")
        .isEqualTo(
            Map.of(
                "a:/q", State.SKIPPED,
                "a:/x", State.PROCESSED,
                "a:/y", State.PROCESSED,
                "a:/z", State.PROCESSED));
    assertThat(failed.output()).isEqualTo(Map.of("/oa_q/a/q", "v0 0"));
  }

  @Test
  void aNewDatumWithThePathOfASkippedOneFailsTheJob() {
    datums(A, Set.of("a:/x=to /s"), "a:/x");
    collided(job(files("a:/y=to /s")), "/s", "a:/x", "a:/y");
  }

  @Test
  void twoCombinationsWithOnePathFailTheJob() {
    Outcome failed = job(of("cross", A, pfs("b", "/*")), "a:/x=to /s", "b:/y=1", "b:/z=1");
    collided(failed, "/s", "a:/x b:/y", "a:/x b:/z");
  }

  @Test
  void aFileAgainstADirectoryFailsTheJob() {
    Outcome failed = job(A, "a:/x=to /s/p", "a:/y=to /s");
    assertThat(failed.end()).isEqualTo(End.COLLISION);
    assertThat(failed.output()).isEmpty();
  }

  @Test
  void aFileAgainstTheDirectoryOfASkippedDatumFailsTheJob() {
    datums(A, Set.of("a:/x=to /s/p"), "a:/x");
    collided(job(files("a:/y=to /s")), "/s", "a:/x", "a:/y");
  }

  @Test
  void aDirectoryAgainstTheFileOfASkippedDatumFailsTheJob() {
    datums(A, Set.of("a:/x=to /s"), "a:/x");
    collided(job(files("a:/y=to /s/p")), "/s/p", "a:/x", "a:/y");
  }

  @Test
  void aDatumMayWriteItsPathAgain() {
    datums(A, Set.of("a:/x=to /s", "a:/y=1"), "a:/x", "a:/y");
    Outcome again = job(new Step.Reprocess());
    ran(again, Set.of("a:/x", "a:/y"), Set.of());
    assertThat(again.output()).isEqualTo(Map.of("/s", "v1 to /s", "/oa_y/a/y", "v1 1"));
  }

  @Test
  void aPathMayGoFromOneDatumToAnother() {
    datums(A, Set.of("a:/x=to /s", "a:/y=1"), "a:/x", "a:/y");
    Outcome moved = job(files("a:/x=2", "a:/y=to /s"));
    ran(moved, Set.of("a:/x", "a:/y"), Set.of());
    assertThat(moved.output()).isEqualTo(Map.of("/s", "v0 to /s", "/oa_x/a/x", "v0 2"));
    Outcome gone = job(delete("a:/y"), files("a:/z=to /s")[0]);
    ran(gone, Set.of("a:/z"), Set.of("a:/x"));
  }

  @Test
  void aFileMayBecomeADirectoryOfAnotherDatum() {
    datums(A, Set.of("a:/x=to /s", "a:/y=1"), "a:/x", "a:/y");
    Outcome moved = job(files("a:/x=2", "a:/y=to /s/p"));
    ran(moved, Set.of("a:/x", "a:/y"), Set.of());
    assertThat(moved.output().keySet()).containsExactly("/oa_x/a/x", "/s/p");
  }

  @Test
  void aPathMayGoFromASingleToItsPair() {
    String on = "'join_on':'$1','outer_join':true";
    datums(of("join", pfs("a", "/(*)", on), pfs("b", "/(*)", on)), Set.of("a:/1=to /s"), "a:/1");
    Outcome paired = job(files("b:/1=2"));
    ran(paired, Set.of("a:/1 b:/1"), Set.of());
    assertThat(paired.output().keySet()).containsExactly("/oa_1b_1/b/1", "/s");
  }

  @Test
  void theJobAfterAFailureStartsFromTheLastGoodOne() {
    datums(A, Set.of("a:/w=to /s", "a:/x=1"), "a:/w", "a:/x");
    collided(job(files("a:/y=to /s")), "/s", "a:/w", "a:/y");
    Outcome mended = job(delete("a:/w"));
    ran(mended, Set.of(), Set.of("a:/x", "a:/y"));
    assertThat(mended.output()).isEqualTo(Map.of("/s", "v0 to /s", "/oa_x/a/x", "v0 1"));
  }

  @Test
  void aDatumThatWritesNothingIsProcessed() {
    Outcome outcome = datums(A, Set.of("a:/x=none"), "a:/x");
    assertThat(outcome.output()).isEmpty();
    ran(job(files("a:/y=1")), Set.of("a:/y"), Set.of("a:/x"));
  }
}
