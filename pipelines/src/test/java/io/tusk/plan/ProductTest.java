/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.datum.DatumKey;
import io.tusk.name.FilePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProductTest {
  private static Tuple tuple(String path) {
    return Tuple.of(new Element.Path(0, new FilePath(path), DatumKey.Kind.FILE, Optional.empty()));
  }

  private static List<Tuple> tuples(String... paths) {
    return List.of(paths).stream().map(ProductTest::tuple).toList();
  }

  private static String text(Tuple tuple) {
    return tuple.elements().stream()
        .map(element -> ((Element.Path) element).path().value())
        .collect(Collectors.joining());
  }

  private record Factor(
      List<Tuple> before, List<Tuple> after, Iterable<Tuple> touched, List<Tuple> gone)
      implements Product.Factor {}

  private static final class Passes implements Iterable<Tuple> {
    private final List<Tuple> tuples;
    private int passes;

    Passes(List<Tuple> tuples) {
      this.tuples = tuples;
    }

    @Override
    public Iterator<Tuple> iterator() {
      passes++;
      return tuples.iterator();
    }
  }

  private static List<String> changes(List<Long> counts, Factor... factors) {
    List<String> texts = new ArrayList<>();
    Product.changes(List.of(factors), counts::add)
        .forEachRemaining(touch -> texts.add(touch.side() + " " + text(touch.tuple())));
    return texts;
  }

  @Test
  void whatOneFactorGainedOrLostMeetsAllOfTheOthers() {
    List<Long> counts = new ArrayList<>();
    Factor left = new Factor(tuples("/1", "/2"), tuples("/1", "/3"), tuples("/3"), tuples("/2"));
    Factor right = new Factor(tuples("/a", "/b"), tuples("/a", "/b"), tuples("/b"), tuples());
    assertThat(changes(counts, left, right))
        .containsExactly(
            "AFTER /3/a", "AFTER /3/b", "BEFORE /2/a", "BEFORE /2/b", "AFTER /1/b", "AFTER /3/b");
    assertThat(counts).as("/3/b counts once").containsExactly(3L);
  }

  @Test
  void ofThreeFactorsThePlacesStay() {
    List<Long> counts = new ArrayList<>();
    Factor still = new Factor(tuples("/1", "/2"), tuples("/1", "/2"), tuples(), tuples());
    Factor changed = new Factor(tuples("/a"), tuples("/a", "/b"), tuples("/b"), tuples());
    Factor last = new Factor(tuples("/x"), tuples("/x", "/y"), tuples("/y"), tuples());
    assertThat(changes(counts, still, changed, last))
        .containsExactly(
            "AFTER /1/b/x",
            "AFTER /1/b/y",
            "AFTER /2/b/x",
            "AFTER /2/b/y",
            "AFTER /1/a/y",
            "AFTER /1/b/y",
            "AFTER /2/a/y",
            "AFTER /2/b/y");
    assertThat(counts).containsExactly(6L);
  }

  @Test
  void whatIsToldTwiceIsCountedAtMostTwice() {
    List<Long> counts = new ArrayList<>();
    Factor twice = new Factor(tuples(), tuples("/1"), tuples("/1", "/1"), tuples());
    Factor once = new Factor(tuples("/a"), tuples("/a", "/b"), tuples("/b"), tuples());
    assertThat(changes(counts, twice, once))
        .containsExactly("AFTER /1/a", "AFTER /1/b", "AFTER /1/a", "AFTER /1/b", "AFTER /1/b");
    assertThat(counts).containsExactly(4L);
  }

  @Test
  void aFactorWithoutAnythingLeavesNothing() {
    List<Long> counts = new ArrayList<>();
    Factor changed = new Factor(tuples("/1"), tuples("/1", "/2"), tuples("/2"), tuples());
    Factor nothing = new Factor(tuples(), tuples(), tuples(), tuples());
    assertThat(changes(counts, changed, nothing)).isEmpty();
    assertThat(counts).containsExactly(0L);
  }

  /** It may be picked from very many. */
  @Test
  void whatChangedIsNotGoneThroughForEachOfTheOthers() {
    List<Tuple> many = IntStream.range(0, 1_000).mapToObj(i -> tuple("/" + i)).toList();
    Passes picked = new Passes(tuples("/x"));
    List<Long> counts = new ArrayList<>();
    Factor still = new Factor(many, many, tuples(), tuples());
    Factor changed = new Factor(tuples("/x"), tuples("/x"), picked, tuples());
    assertThat(changes(counts, still, changed)).hasSize(1_000).endsWith("AFTER /999/x");
    assertThat(picked.passes).isLessThan(5);
    assertThat(counts).containsExactly(1_000L);
  }

  @Test
  void whatCannotBeCountedIsTheMost() {
    List<Tuple> thousand = Collections.nCopies(1_000, Tuple.EMPTY);
    assertThat(Product.count(Collections.nCopies(6, thousand)))
        .isEqualTo(1_000_000_000_000_000_000L);
    assertThat(Product.count(Collections.nCopies(7, thousand))).isEqualTo(Long.MAX_VALUE);
    assertThat(Product.count(List.of(thousand, List.<Tuple>of(), thousand))).isZero();
  }
}
