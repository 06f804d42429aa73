/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.engine.oracle.Step.Op;
import io.tusk.error.TuskException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes a history that fails as simple as it can be. */
final class Simpler {
  private static final List<String> KINDS = List.of("cross", "union", "join", "group");

  private final Predicate<List<Step>> fails;
  private List<Step> steps;

  private Simpler(List<Step> steps, Predicate<List<Step>> fails) {
    this.steps = steps;
    this.fails = fails;
  }

  /** Fails as well. */
  static List<Step> steps(List<Step> steps, Predicate<List<Step>> fails) {
    Simpler simpler = new Simpler(steps, fails);
    boolean smaller = true;
    while (smaller) {
      List<Step> before = simpler.steps;
      simpler.steps = Shrinker.shrink(before, fails);
      for (int i = 0; i < simpler.steps.size(); i++) {
        simpler.simplify(i);
      }
      smaller = !simpler.steps.equals(before);
    }
    return simpler.steps;
  }

  private boolean tryWith(int index, Step step) {
    List<Step> changed = new ArrayList<>(steps);
    changed.set(index, step);
    boolean holds = !changed.equals(steps) && fails.test(changed);
    if (holds) {
      steps = List.copyOf(changed);
    }
    return holds;
  }

  private void simplify(int index) {
    Step step = steps.get(index);
    tryWith(index, new Step(step.ops(), false, step.kill()));
    tryWith(index, new Step(step.ops(), steps.get(index).down(), false));
    Step plain = steps.get(index);
    List<Op> ops =
        Shrinker.shrink(
            plain.ops(),
            fewer -> {
              List<Step> changed = new ArrayList<>(steps);
              changed.set(index, new Step(fewer, plain.down(), plain.kill()));
              return fails.test(changed);
            });
    tryWith(index, new Step(ops, plain.down(), plain.kill()));
    for (int op = 0; op < steps.get(index).ops().size(); op++) {
      simplify(index, op);
    }
  }

  private void simplify(int index, int op) {
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (Op simpler : simpler(steps.get(index).ops().get(op))) {
        Step step = steps.get(index);
        List<Op> ops = new ArrayList<>(step.ops());
        ops.set(op, simpler);
        smaller |= tryWith(index, new Step(List.copyOf(ops), step.down(), step.kill()));
        if (smaller) {
          break;
        }
      }
    }
  }

  private static List<Op> simpler(Op op) {
    if (op instanceof Step.Put put && !put.content().isEmpty()) {
      return List.of(new Step.Put(put.repo(), put.path(), ""));
    }
    if (!(op instanceof Step.Spec spec)) {
      return List.of();
    }
    List<Op> simpler = new ArrayList<>();
    List<ObjectNode> nodes = new ArrayList<>();
    RandomInputs.collect(World.tree(spec.input()), nodes);
    for (int i = 0; i < nodes.size(); i++) {
      for (int way = 0; way < 12; way++) {
        simpler(spec.input(), i, way)
            .filter(json -> !json.equals(spec.input()) && isPossible(json))
            .ifPresent(json -> simpler.add(new Step.Spec(json)));
      }
    }
    return simpler;
  }

  private static boolean isPossible(String json) {
    try {
      World.parse(json.replace("~", "v"));
      return true;
    } catch (TuskException e) {
      return false;
    }
  }

  /** The input with its node of that number changed in such a way, if there is such a way. */
  private static Optional<String> simpler(String json, int number, int way) {
    JsonNode tree = World.tree(json);
    List<ObjectNode> nodes = new ArrayList<>();
    RandomInputs.collect(tree, nodes);
    ObjectNode node = nodes.get(number);
    if (node.get("pfs") instanceof ObjectNode leaf) {
      List<String> fields =
          List.of("from", "reference", "empty_files", "outer_join", "join_on", "group_by");
      if (way >= fields.size() || !leaf.has(fields.get(way))) {
        return Optional.empty();
      }
      leaf.remove(fields.get(way));
      return Optional.of(tree.toString());
    }
    for (String kind : KINDS) {
      if (node.get(kind) instanceof ArrayNode parts) {
        int part = way / 2;
        if (part >= parts.size()) {
          return Optional.empty();
        }
        if (way % 2 == 0) {
          ObjectNode child = (ObjectNode) parts.get(part);
          node.remove(kind);
          node.setAll(child);
        } else {
          parts.remove(part);
        }
        return Optional.of(tree.toString());
      }
    }
    return Optional.empty();
  }
}
