/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.work.Progress;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.pipeline.JobId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private static final String CLEAR = "\r\u001b[K";

  private final StringWriter terminal = new StringWriter();
  private final ProgressLine line = new ProgressLine(new PrintWriter(terminal));

  private static JobId job(String pipeline) {
    return new JobId(new PipelineName(ProjectName.DEFAULT, pipeline), new CommitId("0".repeat(32)));
  }

  @Test
  void addsUpTheLanesAndWritesOnlyNews() {
    line.planned(job("edges"), 10);
    line.show(job("edges"), List.of(new Progress(1, 2, 0, 0), new Progress(1, 1, 1, 0)));
    line.show(job("edges"), List.of(new Progress(2, 2, 0, 0), new Progress(2, 1, 1, 0)));
    line.planned(job("words"), 3);
    line.show(job("words"), List.of(new Progress(1, 0, 0, 0)));
    line.clear(job("edges"));
    line.clear(job("edges"));

    assertThat(terminal.toString())
        .isEqualTo(
            CLEAR + "edges 4/10 (1 failed)" + CLEAR + "edges 4/10 (1 failed), words 0/3" + CLEAR);
  }

  @Test
  void saysNothingOfAJobThatHasEnded() {
    line.planned(job("edges"), 10);
    line.show(job("edges"), List.of(new Progress(1, 2, 0, 0)));
    line.clear(job("edges"));
    line.show(job("edges"), List.of(new Progress(2, 10, 0, 0)));

    assertThat(terminal.toString()).isEqualTo(CLEAR + "edges 2/10" + CLEAR);
  }

  @Test
  void saysNothingOfAJobWithNothingToRun() {
    line.planned(job("edges"), 0);
    line.show(job("edges"), List.of());
    line.clear(job("edges"));

    assertThat(terminal.toString()).isEmpty();
  }

  @Test
  void isNeverWiderThanATerminal() {
    line.planned(job("a".repeat(51)), 1_000_000);
    line.planned(job("b".repeat(51)), 1_000_000);
    line.show(job("a".repeat(51)), List.of(new Progress(1, 1, 0, 0)));
    line.show(job("b".repeat(51)), List.of(new Progress(1, 1, 0, 0)));

    assertThat(terminal.toString()).endsWith(" 1/1000000, " + "b".repeat(14) + "…");
  }
}
