/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.engine.run.RunnerSession;
import io.tusk.engine.run.RunnerSupport;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.Test;

final class FlinkSupportTest {
  private final FlinkSupport support = new FlinkSupport();

  private static List<String> arguments(String... others) {
    List<String> all = new ArrayList<>(List.of("--runner=FlinkRunner"));
    all.addAll(List.of(others));
    return all;
  }

  private static FlinkPipelineOptions options(RunnerSession session, int lanes, String... others) {
    PipelineOptions options = session.options(arguments(others), lanes);
    return options.as(FlinkPipelineOptions.class);
  }

  private void assertRefused(ErrorCode code, String message, String... arguments) {
    assertThatThrownBy(() -> support.open(arguments(arguments)))
        .isInstanceOf(TuskException.class)
        .hasMessage(message)
        .extracting("code")
        .isEqualTo(code);
  }

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(RunnerSupport.class))
        .anyMatch(found -> found.runner().equals("FlinkRunner") && found instanceof FlinkSupport);
  }

  @Test
  void isDetachedWhereAClusterIsNamedAndNobodyWaits() {
    assertThat(support.isDetached(arguments("--flinkMaster=host:8081", "--attachedMode=false")))
        .isTrue();
    assertThat(support.isDetached(arguments("--flinkMaster=host:8081"))).isFalse();
    assertThat(support.isDetached(arguments("--attachedMode=false"))).isFalse();
    assertThat(support.isDetached(arguments("--flinkMaster=[local]", "--attachedMode=false")))
        .isFalse();
  }

  @Test
  void whatRunsOnAClusterThatIsNamedOutlivesThisProcess() {
    assertThat(support.outlivesProcess(arguments("--flinkMaster=host:8081"))).isTrue();
    assertThat(
            support.outlivesProcess(arguments("--flinkMaster=host:8081", "--attachedMode=false")))
        .isTrue();
    assertThat(support.outlivesProcess(arguments("--flinkMaster=[local]"))).isFalse();
    assertThat(support.outlivesProcess(arguments())).isFalse();
  }

  @Test
  void withoutAClusterThereIsNoDetaching() {
    assertRefused(
        ErrorCode.USAGE,
        "--attachedMode=false leaves a job to a cluster, and there is none: name one with"
            + " --flinkMaster=HOST:PORT",
        "--attachedMode=false");
  }

  @Test
  void refusesWhatRunsNothingAtOnce() {
    assertRefused(
        ErrorCode.USAGE,
        "--flinkMaster=[collection] runs nothing at the same time, which jobs need; use"
            + " --flinkMaster=[local]",
        "--flinkMaster=[collection]");
  }

  @Test
  void runsInThisProcessWithASlotForEachLane() {
    RunnerSession session = support.open(arguments("--flinkMaster=[local]", "--parallelism=3"));
    assertThat(session.slots()).isEqualTo(3);
    assertThat(options(session, 8).getParallelism()).isEqualTo(3);
    assertThat(options(session, 2).getParallelism()).isEqualTo(2);
    assertThat(options(session, 2).getFlinkMaster()).isEqualTo("[auto]");
    assertThat(support.open(arguments()).slots())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void asksTheClusterForItsSlots() throws IOException {
    try (FakeJobManager fake =
        FakeJobManager.answering(200, FakeJobManager.overview("1.19.3", 2, 6, 4))) {
      String master = "--flinkMaster=" + fake.address();
      RunnerSession session = support.open(arguments(master));
      assertThat(session.slots()).isEqualTo(6);
      FlinkPipelineOptions options = options(session, 4, master, "--filesToStage=a.jar,b.jar");
      assertThat(options.getParallelism()).isEqualTo(4);
      assertThat(options.getFilesToStage()).containsExactly("a.jar", "b.jar");
      assertThat(support.open(arguments(master, "--parallelism=2")).slots()).isEqualTo(2);
    }
  }

  @Test
  void aClusterWithoutWorkersIsRefusedUnlessItStartsThemOnDemand() throws IOException {
    try (FakeJobManager fake =
        FakeJobManager.answering(200, FakeJobManager.overview("1.19.3", 0, 0, 0))) {
      String master = "--flinkMaster=" + fake.address();
      assertRefused(
          ErrorCode.HOST,
          "the Flink cluster at "
              + fake.address()
              + " has no slots: no task manager is connected; start one with bin/taskmanager.sh"
              + " start, or, where they are started on demand, say with --parallelism=N how many"
              + " slots to ask for",
          master);
      assertThat(support.open(arguments(master, "--parallelism=5")).slots()).isEqualTo(5);
    }
  }
}
