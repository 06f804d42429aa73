/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.run.EngineListener.Outlook;
import io.tusk.engine.work.Progress;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.pipeline.JobId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private static final String CLEAR = "\r\u001b[K";

  private final StringWriter terminal = new StringWriter();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final ProgressLine line = line(ProgressLine.Style.LINE);

  private ProgressLine line(ProgressLine.Style style) {
    return new ProgressLine(new PrintWriter(terminal), clock, style);
  }

  private static JobId job(String pipeline) {
    return new JobId(new PipelineName(ProjectName.DEFAULT, pipeline), new CommitId("0".repeat(32)));
  }

  private static Outlook toRun(long datums) {
    return new Outlook(datums, 0, 0);
  }

  private static Progress lane(long processed, long failed) {
    return new Progress(processed, failed, 0);
  }

  @Test
  void addsUpTheLanesAndWritesOnlyNews() {
    line.planned(job("edges"), toRun(10));
    line.show(job("edges"), List.of(lane(2, 0), lane(1, 1)));
    line.show(job("edges"), List.of(lane(2, 0), lane(1, 1)));
    line.planned(job("words"), toRun(3));
    line.show(job("words"), List.of(lane(0, 0)));
    line.clear(job("edges"));
    line.clear(job("edges"));

    assertThat(terminal.toString())
        .isEqualTo(
            CLEAR + "edges 4/10 (1 failed)" + CLEAR + "edges 4/10 (1 failed); words 0/3" + CLEAR);
  }

  @Test
  void saysThatAJobIsPlannedOnceThatTakesLong() {
    line.planning(job("edges"));
    line.show(job("edges"), List.of());
    now = now.plusMillis(2_900);
    line.show(job("edges"), List.of());
    assertThat(terminal.toString()).isEmpty();
    now = now.plusSeconds(61);
    line.show(job("edges"), List.of());
    line.planned(job("edges"), toRun(10));
    line.show(job("edges"), List.of());
    line.planning(job("words"));
    line.planned(job("words"), toRun(0));
    now = now.plusSeconds(10);
    line.show(job("words"), List.of());

    assertThat(terminal.toString())
        .isEqualTo(CLEAR + "edges planning for 1m3s" + CLEAR + "edges 0/10");
  }

  @Test
  void saysWhatIsSkippedAndReadAndHowLongItTakes() {
    line.planned(job("edges"), new Outlook(100, 9_900, 50 << 20));
    now = now.plusSeconds(2);
    line.show(job("edges"), List.of(new Progress(10, 0, 5 << 20)));
    now = now.plusSeconds(2);
    line.show(job("edges"), List.of(new Progress(20, 0, 10 << 20)));
    now = now.plusSeconds(396);
    line.show(job("edges"), List.of(new Progress(29, 1, 15 << 20)));
    now = now.plusSeconds(600);
    line.show(job("edges"), List.of(new Progress(98, 2, 60 << 20)));

    assertThat(terminal.toString())
        .isEqualTo(
            CLEAR
                + "edges 10/100, 9900 skipped, 5MiB of 50MiB"
                + CLEAR
                + "edges 20/100, 9900 skipped, 10MiB of 50MiB, 16s left"
                + CLEAR
                + "edges 30/100 (1 failed), 9900 skipped, 15MiB of 50MiB, 15m33s left"
                + CLEAR
                + "edges 100/100 (2 failed), 9900 skipped, 50MiB of 50MiB");
  }

  @Test
  void saysNothingOfAJobThatHasEnded() {
    line.planned(job("edges"), toRun(10));
    line.show(job("edges"), List.of(lane(2, 0)));
    line.clear(job("edges"));
    line.show(job("edges"), List.of(lane(10, 0)));

    assertThat(terminal.toString()).isEqualTo(CLEAR + "edges 2/10" + CLEAR);
  }

  @Test
  void makesRoomForOtherLines() {
    line.erase();
    line.planned(job("edges"), toRun(10));
    line.show(job("edges"), List.of(lane(2, 0)));
    line.erase();
    line.erase();
    line.show(job("edges"), List.of(lane(3, 0)));
    line.clear(job("words"));

    assertThat(terminal.toString())
        .as("another line never begins behind this one")
        .isEqualTo(CLEAR + "edges 2/10" + CLEAR + CLEAR + "edges 3/10" + CLEAR);
  }

  @Test
  void saysNothingOfAJobWithNothingToRun() {
    line.planned(job("edges"), toRun(0));
    line.show(job("edges"), List.of());
    line.clear(job("edges"));

    assertThat(terminal.toString()).isEmpty();
  }

  @Test
  void isNeverWiderThanATerminal() {
    line.planned(job("a".repeat(51)), toRun(1_000_000));
    line.planned(job("b".repeat(51)), toRun(1_000_000));
    line.show(job("a".repeat(51)), List.of(lane(1, 0)));
    line.show(job("b".repeat(51)), List.of(lane(1, 0)));

    assertThat(terminal.toString()).endsWith(" 1/1000000; " + "b".repeat(14) + "…");
  }

  @Test
  void isALineNowAndThenInALog() {
    ProgressLine log = line(ProgressLine.Style.LOG);
    log.planned(job("edges"), toRun(10));
    log.show(job("edges"), List.of(lane(1, 0)));
    now = now.plusSeconds(10);
    log.show(job("edges"), List.of(lane(2, 0)));
    log.show(job("edges"), List.of(lane(3, 0)));
    now = now.plusSeconds(10);
    log.show(job("edges"), List.of(lane(3, 0)));
    log.show(job("edges"), List.of(lane(4, 0)));
    log.clear(job("edges"));

    assertThat(terminal.toString()).isEqualTo("edges 2/10, 40s left\nedges 3/10, 47s left\n");
  }

  @Test
  void saysNothingWhereNothingIsWanted() {
    ProgressLine none = line(ProgressLine.Style.NONE);
    none.planned(job("edges"), toRun(10));
    none.show(job("edges"), List.of(lane(1, 0)));
    none.clear(job("edges"));

    assertThat(none.isWanted()).isFalse();
    assertThat(terminal.toString()).isEmpty();
  }
}
