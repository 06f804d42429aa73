/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link ObjectStoreConformance} that is about the order and pages of listings. */
abstract class ListingConformance {
  /** Keys that a walk by names would put in another order, in the right one. */
  private static final List<String> TRICKY =
      List.of(
          "A/x",
          "a-b",
          "a-b.c",
          "a-d/e",
          "a.b",
          "a.b.c/d",
          "a/-",
          "a/0",
          "a/b-c",
          "a/b.c/d",
          "a/b/c",
          "a/b/d",
          "a/b0",
          "a/c",
          "a0",
          "a_",
          "b",
          "c/d/e/f/g",
          "c/d/e/h");

  /** An empty store that nobody else uses. */
  protected abstract ObjectStore newStore() throws Exception;

  ObjectStore store;

  @BeforeEach
  final void openStore() throws Exception {
    store = newStore();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  @Test
  void listingIsInTheOrderOfWholeKeys() {
    List<String> shuffled = new ArrayList<>(TRICKY);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.forEach(key -> store.put(key, bytes(key)));
    assertThat(store.list("", "", 1000)).isEqualTo(TRICKY).isSorted();
    assertThat(store.list("a", "", 1000)).isEqualTo(startingWith("a"));
    assertThat(store.list("a/", "", 1000)).isEqualTo(startingWith("a/"));
    assertThat(store.list("a/b", "", 1000)).isEqualTo(startingWith("a/b"));
    assertThat(store.list("a/b/", "", 1000)).containsExactly("a/b/c", "a/b/d");
    assertThat(store.list("a.", "", 1000)).containsExactly("a.b", "a.b.c/d");
    assertThat(store.list("c/d/e/f/g", "", 1000)).containsExactly("c/d/e/f/g");
    assertThat(store.list("c/d/e/f/gg", "", 1000)).isEmpty();
    assertThat(store.list("zz/y", "", 1000)).isEmpty();
    assertThat(store.list("", "a/b/c", 3)).containsExactly("a/b/d", "a/b0", "a/c");
    assertThat(store.list("", "a/b/cc", 2)).containsExactly("a/b/d", "a/b0");
    assertThat(store.list("", "a/b", 2)).containsExactly("a/b-c", "a/b.c/d");
    assertThat(store.list("", "a/b/", 2)).containsExactly("a/b/c", "a/b/d");
    assertThat(store.list("a/", "a", 1)).containsExactly("a/-");
    assertThat(store.list("c/", "c/d/e/f/g", 9)).containsExactly("c/d/e/h");
    assertThat(store.list("c/", "c/d/e/f/h", 9)).containsExactly("c/d/e/h");
    assertThat(store.list("a/", "a0", 9)).isEmpty();
    assertThat(store.list("", "~", 9)).isEmpty();
    assertThat(store.list("", "c/d/e/\u00e4", 9)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void pagesJoinToTheWholeListing(int limit) {
    TRICKY.forEach(key -> store.put(key, bytes(key)));
    for (String prefix : List.of("", "a", "a/", "a/b", "a-", "c/d")) {
      List<String> joined = new ArrayList<>();
      String after = "";
      List<String> page;
      do {
        page = store.list(prefix, after, limit);
        assertThat(page.size()).isLessThanOrEqualTo(limit);
        joined.addAll(page);
        after = page.isEmpty() ? after : page.get(page.size() - 1);
      } while (page.size() == limit);
      assertThat(joined).as("prefix '%s'", prefix).isEqualTo(startingWith(prefix));
    }
  }

  private static List<String> startingWith(String prefix) {
    return TRICKY.stream().filter(key -> key.startsWith(prefix)).toList();
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
