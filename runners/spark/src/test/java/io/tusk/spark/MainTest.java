/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MainTest {
  @Test
  void addsTheVerbAndTheRunnerWhereTheyAreMissing() {
    assertThat(Main.arguments()).containsExactly("run", "--runner=SparkRunner");
    assertThat(Main.arguments("--store=s3://b/s"))
        .containsExactly("run", "--store=s3://b/s", "--runner=SparkRunner");
    assertThat(Main.arguments("run", "--runner", "SparkRunner", "-p", "a"))
        .containsExactly("run", "--runner", "SparkRunner", "-p", "a");
    assertThat(Main.arguments("--runner=DirectRunner"))
        .containsExactly("run", "--runner=DirectRunner");
  }
}
