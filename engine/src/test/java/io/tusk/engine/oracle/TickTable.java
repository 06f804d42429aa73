/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which datums cron inputs have, where ticks are put like other files. */
abstract class TickTable extends DatumTable {
  private static final String TICK = "{\"cron\":{\"name\":\"tick\",\"spec\":\"@daily\"}}";
  private static final String FIRST = "2026-01-01T00:00:00Z";
  private static final String SECOND = "2026-01-02T00:00:00Z";

  private static String tick(String time) {
    return "tick=p_tick@master:/" + time;
  }

  @Test
  void cronEachTickThatIsThereIsADatum() {
    datums(TICK, Set.of("p_tick:/" + FIRST, "p_tick:/" + SECOND), tick(FIRST), tick(SECOND));
  }

  @Test
  void cronWhichOverwritesHasOne() {
    datums(TICK, Set.of("p_tick:/" + FIRST), tick(FIRST));
    ran(
        job(delete("p_tick:/" + FIRST), files("p_tick:/" + SECOND)[0]),
        Set.of(tick(SECOND)),
        Set.of());
  }

  @Test
  void cronComesFirstInACross() {
    datums(
        of("cross", pfs("a", "/*"), TICK),
        Set.of("a:/1", "a:/2", "p_tick:/" + FIRST),
        tick(FIRST) + " a:/1",
        tick(FIRST) + " a:/2");
  }

  @Test
  void aNewTickRunsAllThatItIsCrossedWith() {
    datums(
        of("cross", pfs("a", "/*"), TICK),
        Set.of("a:/1", "p_tick:/" + FIRST),
        tick(FIRST) + " a:/1");
    ran(
        job(delete("p_tick:/" + FIRST), files("p_tick:/" + SECOND)[0], files("a:/2")[0]),
        Set.of(tick(SECOND) + " a:/1", tick(SECOND) + " a:/2"),
        Set.of());
  }
}
