/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.log.Operation;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.pipeline.CronTicks;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tick has run. */
final class CronPipelinesTest {
  private static final PipelineName P = new PipelineName(ProjectName.DEFAULT, "p");
  private static final String CRON = "{'cron':{'name':'night','spec':'@never'%s}}";

  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private void create(String input) {
    fixture.createPipeline(
        "{'pipeline':{'name':'p'},'transform':{'java':{'class':'%s'}},'input':%s}"
            .formatted(CombinedInputsTest.Naming.class.getName(), input)
            .replace('\'', '"'));
  }

  /** What the output of the tick is called. */
  private String tick() {
    return "night-"
        + fixture.store.transact(new Operation("run cron", "p"), tx -> CronTicks.tickNow(tx, P))
        + "+";
  }

  private void runs(long total, long processed) {
    Job job = fixture.runOne();
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(new JobCounts(total, processed, total - processed, 0, 0));
  }

  @Test
  void everyTickIsADatum() {
    create(CRON.formatted(""));
    runs(0, 0);
    String first = tick();
    runs(1, 1);
    String second = tick();
    runs(2, 1);
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/" + first, ";", "/" + second, ";"));
  }

  @Test
  void withOverwriteThereIsOne() {
    create(CRON.formatted(",'overwrite':true"));
    runs(0, 0);
    tick();
    runs(1, 1);
    String second = tick();
    runs(1, 1);
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/" + second, ";"));
  }

  @Test
  void crossedWithFilesItRunsAllAgain() {
    fixture.createRepo("a");
    fixture.put("a", Map.of("/1", Optional.of("one"), "/2", Optional.of("two")));
    create(
        "{'cross':[%s,{'pfs':{'repo':'a','glob':'/*'}}]}"
            .formatted(CRON.formatted(",'overwrite':true")));
    runs(0, 0);
    tick();
    runs(2, 2);
    String second = tick();
    runs(2, 2);
    fixture.put("a", "/3", "three");
    runs(3, 1);
    assertThat(fixture.contents("p@master"))
        .isEqualTo(
            Map.of(
                "/" + second + "a-1+", ";one;",
                "/" + second + "a-2+", ";two;",
                "/" + second + "a-3+", ";three;"));
  }

  @Test
  void ofALongBacklogTheNewestTicksAreMadeAndThatIsSaidOnce() {
    Instant start = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
    create(CRON.replace("@never", "@every 1m").formatted(",'start':'" + start + "'"));
    List<String> warnings = new ArrayList<>();
    AtomicInteger ticks = new AtomicInteger();
    TimedListener told =
        new TimedListener() {
          @Override
          public void did(String what) {
            ticks.incrementAndGet();
          }

          @Override
          public void warned(String what) {
            warnings.add(what);
          }
        };
    Timetable.of(fixture.store, fixture.options("none"), told).catchUp(() -> false);
    assertThat(ticks).hasValue(1_000);
    assertThat(fixture.files("p_night@master").files()).isEqualTo(1_000);
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("pipeline p has missed more than 1,000 ticks of its cron input night; ");
  }
}
