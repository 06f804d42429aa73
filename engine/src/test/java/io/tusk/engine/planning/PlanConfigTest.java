/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.datum.InputTree;
import io.tusk.engine.worker.LaneConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanConfigTest {
  private static PlanConfig of(int lanes, long size) {
    LaneConfig job =
        new LaneConfig(
            "/store",
            "id",
            "default",
            "p",
            "0190f1c2d3e47a5b8c6d7e8f90a1b2c3",
            1,
            lanes,
            "none",
            "");
    return PlanConfig.of(job, new InputTree.Union(List.of()), List.of(), size);
  }

  @Test
  void whatIsCutFollowsTheLanesUpToABound() {
    assertThat(of(3, 7_999_999)).returns(24, PlanConfig::shares).returns(7, PlanConfig::buckets);
    assertThat(of(3, 1)).returns(24, PlanConfig::shares).returns(6, PlanConfig::buckets);
    assertThat(of(3, Long.MAX_VALUE)).returns(256, PlanConfig::buckets);
    assertThat(of(Integer.MAX_VALUE, 1))
        .returns(2_048, PlanConfig::shares)
        .returns(256, PlanConfig::buckets);
  }
}
