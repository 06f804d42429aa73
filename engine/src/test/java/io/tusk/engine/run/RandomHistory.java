/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Makes the steps of a pipeline's life at random. */
final class RandomHistory {
  private static final List<String> GLOBS =
      List.of("/", "/*", "/*", "/*/*", "/**", "/d*/*.txt", "/*.txt", "/{a,d1}", "/d1/**", "/d?");
  private static final List<String> NAMES =
      List.of("a", "b", "d1", "d2", "x.txt", "\u00e9.txt", "z \ud83d\ude00", "d1.txt", "d1-");
  private static final List<String> CONTENTS =
      List.of("one", "two", "flaky", "recover", "none", "to /s/p", "to /s", "to /t", "to /s/q/r");

  private final Random random;
  private final boolean recovers;
  private final List<Map<String, String>> past = new ArrayList<>();
  private Map<String, String> files = new TreeMap<>();
  private Optional<Step.Start> from = Optional.empty();
  private String glob;
  private int salt;
  private int version;
  private boolean down;

  /** {@code recovers}: whether datums may end as recovered. */
  RandomHistory(Random random, boolean recovers) {
    this.random = random;
    this.recovers = recovers;
    this.glob = pick(GLOBS);
  }

  Step next() {
    Optional<Integer> back = Optional.empty();
    int kind = random.nextInt(24);
    if (kind == 0) {
      glob = pick(GLOBS);
    } else if (kind == 1) {
      salt++;
      version++;
    } else if (kind == 2) {
      version++;
    } else if (kind <= 4 && !past.isEmpty()) {
      back = Optional.of(random.nextInt(past.size()));
      files = new TreeMap<>(past.get(back.get()));
    } else if (kind >= 20 && kind < 23 && !past.isEmpty()) {
      int start = past.size() - 1 - random.nextInt(Math.min(3, past.size()));
      from = Optional.of(new Step.Start(start, past.get(start)));
    } else if (kind == 23) {
      from = Optional.empty();
    } else if (kind > 5) {
      for (int edits = past.isEmpty() ? 8 : 1 + random.nextInt(3); edits > 0; edits--) {
        edit();
      }
    }
    down = random.nextInt(3) == 0;
    Map<String, String> now = new TreeMap<>(files);
    past.add(now);
    return new Step(now, back, from, glob, salt, new Behaviour(version, down));
  }

  private void edit() {
    String path = path();
    switch (random.nextInt(8)) {
      case 0, 1 -> delete(files.isEmpty() ? path : pick(List.copyOf(files.keySet())));
      case 2 -> delete(path);
      case 3 -> rename(path, path());
      default -> put(path, content());
    }
  }

  private void put(String path, String content) {
    delete(path);
    files.keySet().removeIf(file -> path.startsWith(file + "/"));
    files.put(path, content);
  }

  private void delete(String path) {
    files.keySet().removeIf(file -> file.equals(path) || file.startsWith(path + "/"));
  }

  private void rename(String from, String to) {
    Map<String, String> moved = DatumPaths.below(files, from);
    if (moved.isEmpty() || (to + "/").startsWith(from + "/") || (from + "/").startsWith(to + "/")) {
      return;
    }
    delete(from);
    moved.forEach((path, content) -> put(to + path.substring(from.length()), content));
  }

  private String content() {
    String content = random.nextInt(3) == 0 ? pick(CONTENTS) : "text " + random.nextInt(50);
    return content.equals("recover") && !recovers ? "flaky" : content;
  }

  private String path() {
    StringBuilder path = new StringBuilder();
    for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
      path.append('/').append(pick(NAMES));
    }
    return path.toString();
  }

  private <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}
