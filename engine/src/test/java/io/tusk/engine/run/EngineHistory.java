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
import io.tusk.host.SetTime;
import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.CronTicks;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A history as users live it: commits, updates, jobs on a runner. */
final class EngineHistory implements Subject {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PipelineName P = new PipelineName(ProjectName.DEFAULT, "p");

  private final EngineFixture fixture;
  private final SetTime clock;
  private final EngineOptions options;
  private final Path down;
  private final Optional<byte[]> jar;
  private final InputBranches branches;
  private final Map<Hash, String> names = new HashMap<>();
  private Optional<String> spec = Optional.empty();
  private int salt;
  private boolean anyGood;
  private Optional<Long> stageNumber = Optional.empty();
  private Optional<SecondStage> stage = Optional.empty();
  private Deque<Job> ended = new ArrayDeque<>();

  /** Of the last good job. */
  private Map<String, String> output = Map.of();

  private Optional<Collision> collision = Optional.empty();

  /**
   * @param fixture without repositories of the history's; closed with this
   * @param clock what the fixture's store goes by, where inputs go by it
   * @param down a file that no one else makes
   * @param jar the code, where the workers do not have it
   */
  EngineHistory(
      EngineFixture fixture,
      SetTime clock,
      EngineOptions options,
      Path down,
      Optional<byte[]> jar) {
    this.fixture = fixture;
    this.branches = new InputBranches(fixture);
    this.clock = clock;
    this.options = options;
    this.down = down;
    this.jar = jar;
  }

  @Override
  public void begin(List<Situation> jobs) {
    for (Situation job : jobs) {
      clock.set(job.moment().now());
      switch (job.moment().cause()) {
        case CHANGE -> change(job);
        case RUN_CRON -> runCron();
        case TIME -> {}
      }
    }
    Situation last = jobs.get(jobs.size() - 1);
    service(last.behaviour().down());
    HistoryTransform.behaviour = new Behaviour(0, false);
    if (last.kill()) {
      killSecondDatum();
    }
    stage.ifPresent(second -> second.looked(last.moment().now()));
    List<Job> all = run();
    HistoryTransform.begins = () -> {};
    List<Job> mine = all.stream().filter(job -> job.id().pipeline().equals(P)).toList();
    ended = new ArrayDeque<>(mine.subList(mine.size() - jobs.size(), mine.size()));
    branches.check(last);
    stage.ifPresent(second -> checkStage(second, all, last.moment().now()));
  }

  /** Has a second pipeline follow from now on. */
  EngineHistory withSecondStage(long number) {
    stageNumber = Optional.of(number);
    return this;
  }

  private void checkStage(SecondStage second, List<Job> all, Instant now) {
    ended.stream()
        .filter(job -> job.state() == JobState.SUCCESS)
        .forEach(job -> second.wrote(fixture.contents("p@" + job.id().set()), now));
    second.check(all.stream().filter(job -> job.id().pipeline().equals(SecondStage.Q)).toList());
  }

  @Override
  public Outcome job(Situation now) {
    return outcome(fixture.job(ended.remove().id()));
  }

  private void change(Situation now) {
    branches.move(now);
    if (spec.isPresent()) {
      assertThat(pending()).as("jobs that commits started").hasSize(now.moment().started());
    }
    specify(now);
  }

  private void runCron() {
    fixture.change(tx -> CronTicks.tickNow(tx, P));
  }

  /** As {@code tusk run} does. */
  private List<Job> run() {
    try {
      return new Engine(fixture.store, options, new EngineListener() {})
          .runPending(Timetable.of(fixture.store, options, new TimedListener() {}))
          .ended();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
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
      object.put("from", branches.commit(now, number, beside).toString());
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
    return new JobCatalog(fixture.store.snapshot().catalog())
        .pending().stream().filter(job -> job.id().pipeline().equals(P)).toList();
  }

  private void killSecondDatum() {
    JobId id = pending().get(0).id();
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
    if (end == End.SUCCESS) {
      anyGood = true;
      output = fixture.contents("p@" + job.id().set());
    }
    if (anyGood && ended.isEmpty()) {
      assertThat(fixture.contents("p@master")).as("what readers see").isEqualTo(output);
      stageNumber.ifPresent(
          number -> stage = Optional.of(new SecondStage(fixture, clock.instant(), output, number)));
      stageNumber = Optional.empty();
    }
    collision =
        end == End.COLLISION ? Optional.of(Collisions.of(job.reason(), names)) : Optional.empty();
    Outcome outcome = new Outcome(end, states, output);
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
