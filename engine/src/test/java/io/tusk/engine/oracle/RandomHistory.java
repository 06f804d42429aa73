/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import io.tusk.engine.oracle.Step.Op;
import io.tusk.spec.Input;
import io.tusk.spec.Input.PfsInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes the steps of a pipeline's life at random. */
final class RandomHistory {
  /** So many that each file comes to many datums, and so few that they are soon looked at. */
  private static final int MOST_DATUMS = 60;

  private static final int MOST_FILES = 8;

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
  private final RandomInputs inputs;
  private final World world;
  private String input;
  private boolean first = true;

  RandomHistory(Random random, Set<Feature> features) {
    this.random = random;
    this.features = features;
    this.inputs = new RandomInputs(random, features);
    this.input = inputs.next();
    this.world = newWorld();
  }

  /** What all histories begin with. */
  static World newWorld() {
    List<String> repos = new ArrayList<>(RandomInputs.REPOS);
    repos.add(RandomInputs.TICKS);
    return new World(repos, "{\"pfs\":{\"repo\":\"a\",\"glob\":\"/*\"}}");
  }

  static List<Step> steps(Random random, Set<Feature> features, int most) {
    RandomHistory history = new RandomHistory(random, features);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < most; i++) {
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
      first = false;
    }
    String repo = repo();
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> {
        input = random.nextInt(5) == 0 ? inputs.next() : inputs.changed(input);
        ops.add(new Step.Spec(input));
      }
      case 3 -> ops.add(new Step.Reprocess());
      case 4 -> ops.add(new Step.Code());
      case 5, 6 -> ops.add(new Step.Back(repo, random.nextInt(6)));
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
    boolean kill = features.contains(Feature.KILLED) && random.nextInt(12) == 0;
    Step step = new Step(ops, random.nextInt(2) == 0, kill);
    Situation made = world.next(step);
    List<Combination> datums = new InputModel(made).datums(made.input());
    if (datums.size() > MOST_DATUMS) {
      input = "{\"pfs\":{\"name\":\"u\",\"repo\":\"" + repo + "\",\"glob\":\"/(*)\"}}";
      Op less = new Step.Spec(input);
      world.next(Step.of(less));
      ops.add(less);
    }
    return new Step(List.copyOf(ops), step.down(), kill);
  }

  /** Most often one that is read. */
  private String repo() {
    if (random.nextInt(5) > 0) {
      return pick(world.input().leaves().map(RandomHistory::repo).toList());
    }
    return features.contains(Feature.CRON) && random.nextInt(8) == 0
        ? RandomInputs.TICKS
        : pick(RandomInputs.REPOS);
  }

  private static String repo(Input leaf) {
    return leaf instanceof PfsInput pfs ? pfs.branch().repo().name() : RandomInputs.TICKS;
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
