/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.engine.oracle.Step.Op;
import io.tusk.glob.Glob;
import io.tusk.name.BranchName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.spec.Input;
import io.tusk.spec.parse.SpecParser;
import io.tusk.spec.text.SpecText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Repositories and a specification, as steps change them. */
public final class World {
  static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, List<Integer>> pasts = new TreeMap<>();
  private final Map<String, Integer> heads = new TreeMap<>();
  private final Map<Integer, Map<String, String>> states = new HashMap<>();
  private String json;
  private Input input;
  private int code;
  private int salt;
  private boolean everyJob;

  /** {@code repos}: all branches, as REPO or REPO@BRANCH. {@code input}: in JSON. */
  public World(List<String> repos, String input) {
    repos.forEach(repo -> state(repo, Map.of()));
    apply(new Step.Spec(input));
  }

  /** The branch of such a name. */
  public static BranchName branch(String name) {
    String[] parts = name.split("@", 2);
    return new BranchName(
        new RepoName(ProjectName.DEFAULT, parts[0]), parts.length == 1 ? "master" : parts[1]);
  }

  /**
   * An input as specifications of a pipeline {@code p} have it.
   *
   * @throws io.tusk.error.TuskException for one that is malformed
   */
  public static Input parse(String json) {
    String spec =
        "{\"pipeline\":{\"name\":\"p\"},\"transform\":{\"cmd\":[\"true\"]},\"input\":" + json + "}";
    return new SpecParser(ProjectName.DEFAULT, Glob::problem)
        .parse(new SpecText("input.json", spec))
        .requireValid()
        .get(0)
        .spec()
        .input()
        .orElseThrow();
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  Input input() {
    return input;
  }

  Map<String, String> files(String repo) {
    return states.get(heads.get(repo));
  }

  private void state(String repo, Map<String, String> files) {
    if (heads.containsKey(repo) && files.equals(files(repo))) {
      return;
    }
    int number = states.size();
    states.put(number, files);
    heads.put(repo, number);
    pasts.computeIfAbsent(repo, any -> new ArrayList<>()).add(number);
  }

  public Situation next(Step step) {
    Map<String, Map<String, String>> edited = new TreeMap<>();
    for (Op op : step.ops()) {
      if (op instanceof Step.Put put) {
        put(edit(edited, put.repo()), put.path(), put.content());
      } else if (op instanceof Step.Delete delete) {
        delete(edit(edited, delete.repo()), delete.path());
      } else if (op instanceof Step.Rename rename) {
        rename(edit(edited, rename.repo()), rename.from(), rename.to());
      }
    }
    edited.forEach(this::state);
    step.ops().forEach(this::apply);
    Map<BranchName, Integer> now = new HashMap<>();
    heads.forEach((repo, number) -> now.put(branch(repo), number));
    return new Situation(
        now,
        Map.copyOf(states),
        json,
        input,
        salt,
        new Behaviour(code, step.down()),
        everyJob,
        step.kill());
  }

  private Map<String, String> edit(Map<String, Map<String, String>> edited, String repo) {
    return edited.computeIfAbsent(repo, any -> new TreeMap<>(files(repo)));
  }

  private static void put(Map<String, String> files, String path, String content) {
    delete(files, path);
    files.keySet().removeIf(file -> path.startsWith(file + "/"));
    files.put(path, content);
  }

  private static void delete(Map<String, String> files, String path) {
    files.keySet().removeIf(file -> file.equals(path) || file.startsWith(path + "/"));
  }

  private static void rename(Map<String, String> files, String from, String to) {
    Map<String, String> moved = new TreeMap<>(DatumPaths.below(files, from));
    moved.putAll(DatumPaths.at(files, from, false));
    if (moved.isEmpty() || (to + "/").startsWith(from + "/") || (from + "/").startsWith(to + "/")) {
      return;
    }
    delete(files, from);
    delete(files, to);
    moved.forEach((path, content) -> put(files, to + path.substring(from.length()), content));
  }

  private void apply(Op op) {
    if (op instanceof Step.Back back) {
      heads.put(back.repo(), past(back.repo(), back.states()));
    } else if (op instanceof Step.Spec spec) {
      JsonNode tree = tree(spec.input());
      settle(tree);
      json = tree.toString();
      input = parse(json);
    } else if (op instanceof Step.Code) {
      code++;
    } else if (op instanceof Step.Reprocess) {
      code++;
      salt++;
    } else if (op instanceof Step.EveryJob every) {
      everyJob = every.on();
    }
  }

  private int past(String repo, int states) {
    List<Integer> past = pasts.get(repo);
    return past.get(Math.max(0, past.size() - 1 - states));
  }

  /** Says which states inputs start from. */
  private void settle(JsonNode node) {
    if (node instanceof ObjectNode object && object.has("from")) {
      String repo = object.get("repo").textValue();
      int states = Integer.parseInt(object.get("from").textValue().substring(1));
      object.put("from", "v" + past(repo, states));
    }
    node.forEach(this::settle);
  }
}
