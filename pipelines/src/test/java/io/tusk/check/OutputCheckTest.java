/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.fsck.Problem;
import io.tusk.fsck.Problems;
import io.tusk.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class OutputCheckTest {
  private static final int LIVES = 150;
  private static final int JOBS = 8;

  private final OutputModel.Store store = new OutputModel.Store();

  private List<String> problems(Output checked, Output output) {
    List<Problem> found = new ArrayList<>();
    new OutputCheck(store.files, new Problems(found::add))
        .check("commit p@1", checked, output, (key, record) -> {});
    assertThat(found).allMatch(problem -> problem.subject().equals("commit p@1"));
    return found.stream().map(Problem::fact).toList();
  }

  private static List<String> flat(Map<String, List<String>> problems) {
    return problems.values().stream().flatMap(List::stream).toList();
  }

  @Test
  void whatAgreesIsNoProblemAndWhatDoesNotIsNamed() {
    long seed = new Random().nextLong();
    int damaged = 0;
    for (int i = 0; i < LIVES; i++) {
      Random random = new Random(seed + i);
      OutputModel model = new OutputModel();
      Output checked = Output.EMPTY;
      for (int job = 0; job < JOBS; job++) {
        model.job(random);
        Output output = model.build(store);
        assertThat(problems(checked, output)).as("seed %d", seed + i).isEmpty();
        assertThat(problems(Output.EMPTY, output)).as("seed %d", seed + i).isEmpty();
        checked = output;
      }
      model.job(random);
      for (int n = random.nextInt(3); n >= 0; n--) {
        model.damage(random);
      }
      List<String> expected = flat(model.problems());
      damaged += expected.isEmpty() ? 0 : 1;
      Output output = model.build(store);
      assertThat(problems(checked, output)).as("seed %d", seed + i).isEqualTo(expected);
      assertThat(problems(Output.EMPTY, output)).as("seed %d", seed + i).isEqualTo(expected);
    }
    assertThat(damaged).isGreaterThan(LIVES / 2);
  }

  @Test
  void whatWasWrongBeforeHidesNothingThatIsNew() {
    long seed = new Random().nextLong();
    for (int i = 0; i < LIVES; i++) {
      Random random = new Random(seed + i);
      OutputModel before = new OutputModel();
      for (int job = 0; job < JOBS; job++) {
        before.job(random);
      }
      before.damage(random);
      before.damage(random);
      OutputModel after = before.copy();
      after.damage(random);
      after.damage(random);
      List<String> found = problems(before.build(store), after.build(store));
      Map<String, List<String>> all = after.problems();
      Map<String, List<String>> fresh = new TreeMap<>(all);
      fresh.entrySet().removeAll(before.problems().entrySet());
      assertThat(flat(all)).as("seed %d", seed + i).containsAll(found);
      assertThat(found).as("seed %d", seed + i).containsAll(flat(fresh));
    }
  }

  @Test
  void whatIsSharedIsNotLookedAt() {
    OutputModel model = new OutputModel();
    for (int i = 0; i < 2_000; i++) {
      model.processed("/in" + i, Map.of("/d" + i % 7 + "/f" + i, "content"));
    }
    Output checked = model.build(store);
    long whole = visited(Output.EMPTY, checked);
    model.processed("/in1234", Map.of("/d2/f1234", "other content"));
    assertThat(visited(checked, model.build(store))).isLessThan(whole / 20);
    assertThat(visited(checked, checked)).isZero();
  }

  private long visited(Output checked, Output output) {
    long before = store.trees.nodesVisited();
    assertThat(problems(checked, output)).isEmpty();
    return store.trees.nodesVisited() - before;
  }

  @Test
  void moreThanCanBeNamedAtOnceIsSaid() {
    OutputModel model = new OutputModel();
    for (int i = 0; i < 300; i++) {
      model.processed("/in" + i, Map.of("/f" + i, "content"));
    }
    Output sound = model.build(store);
    Output ownerless = new Output(sound.files(), sound.datums(), Tree.EMPTY);
    List<Problem> found = new ArrayList<>();
    new OutputCheck(store.files, new Problems(found::add), 10)
        .check("commit p@1", Output.EMPTY, ownerless, (key, record) -> {});
    assertThat(found).hasSizeBetween(6, 30);
    assertThat(found.get(0).fact())
        .matches("its path /f(\\d+), which datum in@master:/in\\1 wrote, has no owner");
    assertThat(found.get(found.size() - 1))
        .isEqualTo(new Problem("commit p@1", "more of its paths are not as its datums wrote them"));
  }
}
