/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.TuskException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CronScheduleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "* * * * *",
        "*/5 * * * *",
        "*/90 * * * *",
        "0-30/10 1,2 1-5 JAN-mar Mon-Fri",
        "? ? ? ? ?",
        "0 0 31 12 7",
        "0 0 30 2 mon",
        "TZ=Europe/Berlin 0 6 * * *",
        "CRON_TZ=UTC 0 6 * * sun",
        "TZ=Local   0 6 * * sun",
        "TZ=Asia/Tokyo @daily",
        " @never ",
        "@midnight",
        "@annually",
        "@every 1h30m"
      })
  void isUnderstood(String text) {
    assertThat(CronSchedule.problem(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|is empty; give five fields (minute hour day month weekday), \"@every 10m\" or a word"
            + " such as @daily",
        "* * * * * *|has 6 fields instead of 5; give five fields (minute hour day month weekday),"
            + " \"@every 10m\" or a word such as @daily",
        "@reboot|is no known word; give five fields (minute hour day month weekday), \"@every"
            + " 10m\" or a word such as @daily",
        "60 * * * *|has the minute \"60\"; give numbers from 0 to 59, ranges, steps or *",
        "* * * foo *|has the month \"foo\"; give numbers from 1 to 12 or names such as jan,"
            + " ranges, steps or *",
        "* * * * 8|has the day of week \"8\"; give numbers from 0 to 6 or names such as sun,"
            + " ranges, steps or *",
        "@every x|has no interval of at least a second after @every; give one such as 10m",
        "TZ=Mars/Base * * * * *|names an unknown time zone; give one such as TZ=Europe/Berlin",
        "0 0 30 2 *|never comes: no month that it names has the day 30; correct it, or write @never"
      })
  void refusalsSayWhatToDo(String text, String problem) {
    assertThat(CronSchedule.problem(text)).contains(problem);
    assertThatThrownBy(() -> CronSchedule.parse(text))
        .isInstanceOf(TuskException.class)
        .hasMessage("cron expression \"" + text + "\" " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@ never|is no known word",
        "@every|is no known word",
        "@every 5ms|has no interval",
        "* 24 * * *|has the hour \"24\"",
        "* * 0 * *|has the day of month \"0\"",
        "5-1 * * * *|has the minute \"5-1\"",
        "1-2-3 * * * *|has the minute \"1-2-3\"",
        "*-5 * * * *|has the minute \"*-5\"",
        "*/0 * * * *|has the minute \"*/0\"",
        "*/ * * * *|has the minute \"*/\"",
        "*/5/5 * * * *|has the minute \"*/5/5\"",
        "1/2/3 * * * *|has the minute \"1/2/3\"",
        "1,,2 * * * *|has the minute \"1,,2\"",
        "-1 * * * *|has the minute \"-1\"",
        "99999999999 * * * *|has the minute \"99999999999\"",
        "0 0 31 4,6,9,11 *|never comes",
        "0 0 31 2 */2|never comes",
        "TZ= * * * * *|names an unknown time zone",
        "TZ=UTC|has 0 fields instead of 5"
      })
  void isRefused(String text, String problem) {
    assertThat(CronSchedule.problem(text).orElse("fine")).startsWith(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "@hourly, 2026-11-21T23:00:00Z 2026-11-22T00:00:00Z",
    "@daily, 2026-11-22T00:00:00Z 2026-11-23T00:00:00Z",
    "@midnight, 2026-11-22T00:00:00Z 2026-11-23T00:00:00Z",
    "@weekly, 2026-11-22T00:00:00Z 2026-11-29T00:00:00Z",
    "@monthly, 2026-12-01T00:00:00Z 2027-01-01T00:00:00Z",
    "@yearly, 2027-01-01T00:00:00Z 2028-01-01T00:00:00Z",
    "@annually, 2027-01-01T00:00:00Z 2028-01-01T00:00:00Z",
    "@every 10m, 2026-11-21T22:40:15Z 2026-11-21T22:50:15Z",
    "@every 1.9s, 2026-11-21T22:30:16Z 2026-11-21T22:30:17Z",
    "TZ=Asia/Tokyo @daily, 2026-11-22T15:00:00Z 2026-11-23T15:00:00Z",
    // Days of month and of week that are both limited: one of them is enough.
    "0 6 1 * mon, 2026-11-23T06:00:00Z 2026-11-30T06:00:00Z 2026-12-01T06:00:00Z",
    // With a star, and be it with steps, both must hold.
    "0 6 */2 * mon, 2026-11-23T06:00:00Z 2026-12-07T06:00:00Z 2026-12-21T06:00:00Z",
    "0 6 1-7 * *, 2026-12-01T06:00:00Z 2026-12-02T06:00:00Z",
    // A step after a single value goes on to the end of the field.
    "50/5 22 * * *, 2026-11-21T22:50:00Z 2026-11-21T22:55:00Z 2026-11-22T22:50:00Z",
    "0 0 * * 5/1, 2026-11-27T00:00:00Z 2026-11-28T00:00:00Z 2026-12-04T00:00:00Z",
    "0 0 * * 6-7, 2026-11-22T00:00:00Z 2026-11-28T00:00:00Z 2026-11-29T00:00:00Z",
    "0 0 29 2 *, 2028-02-29T00:00:00Z 2032-02-29T00:00:00Z",
    "0 0 29 2 0/7, 2027-02-07T00:00:00Z 2027-02-14T00:00:00Z"
  })
  void ticks(String text, String expected) {
    assertThat(first(text, "2026-11-21T22:30:15.750Z", expected.split(" ").length))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // Clocks that skip from 2:00 to 3:00.
    "TZ=Europe/Berlin 30 2 * * *, 2026-03-28T00:00:00Z, 2026-03-28T01:30:00Z 2026-03-30T00:30:00Z",
    "TZ=Europe/Berlin 0 * * * *, 2026-03-28T23:30:00Z, 2026-03-29T00:00:00Z 2026-03-29T01:00:00Z",
    // Clocks that show 2:00 to 3:00 twice.
    "TZ=Europe/Berlin 30 2 * * *, 2026-10-24T10:00:00Z, 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z",
    // Half an hour, and at midnight.
    "TZ=Australia/Lord_Howe 45 1 * * *, 2026-04-04T00:00:00Z, 2026-04-04T14:45:00Z 2026-04-04T15:15:00Z",
    "TZ=America/Havana 30 0 * * *, 2026-03-08T00:00:00Z, 2026-03-09T04:30:00Z 2026-03-10T04:30:00Z"
  })
  void clocksThatAreChanged(String text, String after, String expected) {
    assertThat(first(text, after, expected.split(" ").length)).isEqualTo(expected);
  }

  @Test
  void rareDaysAreFound() {
    assertThat(first("0 0 29 2 */7", "2096-03-01T00:00:00Z", 1)).isEqualTo("2128-02-29T00:00:00Z");
  }

  @Test
  void neverAndTheEndOfTime() {
    assertThat(CronSchedule.parse("@never").next(Instant.EPOCH)).isEmpty();
    assertThat(CronSchedule.parse("@never").due(Instant.EPOCH, Instant.MAX, 1))
        .isEqualTo(new CronSchedule.Due(List.of(), false));
    for (String text : List.of("* * * * *", "@every 1s")) {
      assertThat(CronSchedule.parse(text).next(Instant.MAX)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"@every 1s", "* * * * *", "@hourly", "TZ=Europe/Berlin 30 2 * * *"})
  void ofABacklogTheNewestAreGiven(String text) {
    CronSchedule schedule = CronSchedule.parse(text);
    Instant after = Instant.parse("2025-11-21T10:20:30Z");
    Instant until = Instant.parse("2026-11-21T10:20:30Z");
    List<Instant> all = new ArrayList<>();
    Instant some = until.minusSeconds(10 * 86_400);
    schedule.due(some, until, Integer.MAX_VALUE).ticks().forEach(all::add);
    CronSchedule.Due due = schedule.due(after, until, 3);
    assertThat(due.more()).as(text).isTrue();
    assertThat(due.ticks()).isEqualTo(all.subList(all.size() - 3, all.size()));
    assertThat(schedule.due(due.ticks().get(0), until, 3))
        .isEqualTo(new CronSchedule.Due(due.ticks().subList(1, 3), false));
    assertThat(schedule.due(due.ticks().get(0), until, 2).more()).isFalse();
    assertThat(schedule.due(until, after, 3).ticks()).isEmpty();
  }

  private static String first(String text, String after, int number) {
    CronSchedule schedule = CronSchedule.parse(text);
    List<Instant> ticks = new ArrayList<>();
    Optional<Instant> tick = Optional.of(Instant.parse(after));
    for (int i = 0; i < number; i++) {
      tick = schedule.next(tick.orElseThrow());
      ticks.add(tick.orElseThrow());
    }
    return ticks.stream().map(Instant::toString).collect(Collectors.joining(" "));
  }
}
