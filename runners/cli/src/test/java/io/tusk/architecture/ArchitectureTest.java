/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.tusk.architecture.House.Module;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ArchitectureTest {
  private static final House HOUSE = House.here();
  private static final Rules RULES = new Rules(HOUSE);
  private static final JavaClasses SHIPPED = RULES.shipped();

  @TestFactory
  Stream<DynamicTest> everyRuleHolds() {
    return RULES.all().entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(SHIPPED)));
  }

  @Test
  void whatIsCheckedIsWhatIsShipped() {
    assertThat(HOUSE.moduleOf(SHIPPED.get("io.tusk.error.TuskException")))
        .isEqualTo(Module.DATUM_IO);
    assertThat(HOUSE.moduleOf(SHIPPED.get("io.tusk.transform.DatumTransform")))
        .isEqualTo(Module.PIPELINES);
    assertThat(SHIPPED).noneMatch(type -> type.getName().startsWith("io.tusk.architecture"));
    assertThat(SHIPPED).noneMatch(type -> type.getSimpleName().endsWith("Test"));
  }

  @Test
  void everyPlaceOfTheClockNeedsIt() {
    for (String place : ClockAndChance.PLACES.keySet()) {
      assertThat(SHIPPED.contain(place)).as(place + " exists").isTrue();
      assertThat(SHIPPED.stream().filter(type -> isOrIsWithin(type, place)))
          .as(place + " reads the clock, draws chance or waits")
          .anyMatch(type -> type.getAccessesFromSelf().stream().anyMatch(ClockAndChance::isUsedBy));
    }
  }

  private static boolean isOrIsWithin(JavaClass type, String place) {
    return type.getName().equals(place) || type.getName().startsWith(place + "$");
  }

  @Test
  void knowsTheModuleOfClassesDirectoriesAndJars() {
    House house = new House(Path.of("/a tree"));
    assertThat(house.moduleAt(URI.create("file:/a%20tree/datum-io/target/classes/io/tusk/A.class")))
        .isEqualTo(Module.DATUM_IO);
    assertThat(
            house.moduleAt(
                URI.create(
                    "jar:file:///a%20tree/engine/target/tusk-engine-1.jar!/io/tusk/A.class")))
        .isEqualTo(Module.ENGINE);
    assertThat(house.moduleAt(URI.create("file:/a%20tree/runners/flink/target/classes/io/A.class")))
        .isEqualTo(Module.RUNNERS);
    assertThatThrownBy(
            () -> house.moduleAt(URI.create("file:/a%20tree/other/target/classes/io/A.class")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "file:/a%20tree/other/target/classes/io/A.class lies in no module that has a place in"
                + " the order");
  }

  @Test
  void knowsTestsAndLibrariesFromWhatIsShipped() {
    House house = new House(Path.of("/t"));
    assertThat(house.isMain(URI.create("file:/t/engine/target/classes/io/A.class"))).isTrue();
    assertThat(house.isMain(URI.create("jar:file:/t/engine/target/e-1.jar!/io/A.class"))).isTrue();
    assertThat(house.isMain(URI.create("file:/t/engine/target/test-classes/io/A.class"))).isFalse();
    assertThat(house.isMain(URI.create("jar:file:/t/engine/target/e-1-tests.jar!/io/A.class")))
        .isFalse();
    assertThat(house.isMain(URI.create("jar:file:/lib/a.jar!/io/A.class"))).isFalse();
    assertThat(house.isMain(URI.create("jar:file:/t/runners/cli/target/lib/e.jar!/io/A.class")))
        .isFalse();
  }
}
