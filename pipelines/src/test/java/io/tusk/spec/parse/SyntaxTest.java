/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.cron.Durations;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small grammars within fields. */
final class SyntaxTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "0s, 0s",
    "30s, 30s",
    "1.5s, 1.5s",
    "5m, 300s",
    "1h30m, 5400s",
    "1h0m0.5s, 3600.5s",
    "100ms, 0.1s",
    "7us, 0.000007s",
    "7µs, 0.000007s",
    "1ns, 0.000000001s",
    "0.5ns, 0s",
    "1.h, 3600s",
    "315576000000s, 315576000000s"
  })
  void durations(String text, String canonical) {
    assertThat(Durations.parse(text).map(Durations::format)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-5s", "5 s", "1d", "5S", "1e3s", ".s", "315576000001s"})
  void noDurations(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @Test
  void sizes() {
    assertThat(List.of("64M", "1Gi", "500m", "1.5", "1e3", "+1", ".5k"))
        .allMatch(Sizes::isQuantity);
    assertThat(List.of("", "64MB", "1 G", "-1", "K", "1gi")).noneMatch(Sizes::isQuantity);
    assertThat(List.of("100M", "1.5GB", "1kib", "7", "10 mb", "5B")).allMatch(Sizes::isDecimalSize);
    assertThat(List.of("", "-1", "M", "1x", "1  M", "1.M")).noneMatch(Sizes::isDecimalSize);
  }

  @Test
  void suggestions() {
    List<String> names = List.of("description", "transform", "input", "salt");
    assertThat(Suggestions.nearest("Transfrom", names)).contains("transform");
    assertThat(Suggestions.nearest("inputs", names)).contains("input");
    assertThat(Suggestions.nearest("slat", names)).contains("salt");
    assertThat(Suggestions.nearest("entirely", names)).isEmpty();
    assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Suggestions.distance("ab", "ba")).isEqualTo(1);
    assertThat(Suggestions.nearest("x".repeat(1000), names)).isEmpty();
  }
}
