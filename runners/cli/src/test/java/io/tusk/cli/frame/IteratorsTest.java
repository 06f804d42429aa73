/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class IteratorsTest {
  private final List<String> read = new ArrayList<>();

  private Iterator<String> words(String... words) {
    return Stream.of(words).peek(read::add).iterator();
  }

  private static <T> List<T> all(Iterator<T> items) {
    List<T> list = new ArrayList<>();
    items.forEachRemaining(list::add);
    return list;
  }

  private static char first(String word) {
    return word.charAt(0);
  }

  @Test
  void maps() {
    assertThat(all(Iterators.map(words("a", "bc"), String::length))).containsExactly(1, 2);
    assertThat(all(Iterators.map(words(), String::length))).isEmpty();
  }

  @Test
  void filters() {
    assertThat(all(Iterators.filter(words("a", "bc", "d"), word -> word.length() == 1)))
        .containsExactly("a", "d");
    assertThat(all(Iterators.filter(words("a"), word -> false))).isEmpty();
  }

  @Test
  void groupsNeighbours() {
    assertThat(all(Iterators.group(words("a1", "a2", "b1", "a3", "c1"), IteratorsTest::first)))
        .containsExactly(List.of("a1", "a2"), List.of("b1"), List.of("a3"), List.of("c1"));
    assertThat(all(Iterators.group(words("a1"), IteratorsTest::first)))
        .containsExactly(List.of("a1"));
    assertThat(all(Iterators.group(words(), IteratorsTest::first))).isEmpty();
  }

  @Test
  void readNoFurtherThanAsked() {
    Iterator<List<String>> groups =
        Iterators.group(words("a1", "a2", "b1", "c1"), IteratorsTest::first);
    assertThat(read).isEmpty();
    assertThat(groups.next()).containsExactly("a1", "a2");
    assertThat(read).containsExactly("a1", "a2", "b1");
    read.clear();
    Iterator<String> filtered = Iterators.filter(words("a", "b", "c"), word -> true);
    assertThat(filtered.next()).isEqualTo("a");
    assertThat(read).containsExactly("a");
  }

  @Test
  void endWithAnException() {
    Iterator<String> empty = Iterators.filter(words("a"), word -> false);
    assertThat(empty.hasNext()).isFalse();
    assertThatThrownBy(empty::next).isInstanceOf(NoSuchElementException.class).hasMessage(null);
  }
}
