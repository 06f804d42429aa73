/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tusk.architecture.House.Module;
import io.tusk.flink.FlinkSupport;
import org.junit.jupiter.api.Test;

/** The rules of the house hold with this module, too. */
final class FlinkModuleTest {
  @Test
  void rulesHold() {
    House house = House.here();
    Rules rules = new Rules(house);
    JavaClasses shipped = rules.shipped();

    assertThat(house.moduleOf(shipped.get(FlinkSupport.class))).isEqualTo(Module.RUNNERS);
    rules.all().values().forEach(rule -> rule.check(shipped));
  }
}
