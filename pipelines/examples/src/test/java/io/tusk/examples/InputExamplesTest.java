/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of inputs made of several, with their own data, and what a change runs. */
final class InputExamplesTest {
  private static final Path EXAMPLES = Path.of("").toAbsolutePath();

  @TempDir private Path directory;
  private TuskCommands store;
  private int read;

  @BeforeEach
  void open() {
    store = new TuskInProcess(directory);
  }

  /** Puts the files of an example into repositories named as their directories. */
  private void fill(String example, String... repos) throws IOException, InterruptedException {
    for (String repo : repos) {
      store.tusk("create", "repo", repo);
      Path files = EXAMPLES.resolve(example).resolve(repo);
      store.tusk("put", "file", "-r", repo + "@master:/", "-f", files);
    }
    Path specification = EXAMPLES.resolve(example).resolve(example + ".yaml");
    store.tusk("create", "pipeline", "-f", specification);
    store.tusk("run");
  }

  private void put(String file, String content) throws IOException, InterruptedException {
    Path source = Files.writeString(directory.resolve("new.txt"), content);
    store.tusk("put", "file", file, "-f", source);
  }

  private Map<String, String> output(String pipeline) throws IOException, InterruptedException {
    Path copy = directory.resolve("output" + read++);
    store.tusk("get", "file", "-r", pipeline + "@master:/", "-o", copy);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(copy)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(copy.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }

  private void assertSound() throws IOException, InterruptedException {
    assertThat(store.tusk("fsck")).isEqualTo("No errors found.\n");
  }

  private static Map<String, String> and(Map<String, String> files, String name, String content) {
    Map<String, String> all = new TreeMap<>(files);
    all.put(name, content);
    return all;
  }

  @Test
  void joins() throws IOException, InterruptedException {
    fill("joins", "readings", "parameters");
    Map<String, String> inner =
        Map.of(
            "t1-monday.txt", "06:00 11.2\n14:00 23.3\n",
            "t1-tuesday.txt", "06:00 9.8\n14:00 20.1\n",
            "t2-monday.txt", "06:00 10.0\n14:00 20.5\n");
    Map<String, String> left = and(inner, "t4-monday.txt", "no parameters\n");
    store.assertJob("inner", 3, 0);
    assertThat(output("inner")).isEqualTo(inner);
    store.assertJob("left", 4, 0);
    assertThat(output("left")).isEqualTo(left);
    store.assertJob("right", 4, 0);
    assertThat(output("right")).isEqualTo(and(inner, "t3.txt", "no readings\n"));
    store.assertJob("full", 5, 0);
    assertThat(output("full")).isEqualTo(and(left, "t3.txt", "no readings\n"));

    put("parameters@master:/t4.txt", "scale 0.125\noffset 2\n");
    store.tusk("run");
    Map<String, String> more = and(inner, "t4-monday.txt", "06:00 11.6\n14:00 20.8\n");
    store.assertJob("inner", 1, 3);
    assertThat(output("inner")).isEqualTo(more);
    store.assertJob("left", 1, 3);
    assertThat(output("left")).isEqualTo(more);
    store.assertJob("right", 1, 4);
    store.assertJob("full", 1, 4);
    assertThat(output("full")).isEqualTo(and(more, "t3.txt", "no readings\n"));

    put("parameters@master:/t1.txt", "scale 0.1\noffset -41\n");
    store.tusk("run");
    store.assertJob("inner", 2, 2);
    assertThat(output("inner"))
        .containsEntry("t1-monday.txt", "06:00 10.2\n14:00 22.3\n")
        .containsEntry("t1-tuesday.txt", "06:00 8.8\n14:00 19.1\n");
    store.assertJob("full", 2, 3);
    assertSound();
  }

  @Test
  void groups() throws IOException, InterruptedException {
    fill("groups", "labs", "customers", "purchases");
    store.assertJob("hospitals", 2, 0);
    assertThat(output("hospitals"))
        .isEqualTo(
            Map.of(
                "north.txt", "3 reports, 4 values, 1 out of range\n",
                "south.txt", "2 reports, 2 values, 2 out of range\n"));
    store.assertJob("patients", 3, 0);
    assertThat(output("patients"))
        .isEqualTo(
            Map.of(
                "p17.txt", "cholesterol 231 high\nferritin 12 low\nglucose 91\ntriglycerides 140\n",
                "p23.txt", "cholesterol 180\n",
                "p42.txt", "glucose 118 high\n"));
    store.assertJob("statements", 4, 0);
    Map<String, String> statements =
        Map.of(
            "anna.txt", "Anna Lind: 3 items, 12.20 in all\n",
            "ben.txt", "Ben Osei: 1 items, 39.00 in all\n",
            "cleo.txt", "Cleo Marsh: 0 items, 0.00 in all\n",
            "dora.txt", "unknown: 1 items, 12.75 in all\n");
    assertThat(output("statements")).isEqualTo(statements);

    put("labs@master:/south-p23-iron.txt", "ferritin 55 30 300\n");
    put("purchases@master:/2026-02/ben.txt", "tea 4.50\n");
    store.tusk("run");
    store.assertJob("hospitals", 1, 1);
    assertThat(output("hospitals"))
        .containsEntry("south.txt", "3 reports, 3 values, 2 out of range\n");
    store.assertJob("patients", 1, 2);
    assertThat(output("patients")).containsEntry("p23.txt", "cholesterol 180\nferritin 55\n");
    store.assertJob("statements", 1, 3);
    assertThat(output("statements"))
        .isEqualTo(and(statements, "ben.txt", "Ben Osei: 2 items, 43.50 in all\n"));
    assertSound();
  }

  @Test
  void gridSearch() throws IOException, InterruptedException {
    fill("grid-search", "series", "alphas", "betas");
    store.assertJob("split", 2, 0);
    store.assertJob("fit", 8, 0);
    store.assertJob("score", 8, 0);
    store.assertJob("best", 2, 0);
    Map<String, String> best =
        Map.of(
            "harbour/choice.txt", "0.342 low-half\n",
            "harbour/model.txt", "339.283 2.867\n",
            "market/choice.txt", "3.635 high-half\n",
            "market/model.txt", "50.353 -0.277\n");
    assertThat(output("best")).isEqualTo(best);

    put("alphas@master:/middle.txt", "0.5\n");
    store.tusk("run");
    store.assertJob("fit", 4, 8);
    store.assertJob("score", 4, 8);
    store.assertJob("best", 2, 0);
    assertThat(output("best"))
        .isEqualTo(
            and(
                and(best, "market/choice.txt", "3.084 middle-half\n"),
                "market/model.txt",
                "50.700 -0.149\n"));
    assertThat(output("score"))
        .hasSize(24)
        .containsEntry("harbour/middle-none/error.txt", "9.132\n");

    Path series = EXAMPLES.resolve("grid-search/series/harbour.txt");
    put("series@master:/harbour.txt", Files.readString(series).replace("350", "351"));
    store.tusk("run");
    store.assertJob("split", 1, 1);
    store.assertJob("fit", 6, 6);
    store.assertJob("score", 6, 6);
    store.assertJob("best", 1, 1);
    assertThat(output("fit"))
        .as("the links follow the change")
        .hasSize(24)
        .containsEntry("harbour/low-half/test.txt", "342\n345\n347\n351\n");
    assertSound();
  }

  @Test
  void shuffle() throws IOException, InterruptedException {
    fill("shuffle", "fruits", "vegetables");
    store.assertJob("shuffle", 5, 0);
    assertThat(store.job("shuffle").at("/stats/download_bytes").asLong()).isZero();
    Map<String, String> colours =
        Map.of(
            "blue/plum.txt", "Best in late summer.\n",
            "red/apple.txt", "Crisp, and keeps until spring.\n",
            "red/tomato.txt", "For sauces, and for salads.\n",
            "yellow/banana.txt", "Ripens on the sill.\n",
            "yellow/pepper.txt", "Sweet, not hot.\n");
    assertThat(output("shuffle")).isEqualTo(colours);

    put("fruits@master:/plum-blue.txt", "Best when it gives a little.\n");
    put("vegetables@master:/kale-green.txt", "Wants frost.\n");
    store.tusk("run");
    store.assertJob("shuffle", 1, 5);
    assertThat(output("shuffle"))
        .isEqualTo(
            and(
                and(colours, "blue/plum.txt", "Best when it gives a little.\n"),
                "green/kale.txt",
                "Wants frost.\n"));
    assertSound();
  }

  /** Sets the clock, which goes on from there. */
  private void at(String time) {
    Host host = Host.system();
    Clock clock = host.clock();
    Duration until = Duration.between(clock.instant(), Instant.parse(time));
    Host then = new Host(Clock.offset(clock, until), host.random(), host.sleeper());
    store = new TuskInProcess(directory, then);
  }

  private List<String> ticks() throws IOException, InterruptedException {
    String listed = store.tusk("list", "file", "reminders_night@master");
    return listed.lines().skip(1).map(line -> line.split(" +", 3)[1].substring(1)).toList();
  }

  private static Map<String, String> reminders(String day) {
    return Map.of(
        "anna.txt", "overdue 120.00 on " + day + "\n",
        "ben.txt", "paid 39.50 on " + day + "\n",
        "cleo.txt", "open 260.00 on " + day + "\n");
  }

  @Test
  void nightly() throws IOException, InterruptedException {
    at("2026-03-10T12:00:00Z");
    fill("nightly", "invoices");
    store.assertJob("reminders", 0, 0);
    store.assertJob("owed", 0, 0);

    store.tusk("run", "cron", "reminders");
    store.tusk("run");
    assertThat(ticks()).singleElement().asString().startsWith("2026-03-10T12:");
    store.assertJob("reminders", 3, 0);
    assertThat(output("reminders")).isEqualTo(reminders("2026-03-10"));
    Map<String, String> owed = Map.of("owed.txt", "260.00 open, 120.00 overdue in 1 invoices\n");
    store.assertJob("owed", 1, 0);
    assertThat(output("owed")).isEqualTo(owed);

    put("invoices@master:/dora.txt", "amount 75.25\ndue 2026-03-10\n");
    store.tusk("run");
    store.assertJob("reminders", 1, 3);
    assertThat(output("reminders"))
        .isEqualTo(and(reminders("2026-03-10"), "dora.txt", "open 75.25 on 2026-03-10\n"));
    assertThat(output("owed"))
        .containsEntry("owed.txt", "335.25 open, 120.00 overdue in 1 invoices\n");

    // Three in the night in Berlin.
    at("2026-03-11T02:00:01Z");
    store.tusk("run");
    assertThat(ticks()).containsExactly("2026-03-11T02:00:00Z");
    store.assertJob("reminders", 4, 0);
    assertThat(output("reminders"))
        .isEqualTo(and(reminders("2026-03-11"), "dora.txt", "overdue 75.25 on 2026-03-11\n"));
    assertThat(output("owed"))
        .containsEntry("owed.txt", "260.00 open, 195.25 overdue in 2 invoices\n");
    store.tusk("run", "cron", "reminders");
    store.tusk("run");
    store.assertJob("reminders", 4, 0);
    assertSound();
  }
}
