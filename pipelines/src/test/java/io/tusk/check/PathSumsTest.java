/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.check.Claim.Side;
import io.tusk.files.FileEntry;
import io.tusk.pieces.Hash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PathSumsTest {
  private static Claim claim(int path, int datum) {
    return new Claim(
        ("/" + path).getBytes(UTF_8),
        Optional.of(Hash.of(new byte[] {(byte) datum})),
        Optional.of(FileEntry.EMPTY));
  }

  @Test
  void ordersDoNotMatter() {
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      claims.add(claim(i, i % 7));
    }
    PathSums sums = new PathSums();
    claims.forEach(claim -> sums.add(Side.NEW, claim));
    assertThat(sums.agree()).isFalse();
    Collections.shuffle(claims, new Random(1));
    claims.forEach(claim -> sums.subtract(Side.NEW, claim));
    assertThat(sums.agree()).isTrue();
  }

  @Test
  void aClaimThatIsGoneAndNewIsNone() {
    PathSums sums = new PathSums();
    sums.add(Side.GONE, claim(1, 1));
    sums.add(Side.NEW, claim(1, 1));
    assertThat(sums.agree()).isTrue();
  }

  @Test
  void allThatAClaimSaysCounts() {
    Claim whole = claim(1, 1);
    List<Claim> others =
        List.of(
            claim(2, 1),
            claim(1, 2),
            new Claim(whole.path(), Optional.empty(), whole.file()),
            new Claim(whole.path(), whole.datum(), Optional.empty()));
    for (Claim other : others) {
      PathSums sums = new PathSums();
      sums.add(Side.NEW, whole);
      sums.subtract(Side.NEW, other);
      assertThat(sums.agree()).isFalse();
      assertThat(sums.different(Long.MAX_VALUE).get(PathSums.bucket(whole.path()))).isTrue();
    }
  }

  @Test
  void fewBucketsAreTakenAtOnce() {
    PathSums sums = new PathSums();
    for (int i = 0; i < 10_000; i++) {
      sums.add(Side.NEW, claim(i, 1));
    }
    assertThat(sums.different(0).cardinality()).isEqualTo(1);
    assertThat(sums.different(100).cardinality()).isBetween(2, 100);
    assertThat(sums.different(Long.MAX_VALUE).cardinality()).isGreaterThan(3_000);
  }
}
