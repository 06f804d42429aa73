/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.TuskException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Makes inputs at random, small ones that are apt to have something in common. */
final class RandomInputs {
  static final List<String> REPOS = List.of("a", "b", "c");

  /** Its branches are read that others move. */
  static final String TRIGGERING = "d";

  private static final List<String> KINDS = List.of("cross", "union", "join", "group");
  private static final List<String> GLOBS =
      List.of(
          "/",
          "/*",
          "/*",
          "/**",
          "/(*)-(*)",
          "/(*)-(*)",
          "/(*)",
          "/*/(*).txt",
          "/(*)/*",
          "/{1,d}*",
          "/(1|2)*",
          "/*/*",
          "/d/(**)",
          "/?(d)*(1|-)*");
  private static final List<String> TEMPLATES =
      List.of("$1", "$1", "$1", "$2", "$1$2", "${2}-$1", "$0", "x", "", "$7");
  private static final int MOST_LEAVES = 5;

  private final Random random;
  private final Set<Feature> features;
  private final Supplier<Instant> clock;

  RandomInputs(Random random, Set<Feature> features, Supplier<Instant> clock) {
    this.random = random;
    this.features = features;
    this.clock = clock;
  }

  /** An input in JSON. */
  String next() {
    while (true) {
      JsonNode made = node(features.contains(Feature.NESTED) ? random.nextInt(4) : 0);
      if (isPossible(made)) {
        return made.toString();
      }
    }
  }

  /** One that differs in one thing, or in all. */
  String changed(String before) {
    for (int tries = 0; tries < 20; tries++) {
      JsonNode tree = World.tree(before);
      List<ObjectNode> nodes = new ArrayList<>();
      collect(tree, nodes);
      change(pick(nodes));
      if (isPossible(tree)) {
        return tree.toString();
      }
    }
    return next();
  }

  /** All nodes that stand for inputs. */
  static void collect(JsonNode node, List<ObjectNode> nodes) {
    nodes.add((ObjectNode) node);
    KINDS.stream().map(node::path).forEach(parts -> parts.forEach(part -> collect(part, nodes)));
  }

  private boolean isPossible(JsonNode input) {
    try {
      return World.parse(input.toString()).leaves().count() <= MOST_LEAVES
          && startsWell(input, false);
    } catch (TuskException e) {
      // Two inputs have one name.
      return false;
    }
  }

  /** Whether nothing within a join or group starts from a commit. */
  private static boolean startsWell(JsonNode node, boolean within) {
    if (node.path("pfs").has("from")) {
      return !within;
    }
    for (String kind : KINDS) {
      boolean inside = within || kind.equals("join") || kind.equals("group");
      for (JsonNode part : node.path(kind)) {
        if (!startsWell(part, inside)) {
          return false;
        }
      }
    }
    return true;
  }

  private ObjectNode node(int depth) {
    ObjectNode node = World.JSON.createObjectNode();
    if (depth == 0) {
      if (features.contains(Feature.CRON) && random.nextInt(7) == 0) {
        cron(node.putObject("cron"));
      } else {
        leaf(node.putObject("pfs"));
      }
      return node;
    }
    ArrayNode parts = node.putArray(pick(KINDS));
    for (int i = random.nextInt(8) == 0 ? 1 : 2 + random.nextInt(2); i > 0; i--) {
      parts.add(node(random.nextInt(depth)));
    }
    return node;
  }

  private void cron(ObjectNode leaf) {
    leaf.removeAll();
    leaf.put("name", pick(List.of("tick", "tick", "tock")));
    leaf.put("spec", pick(Schedules.all()));
    leaf.put("overwrite", random.nextBoolean());
    if (random.nextInt(3) == 0) {
      Duration from = pick(List.of(Duration.ofMinutes(-70), Duration.ofHours(2)));
      leaf.put("start", clock.get().plus(from).toString());
    }
  }

  private void leaf(ObjectNode leaf) {
    leaf.removeAll();
    leaf.put("name", pick(List.of("u", "v", "w", "x", "y")));
    repo(leaf);
    leaf.put("glob", pick(GLOBS));
    templates(leaf);
    if (features.contains(Feature.REFERENCE) && random.nextInt(8) == 0) {
      leaf.put("reference", true);
    }
    if (random.nextInt(12) == 0) {
      leaf.put("empty_files", true);
    }
    start(leaf);
  }

  private void repo(ObjectNode leaf) {
    leaf.remove(List.of("from", "branch", "trigger"));
    leaf.put("repo", pick(REPOS));
    if (features.contains(Feature.TRIGGERS) && random.nextInt(5) == 0) {
      leaf.put("repo", TRIGGERING);
      leaf.put("branch", pick(List.of("t1", "t1", "t2")));
      trigger(leaf.putObject("trigger").put("branch", "master"));
    }
  }

  private void trigger(ObjectNode trigger) {
    if (random.nextInt(4) == 0) {
      trigger.put("cron_spec", pick(Schedules.all()));
      return;
    }
    for (int conditions = 1 + random.nextInt(2); conditions > 0; conditions--) {
      switch (random.nextInt(3)) {
        case 0 -> trigger.put("commits", 1 + random.nextInt(3));
        case 1 -> trigger.put("size", pick(List.of("1", "7", "20")));
        default -> trigger.put("rate_limit_spec", pick(Schedules.all()));
      }
    }
    trigger.put("all", random.nextBoolean());
  }

  private void templates(ObjectNode leaf) {
    leaf.put("join_on", pick(TEMPLATES));
    leaf.put("group_by", pick(TEMPLATES));
    leaf.put("outer_join", random.nextInt(3) == 0);
  }

  private void start(ObjectNode leaf) {
    if (features.contains(Feature.FROM) && random.nextInt(10) == 0) {
      leaf.put("from", "~" + random.nextInt(3));
    }
  }

  private void change(ObjectNode node) {
    if (node.get("cron") instanceof ObjectNode cron) {
      switch (random.nextInt(3)) {
        case 0 -> cron(cron);
        case 1 -> cron.put("overwrite", !cron.path("overwrite").asBoolean());
        default -> cron.put("spec", pick(Schedules.all()));
      }
      return;
    }
    if (node.get("pfs") instanceof ObjectNode leaf) {
      switch (random.nextInt(7)) {
        case 0 -> leaf(leaf);
        case 1 -> leaf.put("glob", pick(GLOBS));
        case 2 -> leaf.put(pick(List.of("join_on", "group_by")), pick(TEMPLATES));
        case 3 -> leaf.put("outer_join", !leaf.path("outer_join").asBoolean());
        case 4 -> {
          String field = features.contains(Feature.REFERENCE) ? "reference" : "empty_files";
          leaf.put(field, !leaf.path(field).asBoolean());
        }
        case 5 -> repo(leaf);
        default -> {
          leaf.remove("from");
          start(leaf);
        }
      }
      return;
    }
    for (String kind : KINDS) {
      if (node.get(kind) instanceof ArrayNode parts) {
        if (random.nextBoolean()) {
          parts.add(node(0));
        } else if (parts.size() > 1) {
          parts.remove(random.nextInt(parts.size()));
        } else {
          node.remove(kind);
          node.set(pick(KINDS), parts);
        }
        return;
      }
    }
  }

  private <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}
