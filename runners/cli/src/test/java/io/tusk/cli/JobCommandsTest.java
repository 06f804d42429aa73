/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of jobs and datums, and what is done to them, while they run and afterwards. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class JobCommandsTest {
  private static final String NO_ID = "0".repeat(32);

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
    cli.assertSound();
  }

  private Path gate() {
    return directory.resolve("gate");
  }

  /** A file that says {@code wait} waits for the gate; one that says {@code fail} fails. */
  private void createPipeline() {
    String script =
        "f=$(find $PFS_ROOT/images -type f); echo begun $(basename $f);"
            + " if grep -q wait $f; then until test -e "
            + gate()
            + "; do sleep 0.02; done; fi; if grep -q fail $f; then exit 1; fi; cp $f $PFS_ROOT/out";
    cli.file(
        "p.json",
        "{\"pipeline\":{\"name\":\"p\"},\"input\":{\"pfs\":{\"repo\":\"images\",\"glob\":\"/*\"}},"
            + "\"transform\":{\"cmd\":[\"sh\",\"-c\",\""
            + script
            + "\"]},\"datum_tries\":1,\"parallelism_spec\":{\"constant\":1}}");
    cli.silent("create", "pipeline", "-f", "p.json");
  }

  private String newest() {
    return "p@" + cli.head("p@master");
  }

  private Future<Cli.Result> other(String... args) {
    Callable<Cli.Result> run = () -> new Cli(directory).run(args);
    return threads.submit(run);
  }

  private Future<Cli.Result> startRun() {
    return other("run", "--isolation=none");
  }

  /** Waits until lines of a datum that runs can be read. */
  private void awaitLines(String job, int lines) {
    while (cli.ok("logs", "-j", job).lines().count() < lines) {
      Thread.onSpinWait();
    }
  }

  private List<String> states(String job) {
    return cli.ok("list", "datum", job).lines().skip(1).map(JobCommandsTest::fileAndState).toList();
  }

  private static String fileAndState(String row) {
    String[] cells = row.split(" +", -1);
    return cells[1].replaceFirst(".*:", "") + " " + cells[2];
  }

  private String datum(String job, String path) {
    return cli.ok("list", "datum", job)
        .lines()
        .filter(row -> row.contains(":" + path + " "))
        .findFirst()
        .orElseThrow()
        .replaceFirst(" .*", "");
  }

  private static List<JsonNode> documents(String text) throws IOException {
    try (MappingIterator<JsonNode> found =
        new ObjectMapper().readerFor(JsonNode.class).readValues(text)) {
      return found.readAll();
    }
  }

  @Test
  void aRunningJobIsListedFollowedBegunAnewAndStopped() throws Exception {
    cli.put("images@master:/a", "x");
    cli.put("images@master:/b", "wait");
    createPipeline();
    String job = newest();
    cli.fails(
        5,
        "job " + job + " does not run: it is CREATED; only datums that run begin anew",
        "restart",
        "datum",
        job,
        "/b");
    Future<Cli.Result> run = startRun();
    Future<Cli.Result> waiting = other("wait", "job", job);
    Future<Cli.Result> following = other("logs", "-j", job, "--follow");
    awaitLines(job, 4);
    assertThat(states(job)).containsExactly("/a success", "/b starting");
    assertThat(cli.ok("inspect", "datum", job, datum(job, "/b")))
        .contains(
            "State: starting\n",
            "Files: images@" + cli.head("images@master") + ":/b\n",
            "Job: " + job + "\n");
    cli.fails(
        5,
        "job " + job + " runs and cannot be deleted; 'tusk stop job " + job + "' ends it",
        "delete",
        "job",
        job);

    cli.silent("restart", "datum", job, "/b");
    awaitLines(job, 6);
    assertThat(cli.ok("logs", "-j", job))
        .endsWith("\nbegun b\ntusk: begun anew, as a user asked for\nbegun b\n");
    cli.silent("stop", "job", job);
    assertThat(run.get().code()).isEqualTo(3);
    assertThat(waiting.get().code()).isEqualTo(3);
    assertThat(waiting.get().out()).startsWith(job + " killed in ");
    assertThat(waiting.get().err()).endsWith("  job stopped\n");
    assertThat(following.get().code()).as(following.get().err()).isZero();
    assertThat(following.get().out())
        .startsWith("datum ")
        .contains(" images@master:/a\nbegun a\n", " images@master:/b\nbegun b\n");
    assertThat(states(job)).containsExactly("/a success");

    Cli.Result again = cli.run("stop", "job", job);
    assertThat(again.code()).isZero();
    assertThat(again.err())
        .isEqualTo("job " + job + " had ended before: killed; nothing is changed\n");
  }

  @Test
  void jobsThatHaveEndedAreWaitedForAndDeleted() throws Exception {
    cli.put("images@master:/a", "x");
    createPipeline();
    String first = newest();
    Future<Cli.Result> waiting = other("wait", "job", first.substring(2));
    Files.createFile(gate());
    assertThat(startRun().get().code()).isZero();
    assertThat(waiting.get().code()).as(waiting.get().err()).isZero();
    assertThat(waiting.get().out()).matches(first + " success in .*: 1 processed, 0 skipped\n");
    cli.put("images@master:/b", "fail");
    assertThat(startRun().get().code()).isEqualTo(3);
    String second = newest();

    Cli.Result failed = cli.run("wait", "job", second.substring(2), "--raw");
    assertThat(failed.code()).isEqualTo(3);
    assertThat(failed.err()).isEmpty();
    JsonNode document = documents(failed.out()).get(0);
    assertThat(document.at("/state").asText()).isEqualTo("JOB_FAILURE");
    assertThat(document.at("/job/id").asText()).isEqualTo(second.substring(2));
    Cli.Result text = cli.run("wait", "job", second);
    assertThat(text.out()).startsWith(second + " failure in ").endsWith(", 1 failed\n");
    assertThat(text.err()).startsWith("  datum ");

    Cli.Result refused = cli.run("delete", "job", first);
    assertThat(refused.code()).isEqualTo(5);
    assertThat(refused.err()).contains("has it as its parent; delete that first");
    cli.silent("delete", "job", second);
    cli.fails(
        4,
        "job " + second + " does not exist; 'tusk list job' shows those that do",
        "inspect",
        "job",
        second);
    assertThat(cli.files("p@master")).containsExactly("/a");
    assertThat(newest()).isEqualTo(first);
  }

  @Test
  void aJobThatNobodyHasTakenUpIsStopped() throws Exception {
    cli.put("images@master:/a", "x");
    createPipeline();
    String job = newest();
    Future<Cli.Result> waiting = other("wait", "job", job);
    cli.silent("stop", "job", job);
    assertThat(waiting.get().code()).isEqualTo(3);
    assertThat(waiting.get().out()).isEqualTo(job + " killed in 0.00s: 0 processed, 0 skipped\n");
    assertThat(cli.run("run").err()).isEqualTo("no job is pending\n");
    cli.silent("delete", "job", job);
  }

  @Test
  void allJobsOfAnIdAreStopped() {
    cli.put("images@master:/a", "x");
    cli.input(Specs.upper("first", "images") + Specs.upper("a-second", "first"))
        .silent("create", "pipeline");
    cli.input(Specs.upper("done", "images")).silent("create", "pipeline");
    cli.put("images@master:/a", "y");
    String id = cli.head("images@master");
    cli.silent("stop", "job", "done@" + id);
    Cli.Result stopped = cli.run("stop", "job", id);
    assertThat(stopped.code()).isZero();
    assertThat(stopped.err())
        .isEqualTo("job done@" + id + " had ended before: killed; nothing is changed\n");
    assertThat(cli.ok("list", "job", id).lines().skip(1))
        .hasSize(3)
        .allMatch(row -> row.endsWith(" killed: job stopped"));
    cli.fails(
        4,
        "no job has the id " + NO_ID + "; 'tusk list job' shows those that exist",
        "stop",
        "job",
        NO_ID);
  }

  @Test
  void logsAreFoundByPipelineJobDatumAndInputs() throws Exception {
    cli.put("images@master:/a", "x");
    cli.put("images@master:/b", "fail");
    createPipeline();
    String first = newest();
    assertThat(startRun().get().code()).isEqualTo(3);
    String a = "datum " + datum(first, "/a") + " images@master:/a\nbegun a\n";
    String failure = "tusk: command \"sh\" ended with exit code 1\n";
    String b = "datum " + datum(first, "/b") + " images@master:/b\nbegun b\n" + failure;
    cli.put("images@master:/b", "x");
    assertThat(startRun().get().code()).isZero();
    String second = newest();

    assertThat(cli.ok("logs", "-j", first)).isEqualTo(a + b);
    assertThat(cli.ok("logs", "-j", first, "--failed")).isEqualTo(b);
    String said = b.replace("begun b\n", "");
    assertThat(cli.ok("logs", "-j", first, "--worker")).isEqualTo(said);
    assertThat(cli.ok("logs", "-p", "p", "--worker")).isEqualTo("job " + first + "\n" + said);
    assertThat(cli.ok("logs", "-j", first, "-f", "--failed")).isEqualTo(b);
    assertThat(cli.ok("logs", "-j", first, "--datum", datum(first, "/a"))).isEqualTo(a);
    assertThat(cli.ok("logs", "-j", second)).isEqualTo(b.replace(failure, ""));
    assertThat(cli.ok("logs", "-p", "p", "--inputs", "/b"))
        .isEqualTo("job " + first + "\n" + b + "job " + second + "\n" + b.replace(failure, ""));
    assertThat(cli.ok("logs", "-p", "p", "--inputs", "/a,/b")).isEmpty();
    assertThat(cli.ok("logs", "-p", "p", "--since", "1h30m")).isNotEmpty();

    List<JsonNode> lines = documents(cli.ok("logs", "-j", first, "--raw", "--failed"));
    assertThat(lines).hasSize(2);
    JsonNode line = lines.get(0);
    assertThat(line.at("/pipeline_name").asText()).isEqualTo("p");
    assertThat(line.at("/job_id").asText()).isEqualTo(first.substring(2));
    assertThat(line.at("/datum_id").asText()).isEqualTo(datum(first, "/b"));
    assertThat(line.at("/data/0/path").asText()).isEqualTo("/b");
    assertThat(line.at("/user").asBoolean()).isTrue();
    assertThat(line.at("/project_name").asText()).isEqualTo("default");
    assertThat(line.at("/worker_id").asText()).endsWith("-0");
    assertThat(Instant.parse(line.at("/ts").asText())).isBefore(Instant.now());
    assertThat(line.at("/message").asText()).isEqualTo("begun b");
    assertThat(lines.get(1).at("/user").asBoolean(true)).isFalse();

    String skipped = cli.ok("inspect", "datum", second, datum(second, "/a"));
    assertThat(skipped).contains("State: skipped\n", "Job: " + second, "Ran In: " + first);
    JsonNode raw =
        documents(cli.ok("inspect", "datum", second, datum(second, "/b"), "--raw")).get(0);
    assertThat(raw.at("/state").asText()).isEqualTo("SUCCESS");
    assertThat(raw.at("/data/0/file/path").asText()).isEqualTo("/b");
  }

  @Test
  void datumsOfASpecification() throws IOException {
    cli.put("images@master:/d/b", "x");
    cli.put("images@master:/a", "x");
    String spec = Specs.upper("later", "images", "/*", "");
    String table = cli.input(spec).ok("list", "datum", "-f", "-");
    assertThat(table.lines().skip(1).map(JobCommandsTest::fileAndState))
        .containsExactly("/a unknown", "/d/ unknown");
    assertThat(table.lines().skip(1)).allMatch(row -> row.endsWith(" -"));
    JsonNode raw = documents(cli.input(spec).ok("list", "datum", "-f", "-", "--raw")).get(0);
    assertThat(raw.at("/state").asText()).isEqualTo("UNKNOWN");
    assertThat(raw.at("/data/0/file/path").asText()).isEqualTo("/a");

    cli.input(spec).silent("create", "pipeline", "-f", "-");
    assertThat(cli.run("run").code()).isZero();
    String job = "later@" + cli.head("later@master");
    assertThat(table).contains(datum(job, "/a"), datum(job, "/d/"));

    String empty = spec.replace("\"glob\"", "\"branch\":\"none\",\"glob\"");
    assertThat(cli.input(empty).ok("list", "datum", "-f", "-").lines()).hasSize(1);
    cli.input(spec.replace("\"glob\"", "\"from\":\"master\",\"glob\""))
        .fails(
            1,
            "the datums of pipeline later cannot be listed before it is created: its input has"
                + " \"from\"; create it, run it and list those of its job",
            "list",
            "datum",
            "-f",
            "-");
    cli.misused(
        "tusk list datum",
        "whose datums: give either a job, PIPELINE@ID, or a specification, -f FILE",
        "list",
        "datum");
  }

  /** Beam takes longer to load than these take to run. */
  @Test
  void listingsDoNotLoadBeam() throws Exception {
    cli.put("images@master:/a", "x");
    createPipeline();
    assertThat(startRun().get().code()).isZero();
    String job = newest();
    String[][] commands = {
      {"list", "datum", job},
      {"list", "datum", "-f", "p.json"},
      {"inspect", "datum", job, datum(job, "/a")},
      {"logs", "-j", job},
      {"wait", "job", job},
      {"list", "job"}
    };
    for (String[] command : commands) {
      Path loaded = directory.resolve("loaded");
      ProcessBuilder builder =
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-XX:TieredStopAtLevel=1",
                  "-Xlog:class+load:file=" + loaded,
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.tusk.cli.Main")
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("stdout").toFile());
      builder.command().addAll(List.of(command));
      assertThat(builder.start().waitFor())
          .as("%s", Files.readString(directory.resolve("stdout")))
          .isZero();
      try (Stream<String> lines = Files.lines(loaded)) {
        assertThat(lines.filter(line -> line.contains(" org.apache.beam.")))
            .as(String.join(" ", command))
            .isEmpty();
      }
    }
  }
}
