/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "100, 100",
    "64M, 64000000",
    "1.5k, 1500",
    "1Gi, 1073741824",
    ".5Ki, 512",
    "2e3, 2000",
    "2E, 2000000000000000000",
    "1500m, 1",
    "500m, 0",
    "9u, 0",
    "999E, 9223372036854775807",
    "nonsense, 0"
  })
  void quantitiesAreBytes(String text, long bytes) {
    assertThat(Quantity.bytes(text)).isEqualTo(bytes);
  }
}
