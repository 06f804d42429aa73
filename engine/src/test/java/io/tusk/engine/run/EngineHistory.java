/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.datum.DatumKey;
import io.tusk.engine.inspect.DatumInfo;
import io.tusk.engine.inspect.JobDatums;
import io.tusk.engine.oracle.Behaviour;
import io.tusk.engine.oracle.Collisions;
import io.tusk.engine.oracle.DatumNames;
import io.tusk.engine.oracle.Outcome;
import io.tusk.engine.oracle.Outcome.End;
import io.tusk.engine.oracle.Outcome.State;
import io.tusk.engine.oracle.Situation;
import io.tusk.engine.oracle.Subject;
import io.tusk.engine.oracle.World;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.repo.BranchChanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A history as users live it: commits, updates, jobs on a runner. */
final class EngineHistory implements Subject {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EngineFixture fixture;
  private final EngineOptions options;
  private final Path down;
  private final Optional<byte[]> jar;
  private final Map<Integer, CommitId> commits = new HashMap<>();
  private final Map<BranchName, Integer> heads = new HashMap<>();
  private final Set<RepoName> repos = new HashSet<>();
  private final Map<Hash, String> names = new HashMap<>();
  private Optional<String> spec = Optional.empty();
  private int salt;
  private boolean anyGood;
  private Optional<Collision> collision = Optional.empty();

  /**
   * @param fixture without repositories of the history's; closed with this
   * @param down a file that no one else makes
   * @param jar the code, where the workers do not have it
   */
  EngineHistory(EngineFixture fixture, EngineOptions options, Path down, Optional<byte[]> jar) {
    this.fixture = fixture;
    this.options = options;
    this.down = down;
    this.jar = jar;
  }

  @Override
  public Outcome job(Situation now) {
    now.heads().keySet().forEach(branch -> head(now, branch));
    specify(now);
    service(now.behaviour().down());
    if (now.kill()) {
      killSecondDatum();
    }
    HistoryTransform.behaviour = new Behaviour(0, false);
    List<Job> ended = fixture.run(options).ended();
    HistoryTransform.begins = () -> {};
    return outcome(fixture.job(ended.get(ended.size() - 1).id()));
  }

  /** Moves a branch to the state that it is to have. */
  private void head(Situation now, BranchName branch) {
    int number = now.heads().get(branch);
    Integer before = heads.put(branch, number);
    if (repos.add(branch.repo())) {
      fixture.createRepo(branch.repo().name());
    }
    CommitId known = commits.get(number);
    if (known == null) {
      commits.put(number, put(now, branch, before, number));
    } else if (!before.equals(number)) {
      fixture.change(
          tx -> BranchChanges.point(tx, branch, tx.catalog().requireCommit(branch.repo(), known)));
    }
  }

  private CommitId put(Situation now, BranchName branch, Integer before, int number) {
    Map<String, Optional<String>> edits = new TreeMap<>();
    if (before != null) {
      now.states().get(before).keySet().forEach(path -> edits.put(path, Optional.empty()));
    }
    now.states().get(number).forEach((path, content) -> edits.put(path, Optional.of(content)));
    return fixture.put(branch, edits);
  }

  private void specify(Situation now) {
    String wanted = json(now);
    if (spec.isEmpty()) {
      create(wanted);
    } else if (salt != now.salt()) {
      update(wanted, Processed.REPROCESS);
    } else if (!spec.get().equals(wanted) || pending().size() != 1) {
      // Kills the jobs that several commits made.
      update(wanted, Processed.KEEP);
    }
    spec = Optional.of(wanted);
    salt = now.salt();
  }

  private void create(String json) {
    jar.ifPresentOrElse(
        code -> fixture.createPipeline(json, code), () -> fixture.createPipeline(json));
  }

  private void update(String json, Processed processed) {
    jar.ifPresentOrElse(
        code -> fixture.updatePipeline(json, processed, code),
        () -> fixture.updatePipeline(json, processed));
  }

  private String json(Situation now) {
    ObjectNode json = JSON.createObjectNode();
    json.putObject("pipeline").put("name", "p");
    JsonNode input = read(now.json());
    start(now, input);
    json.set("input", input);
    ObjectNode transform = json.putObject("transform");
    ObjectNode java = transform.putObject("java");
    java.put("class", HistoryTransform.class.getName());
    jar.ifPresent(code -> java.put("jar", "code.jar"));
    transform
        .putObject("env")
        .put("VERSION", Integer.toString(now.behaviour().version()))
        .put("DOWN", down.toString());
    json.put("datum_tries", 1);
    json.put("reprocess_spec", now.everyJob() ? "every_job" : "until_success");
    return json.toString();
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  /** Names the commits that inputs start from. */
  private void start(Situation now, JsonNode node) {
    if (node instanceof ObjectNode object && object.has("from")) {
      int number = Integer.parseInt(object.get("from").textValue().substring(1));
      BranchName beside = World.branch(object.get("repo").textValue() + "@side");
      object.put(
          "from",
          commits
              .computeIfAbsent(number, any -> put(now, beside, heads.put(beside, any), any))
              .toString());
    }
    node.forEach(child -> start(now, child));
  }

  private void service(boolean isDown) {
    try {
      if (isDown) {
        Files.writeString(down, "");
      } else {
        Files.deleteIfExists(down);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Job> pending() {
    return new JobCatalog(fixture.store.snapshot().catalog()).pending();
  }

  private void killSecondDatum() {
    JobId id = fixture.pending();
    AtomicInteger begun = new AtomicInteger();
    HistoryTransform.begins =
        () -> {
          if (begun.incrementAndGet() == 2) {
            fixture.change(tx -> JobChanges.stop(tx, id));
          }
        };
  }

  private Outcome outcome(Job job) {
    Map<String, State> states = new TreeMap<>();
    new JobDatums(fixture.store)
        .list(job.id())
        .forEachRemaining(
            info -> {
              List<DatumKey.Part> parts = new ArrayList<>();
              info.paths().forEach(parts::add);
              String name = DatumNames.of(parts);
              names.put(info.id(), name);
              states.put(name, state(info));
            });
    End end = end(job, states);
    anyGood |= end == End.SUCCESS;
    collision =
        end == End.COLLISION ? Optional.of(Collisions.of(job.reason(), names)) : Optional.empty();
    Outcome outcome = new Outcome(end, states, anyGood ? fixture.contents("p@master") : Map.of());
    assertThat(job.counts())
        .as(job.reason())
        .isEqualTo(
            new JobCounts(
                states.size(),
                outcome.count(State.PROCESSED),
                outcome.count(State.SKIPPED),
                outcome.count(State.RECOVERED),
                outcome.count(State.FAILED)));
    return outcome;
  }

  private static State state(DatumInfo info) {
    return switch (info.state()) {
      case SUCCESS -> State.PROCESSED;
      case SKIPPED -> State.SKIPPED;
      case RECOVERED -> State.RECOVERED;
      case FAILED -> State.FAILED;
      case STARTING -> throw new AssertionError(info + " is to be run, though its job has ended");
    };
  }

  private static End end(Job job, Map<String, State> states) {
    assertThat(job.state())
        .as(job.reason())
        .isIn(JobState.SUCCESS, JobState.FAILURE, JobState.KILLED);
    return switch (job.state()) {
      case SUCCESS -> End.SUCCESS;
      case KILLED -> End.KILLED;
      default -> states.containsValue(State.FAILED) ? End.DATUM_FAILED : End.COLLISION;
    };
  }

  @Override
  public Optional<Collision> collision() {
    return collision;
  }

  @Override
  public void close() {
    fixture.close();
  }
}
