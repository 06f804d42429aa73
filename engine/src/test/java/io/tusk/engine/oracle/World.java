/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import io.tusk.spec.Input.CronInput;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.parse.SpecParser;
import io.tusk.spec.text.SpecText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Repositories, a specification and a clock, as steps change them. */
public final class World {
  static final ObjectMapper JSON = new ObjectMapper();

  /** Half a minute after a time at which schedules tick. */
  private static final Instant BEGIN = Instant.parse("2031-01-01T05:00:30Z");

  private final Map<String, List<Integer>> pasts = new TreeMap<>();
  private final Map<String, Integer> heads = new TreeMap<>();
  private final Map<Integer, Map<String, String>> states = new HashMap<>();

  /** What the branches showed that users change, when triggers were looked at last. */
  private final Map<String, Integer> shown = new TreeMap<>();

  private final TickModel ticks = new TickModel();
  private final TriggerModel triggers = new TriggerModel(heads);
  private Instant now = BEGIN;
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

  /** Others than the ticks of pipeline p and the branches t1, t2 and so on, which Tusk moves. */
  public static boolean isMovedByUsers(BranchName branch) {
    return !branch.repo().name().startsWith("p_") && !branch.name().startsWith("t");
  }

  /** What {@link #branch} is given. */
  static String name(BranchName branch) {
    String repo = branch.repo().name();
    return branch.name().equals("master") ? repo : repo + "@" + branch.name();
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

  /** The jobs that follow, in their order; at least one. */
  public List<Situation> next(Step step) {
    now = now.plusSeconds(1);
    step.ops().forEach(this::pass);
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
    step.ops().forEach(this::moveBack);
    int started = show();
    step.ops().forEach(this::apply);
    specify();
    Behaviour behaviour = new Behaviour(code, step.down());
    List<Situation> jobs = new ArrayList<>();
    jobs.add(situation(behaviour, new Situation.Moment(now, Situation.Cause.CHANGE, started)));
    step.ops().forEach(op -> runCron(op, behaviour, jobs));
    runTimetable(behaviour, jobs);
    if (jobs.size() > 1 && step.ops().stream().allMatch(World::isOfTime)) {
      jobs.remove(0);
    }
    boolean kill =
        step.kill() && jobs.size() == 1 && jobs.get(0).moment().cause() == Situation.Cause.CHANGE;
    return kill ? List.of(jobs.get(0).killed()) : jobs;
  }

  private static boolean isOfTime(Op op) {
    return op instanceof Step.Wait || op instanceof Step.RunCron;
  }

  private Situation situation(Behaviour behaviour, Situation.Moment moment) {
    Map<BranchName, Integer> present = new HashMap<>();
    heads.forEach((repo, number) -> present.put(branch(repo), number));
    return new Situation(
        present, Map.copyOf(states), json, input, salt, behaviour, everyJob, false, moment);
  }

  private void pass(Op op) {
    if (op instanceof Step.Wait wait) {
      now = now.plus(wait.time());
    }
  }

  /** How many ticks will have come by then. */
  int due(Duration wait) {
    return ticks.due(now.plus(wait)).size();
  }

  Instant now() {
    return now;
  }

  /**
   * Has triggers looked at for the branches that users have changed.
   *
   * @return how many of these changes the input is concerned by
   */
  private int show() {
    Set<String> read = new TreeSet<>();
    input
        .leaves()
        .filter(PfsInput.class::isInstance)
        .forEach(leaf -> read.add(name(((PfsInput) leaf).branch())));
    int started = 0;
    for (String branch : pasts.keySet()) {
      int number = heads.get(branch);
      Optional<Integer> before = Optional.ofNullable(shown.put(branch, number));
      if (!before.equals(Optional.of(number))) {
        long bytes =
            states.get(number).values().stream()
                .mapToLong(text -> text.getBytes(UTF_8).length)
                .sum();
        triggers.commit(number, before, now, bytes);
        Set<String> moved = triggers.shown(branch, now);
        moved.add(branch);
        moved.retainAll(read);
        started += moved.isEmpty() ? 0 : 1;
      }
    }
    return started;
  }

  /** The pipeline is created or updated. */
  private void specify() {
    TickModel.crons(input).forEach(cron -> begin(name(cron.branch())));
    TriggerModel.wanted(input).keySet().forEach(this::begin);
    ticks.specify(input, now);
    triggers.specify(input, now);
  }

  private void begin(String branch) {
    if (!heads.containsKey(branch)) {
      states.put(states.size(), Map.of());
      heads.put(branch, states.size() - 1);
    }
  }

  private void runCron(Op op, Behaviour behaviour, List<Situation> jobs) {
    if (op instanceof Step.RunCron && !ticks.inputs().isEmpty()) {
      now = now.plusSeconds(1);
      ticks.inputs().forEach(cron -> tick(cron, now));
      jobs.add(situation(behaviour, new Situation.Moment(now, Situation.Cause.RUN_CRON, 0)));
    }
  }

  private void runTimetable(Behaviour behaviour, List<Situation> jobs) {
    Situation.Moment moment = new Situation.Moment(now, Situation.Cause.TIME, 0);
    ticks
        .due(now)
        .forEach(
            (time, crons) -> {
              crons.forEach(cron -> tick(cron, time));
              crons.forEach(cron -> ticks.made(cron, time));
              jobs.add(situation(behaviour, moment));
            });
    if (!triggers.timed(now).isEmpty()) {
      jobs.add(situation(behaviour, moment));
    }
  }

  private void tick(CronInput cron, Instant time) {
    String repo = name(cron.branch());
    Map<String, String> files = new TreeMap<>(cron.overwrite() ? Map.of() : files(repo));
    files.put("/" + time.truncatedTo(ChronoUnit.SECONDS), "");
    states.put(states.size(), files);
    heads.put(repo, states.size() - 1);
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

  private void moveBack(Op op) {
    if (op instanceof Step.Back back) {
      heads.put(back.repo(), past(back.repo(), back.states()));
    }
  }

  private void apply(Op op) {
    if (op instanceof Step.Spec spec) {
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
