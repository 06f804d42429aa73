/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.sort;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ExternalSortTest {
  private record Pair(String key, String value) {}

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static List<Pair> sorted(ExternalSort sort) {
    List<Pair> pairs = new ArrayList<>();
    sort.sorted()
        .forEachRemaining(
            item ->
                pairs.add(
                    new Pair(new String(item.key(), UTF_8), new String(item.value(), UTF_8))));
    return pairs;
  }

  /** Few keys, so that many are equal; a few items in memory, so that runs are merged to one. */
  @Test
  void sortsAsAListDoesAndKeepsTheOrderOfEqualKeys() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 30; round++) {
      int most = 1 + random.nextInt(1_000);
      List<Pair> expected = new ArrayList<>();
      try (ExternalSort sort = new ExternalSort(round % 3 == 0 ? Long.MAX_VALUE : 1_000)) {
        int count = random.nextInt(most);
        for (int i = 0; i < count; i++) {
          String key = "/" + (char) ('\u00e0' + random.nextInt(300)) + random.nextInt(3);
          expected.add(new Pair(key, "" + i));
          sort.add(bytes(key), bytes("" + i));
        }
        expected.sort(Comparator.comparing(pair -> bytes(pair.key()), Arrays::compareUnsigned));
        assertThat(sorted(sort)).as("seed %d, round %d", seed, round).isEqualTo(expected);
      }
    }
  }

  private static List<Path> onDisk() throws IOException {
    try (Stream<Path> all = Files.list(TemporaryDirectory.own())) {
      String self = "-" + ProcessHandle.current().pid() + "-";
      return all.filter(path -> path.getFileName().toString().startsWith("tusk-sort-"))
          .filter(path -> path.getFileName().toString().contains(self))
          .toList();
    }
  }

  @Test
  void whatWasReadToItsEndIsGoneFromTheDisk() throws IOException {
    try (ExternalSort sort = new ExternalSort(1_000)) {
      for (int i = 0; i < 200; i++) {
        sort.add(bytes("/" + (i + 100)), new byte[100]);
      }
      assertThat(onDisk()).hasSize(sort.runs()).hasSizeGreaterThan(10);
      Iterator<ExternalSort.Item> sorted = sort.sorted();
      assertThat(new String(sorted.next().key(), UTF_8)).isEqualTo("/100");
      assertThat(onDisk()).hasSize(sort.runs());
      sorted.forEachRemaining(item -> assertThat(item.value()).hasSize(100));
      assertThat(onDisk()).isEmpty();
    }
  }

  @Test
  void whatIsClosedEarlyIsGoneFromTheDisk() throws IOException {
    try (ExternalSort sort = new ExternalSort(1_000)) {
      for (int i = 0; i < 200; i++) {
        sort.add(bytes("/" + i), new byte[100]);
      }
      assertThat(sort.sorted().hasNext()).isTrue();
    }
    assertThat(onDisk()).isEmpty();
  }

  @Test
  void whatFitsInMemoryStaysThere() {
    try (ExternalSort sort = new ExternalSort()) {
      for (int i = 0; i < 10_000; i++) {
        sort.add(bytes("/" + i), new byte[0]);
      }
      assertThat(sort.runs()).isZero();
    }
    try (ExternalSort sort = new ExternalSort(1_000)) {
      for (int i = 0; i < 500; i++) {
        sort.add(bytes("/" + i), new byte[100]);
      }
      assertThat(sort.runs()).isBetween(1, 64);
    }
  }
}
