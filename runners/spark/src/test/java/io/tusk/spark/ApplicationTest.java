/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ApplicationTest {
  private static final Map<String, String> GIVEN =
      Map.of(
          "spark.master", "yarn",
          "spark.jars", "file:/other.jar",
          "spark.app.name", "nightly",
          "spark.executorEnv.LC_ALL", "en_US.UTF-8");

  @AfterEach
  void forget() {
    GIVEN.keySet().forEach(System::clearProperty);
    System.clearProperty("spark.app.name");
  }

  private static SparkConf conf(String... arguments) {
    return Application.conf(List.of(arguments));
  }

  @Test
  void beamsOptionNamesTheMaster() {
    SparkConf conf = conf("--runner=SparkRunner", "--sparkMaster=local[3]");
    assertThat(conf.get("spark.master")).isEqualTo("local[3]");
    assertThat(conf.get("spark.app.name")).isEqualTo("tusk");
    assertThat(conf.get("spark.executorEnv.LC_ALL")).isEqualTo("C.UTF-8");
    assertThat(conf.contains("spark.jars")).isFalse();
    assertThat(Application.isLocal(conf)).isTrue();
  }

  @Test
  void whatIsGivenToSparkStands() {
    GIVEN.forEach(System::setProperty);
    SparkConf conf = conf("--runner=SparkRunner", "--sparkMaster=local[3]");
    GIVEN.forEach((name, value) -> assertThat(conf.get(name)).as(name).isEqualTo(value));
    assertThat(Application.isLocal(conf)).isFalse();
  }

  /** Which {@code spark-submit} calls by its class where the user does not. */
  @Test
  void anApplicationWithoutANameIsTusk() {
    System.setProperty("spark.app.name", "io.tusk.spark.Main");
    assertThat(conf("--runner=SparkRunner").get("spark.app.name")).isEqualTo("tusk");
  }
}
