/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which datums cron inputs have, as time goes by. The clock begins at 05:00:30 and a second. */
public abstract class TickTable extends DatumTable {
  private static final String DAILY = cron("tick", "@daily");
  private static final Step.Op DAY = new Step.Wait(Duration.ofDays(1));
  private static final Step.Op RUN_CRON = new Step.RunCron();

  private static String cron(String name, String spec, String... more) {
    return "{'cron':{'name':'%s','spec':'%s'%s}}"
        .formatted(name, spec, more.length == 0 ? "" : "," + String.join(",", more))
        .replace('\'', '"');
  }

  private static String tick(String time) {
    return "tick=p_tick@master:/2031-01-" + time + "Z";
  }

  private static Step.Op hours(int hours) {
    return new Step.Wait(Duration.ofHours(hours));
  }

  @Test
  void cronEachTickThatIsThereIsADatum() {
    datums(DAILY, Set.of());
    ran(job(DAY), Set.of(tick("02T00:00:00")), Set.of());
    ran(job(DAY), Set.of(tick("03T00:00:00")), Set.of(tick("02T00:00:00")));
  }

  @Test
  void cronWhatWasMissedHasAJobEach() {
    datums(cron("tick", "30 */2 * * *"), Set.of());
    List<Outcome> jobs = jobs(hours(4));
    assertThat(jobs).hasSize(2);
    ran(jobs.get(0), Set.of(tick("01T06:30:00")), Set.of());
    ran(jobs.get(1), Set.of(tick("01T08:30:00")), Set.of(tick("01T06:30:00")));
  }

  @Test
  void cronWhichOverwritesHasOne() {
    datums(cron("tick", "@daily", "'overwrite':true"), Set.of());
    ran(job(DAY), Set.of(tick("02T00:00:00")), Set.of());
    ran(job(DAY), Set.of(tick("03T00:00:00")), Set.of());
  }

  @Test
  void cronByHandLeavesTheScheduleAlone() {
    datums(cron("tick", "@every 3h"), Set.of());
    ran(job(hours(1), RUN_CRON), Set.of(tick("01T06:00:33")), Set.of());
    ran(job(hours(2)), Set.of(tick("01T08:00:31")), Set.of(tick("01T06:00:33")));
  }

  @Test
  void cronCountsFromTheStart() {
    String start = "'start':'2031-01-01T02:00:00Z'";
    List<Outcome> jobs =
        jobs(new Step.Spec(cron("tick", "@hourly", start, "'overwrite':true")), hours(1));
    assertThat(jobs).hasSize(5);
    ran(jobs.get(0), Set.of(), Set.of());
    ran(jobs.get(1), Set.of(tick("01T03:00:00")), Set.of());
    ran(jobs.get(4), Set.of(tick("01T06:00:00")), Set.of());
    job(new Step.Spec(cron("tick", "@hourly", "'start':'2031-01-01T09:00:00Z'")), hours(1));
    ran(job(hours(3)), Set.of(tick("01T10:00:00")), Set.of(tick("01T06:00:00")));
  }

  @Test
  void cronWithAnotherScheduleCountsFromTheUpdate() {
    datums(cron("tick", "@hourly"), Set.of());
    ran(job(hours(3), new Step.Spec(DAILY)), Set.of(), Set.of());
    ran(job(DAY), Set.of(tick("02T00:00:00")), Set.of());
  }

  @Test
  void cronInputsThatAreDueTogetherHaveOneJob() {
    datums(of("union", cron("tick", "@daily"), cron("tock", "@daily")), Set.of());
    ran(
        job(DAY),
        Set.of(tick("02T00:00:00"), tick("02T00:00:00").replace("tick", "tock")),
        Set.of());
  }

  @Test
  void cronComesFirstInACross() {
    datums(of("cross", pfs("a", "/*"), DAILY), Set.of("a:/1", "a:/2"));
    String first = tick("02T00:00:00");
    ran(job(DAY), Set.of(first + " a:/1", first + " a:/2"), Set.of());
  }

  @Test
  void aNewTickRunsAllThatItIsCrossedWith() {
    String night = cron("tick", "@daily", "'overwrite':true");
    datums(of("cross", pfs("a", "/*"), night), Set.of("a:/1"));
    ran(job(DAY), Set.of(tick("02T00:00:00") + " a:/1"), Set.of());
    List<Outcome> jobs = jobs(DAY, files("a:/2")[0]);
    ran(jobs.get(0), Set.of(tick("02T00:00:00") + " a:/2"), Set.of(tick("02T00:00:00") + " a:/1"));
    ran(
        jobs.get(1),
        Set.of(tick("03T00:00:00") + " a:/1", tick("03T00:00:00") + " a:/2"),
        Set.of());
  }
}
