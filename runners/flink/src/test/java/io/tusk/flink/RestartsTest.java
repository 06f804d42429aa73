/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

final class RestartsTest {
  private final Configuration configuration = new Configuration();

  private String strategy(String... arguments) {
    return Restarts.of(FlinkSupport.options(List.of(arguments))).in(configuration).getDescription();
  }

  @Test
  void someInSomeMinutesByDefault() {
    assertThat(strategy())
        .isEqualTo(
            "Failure rate restart with maximum of 3 failures within interval PT5M and fixed delay"
                + " PT1S.");
  }

  @Test
  void whatFlinkIsConfiguredToDoStands() {
    configuration.setString("restart-strategy.type", "none");
    assertThat(strategy()).isEqualTo("Restart deactivated.");
  }

  @Test
  void theRunsOwnOptionsComeFirst() {
    configuration.setString("restart-strategy.type", "none");
    assertThat(strategy("--numberOfExecutionRetries=7"))
        .isEqualTo("Restart with fixed delay (PT1S). #7 restart attempts.");
    assertThat(strategy("--numberOfExecutionRetries=2", "--executionRetryDelay=20"))
        .isEqualTo("Restart with fixed delay (PT0.02S). #2 restart attempts.");
    assertThat(strategy("--numberOfExecutionRetries=0")).isEqualTo("Restart deactivated.");
  }

  @Test
  void inThisProcessOnlyWhatIsWished() {
    assertThat(Restarts.of(FlinkSupport.options(List.of())).wished()).isEmpty();
    Restarts twice = Restarts.of(FlinkSupport.options(List.of("--numberOfExecutionRetries=2")));
    assertThat(twice.wished().orElseThrow().getDescription())
        .isEqualTo("Restart with fixed delay (PT1S). #2 restart attempts.");
  }
}
