/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.files.FileSets;
import io.tusk.pieces.PackWriter;
import io.tusk.plan.Plan;
import io.tusk.plan.PlanRequest;
import io.tusk.plan.PlanRounds;
import io.tusk.plan.PlanShare;
import io.tusk.sort.ExternalSort;
import io.tusk.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A plan made in shares and buckets, each by somebody who has seen nothing else. */
final class RoundsInShares {
  private final FileSets files;
  private final PlanRequest request;
  private final Random random;
  private final int wanted;
  private final int buckets;

  RoundsInShares(FileSets files, PlanRequest request, long seed) {
    this.files = files;
    this.request = request;
    this.random = new Random(seed);
    this.wanted = 1 + random.nextInt(5);
    this.buckets = 1 + random.nextInt(4);
  }

  Plan plan(PackWriter out) {
    Tree leaves = Tree.EMPTY;
    int last = PlanRounds.count(request.inputs()) - 1;
    for (int round = 0; round < last; round++) {
      List<PlanRounds.Sorted> sorted = sorted(round, leaves, out);
      try (PlanRounds rounds = new PlanRounds(files, request)) {
        leaves = rounds.leaves(leaves, sorted, out);
      }
    }
    List<PlanRounds.Sorted> sorted = sorted(last, leaves, out);
    try (PlanRounds rounds = new PlanRounds(files, request)) {
      return rounds.plan(leaves, sorted, out);
    }
  }

  private List<PlanRounds.Sorted> sorted(int round, Tree leaves, PackWriter out) {
    List<byte[]> shares;
    try (PlanRounds rounds = new PlanRounds(files, request)) {
      shares =
          new ArrayList<>(
              rounds.shares(round, leaves, wanted).stream().map(PlanShare::write).toList());
    }
    assertThat(shares).isNotEmpty();
    Collections.shuffle(shares, random);
    List<List<ExternalSort.Item>> items =
        IntStream.range(0, buckets)
            .<List<ExternalSort.Item>>mapToObj(i -> new ArrayList<>())
            .toList();
    for (byte[] share : shares) {
      try (PlanRounds rounds = new PlanRounds(files, request)) {
        rounds.read(
            round,
            leaves,
            PlanShare.read(share),
            (key, value) ->
                items.get(PlanRounds.bucket(key, buckets)).add(new ExternalSort.Item(key, value)));
      }
    }
    List<PlanRounds.Sorted> sorted = new ArrayList<>();
    for (List<ExternalSort.Item> bucket : items) {
      try (PlanRounds rounds = new PlanRounds(files, request)) {
        sorted.add(rounds.sort(round, leaves, bucket.iterator(), out));
      }
    }
    Collections.shuffle(sorted, random);
    return sorted;
  }
}
