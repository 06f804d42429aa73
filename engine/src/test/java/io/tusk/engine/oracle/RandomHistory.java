/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import io.tusk.engine.oracle.Step.Op;
import io.tusk.spec.Input.CronInput;
import io.tusk.spec.Input.PfsInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes the steps of a pipeline's life at random. */
final class RandomHistory {
  /** So many that each file comes to many datums, and so few that they are soon looked at. */
  private static final int MOST_DATUMS = 60;

  private static final int MOST_FILES = 8;

  /** Each has a job. */
  private static final int MOST_TICKS = 3;

  /** Makes values and keys that are too long to stand where others do. */
  private static final String LONG = "n".repeat(205) + "-1";

  private static final List<String> NAMES =
      List.of(
          "1-1",
          "1-2",
          "2-1",
          "1",
          "2",
          "d",
          "d",
          "d-",
          "1.txt",
          "2.txt",
          "\u00e9-1",
          "\ud83d\ude00",
          LONG);
  private static final List<String> CONTENTS =
      List.of("one", "two", "flaky", "recover", "none", "to /s/p", "to /s", "to /t", "to /s/q/r");

  private final Random random;
  private final Set<Feature> features;
  private final World world;
  private final RandomInputs inputs;
  private String input;
  private boolean first = true;
  private int jobs;

  RandomHistory(Random random, Set<Feature> features) {
    this.random = random;
    this.features = features;
    this.world = newWorld();
    this.inputs = new RandomInputs(random, features, world::now);
    this.input = inputs.next();
  }

  /** What all histories begin with. */
  static World newWorld() {
    List<String> repos = new ArrayList<>(RandomInputs.REPOS);
    repos.add(RandomInputs.TRIGGERING);
    return new World(repos, "{\"pfs\":{\"repo\":\"a\",\"glob\":\"/*\"}}");
  }

  /** {@code jobs}: that come of them; a few more if the last step has several. */
  static List<Step> steps(Random random, Set<Feature> features, int jobs) {
    RandomHistory history = new RandomHistory(random, features);
    List<Step> steps = new ArrayList<>();
    while (history.jobs < jobs) {
      steps.add(history.next());
    }
    return steps;
  }

  Step next() {
    List<Op> ops = new ArrayList<>();
    if (first) {
      ops.add(new Step.Spec(input));
      for (int i = 4 + random.nextInt(12); i > 0; i--) {
        ops.add(put(repo()));
      }
    }
    String repo = repo();
    boolean byClock =
        features.contains(Feature.TRIGGERS)
            || world.input().leaves().anyMatch(CronInput.class::isInstance);
    if (byClock && random.nextInt(5) < 2) {
      ops.add(new Step.Wait(time()));
    }
    if (!byClock || first || random.nextInt(6) > 0) {
      change(repo, ops);
    } else {
      ops.add(random.nextBoolean() ? new Step.RunCron() : new Step.Wait(time()));
    }
    first = false;
    boolean kill = features.contains(Feature.KILLED) && random.nextInt(12) == 0;
    Step step = new Step(ops, random.nextInt(2) == 0, kill);
    List<Situation> made = world.next(step);
    jobs += made.size();
    Situation last = made.get(made.size() - 1);
    if (new InputModel(last).datums(last.input()).size() > MOST_DATUMS) {
      input =
          "{\"pfs\":{\"name\":\"u\",\"repo\":\""
              + pick(RandomInputs.REPOS)
              + "\",\"glob\":\"/(*)\"}}";
      Op less = new Step.Spec(input);
      world.next(Step.of(less));
      ops.add(less);
    }
    return new Step(List.copyOf(ops), step.down(), kill);
  }

  /** Not so long that many ticks come. */
  private Duration time() {
    Duration time =
        pick(
            List.of(
                Duration.ofMinutes(15),
                Duration.ofMinutes(45),
                Duration.ofHours(2),
                Duration.ofDays(1)));
    while (world.due(time) > MOST_TICKS) {
      time = time.dividedBy(2);
    }
    return time;
  }

  private void change(String repo, List<Op> ops) {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> {
        input = random.nextInt(5) == 0 ? inputs.next() : inputs.changed(input);
        ops.add(new Step.Spec(input));
      }
      case 3 -> ops.add(new Step.Reprocess());
      case 4 -> ops.add(new Step.Code());
      case 5, 6 -> {
        if (!first) {
          ops.add(new Step.Back(repo, random.nextInt(6)));
        }
      }
      case 7 -> {
        if (features.contains(Feature.EVERY_JOB)) {
          ops.add(new Step.EveryJob(random.nextInt(3) == 0));
        }
      }
      default -> {
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
          ops.add(edit(random.nextInt(4) == 0 ? repo() : repo));
        }
      }
    }
  }

  /** Most often one that is read. */
  private String repo() {
    List<String> read =
        world
            .input()
            .leaves()
            .filter(PfsInput.class::isInstance)
            .map(leaf -> ((PfsInput) leaf).branch().repo().name())
            .toList();
    return read.isEmpty() || random.nextInt(5) == 0 ? pick(RandomInputs.REPOS) : pick(read);
  }

  private Op edit(String repo) {
    List<String> files = List.copyOf(world.files(repo).keySet());
    String some = files.isEmpty() ? path() : pick(files);
    if (files.size() >= MOST_FILES) {
      return new Step.Delete(repo, some);
    }
    return switch (random.nextInt(8)) {
      case 0 -> new Step.Delete(repo, some);
      case 1 -> new Step.Delete(repo, "/" + pick(NAMES));
      case 2 -> new Step.Rename(repo, random.nextBoolean() ? some : "/" + pick(NAMES), path());
      case 3, 4 -> new Step.Put(repo, some, content());
      default -> put(repo);
    };
  }

  private Op put(String repo) {
    return new Step.Put(repo, path(), content());
  }

  private String content() {
    String content = random.nextInt(5) < 2 ? pick(CONTENTS) : "text " + random.nextInt(20);
    return content.equals("recover") && !features.contains(Feature.RECOVERED) ? "flaky" : content;
  }

  private String path() {
    String top = "/" + pick(NAMES);
    return random.nextInt(3) == 0 ? top + "/" + pick(NAMES) : top;
  }

  private <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}
