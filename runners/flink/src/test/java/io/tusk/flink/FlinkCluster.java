/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tusk.error.TuskException;
import io.tusk.host.FreePort;
import io.tusk.host.Stopwatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A session cluster of Flink: a job manager and task managers, each a process of its own on this
 * host, of whatever ports are free, with logs under the build directory.
 */
final class FlinkCluster implements AutoCloseable {
  static final int SLOTS = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int STARTS = 3;
  private static FlinkCluster shared;
  private static int number;

  private final Path directory;
  private final int rest;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JobManager client;
  private final List<Process> workers = new ArrayList<>();
  private Process manager;

  private FlinkCluster(Path directory, int rest) {
    this.directory = directory;
    this.rest = rest;
    this.client = JobManager.of(address());
  }

  /** The one of this JVM, with {@link #SLOTS} slots, for tests that leave it as it is. */
  static synchronized FlinkCluster shared() {
    if (shared == null) {
      shared = start();
      shared.startWorker(SLOTS, Map.of());
      shared.awaitSlots(SLOTS);
    }
    return shared;
  }

  /** A job manager without workers. */
  static FlinkCluster start() {
    for (int attempt = 1; ; attempt++) {
      FlinkCluster cluster = null;
      try {
        cluster = prepare();
        cluster.startManager();
        return cluster;
      } catch (AssertionError e) {
        // Another process may have taken a port that was free.
        cluster.close();
        if (attempt == STARTS) {
          throw e;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A job manager for a run by the bundled jar, which ends with it, without workers. */
  static FlinkCluster application(String... arguments) {
    try {
      FlinkCluster cluster = prepare();
      List<String> all = new ArrayList<>();
      all.add(cluster.configuration().toString());
      all.add(FlinkHome.bundle().toString());
      all.addAll(List.of(arguments));
      cluster.manager =
          cluster.start(
              "jobmanager", List.of("-Xmx512m"), ApplicationMode.class.getName(), all, Map.of());
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end of the job manager of an application. */
  int awaitEnd() {
    try {
      assertThat(manager.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("the application ended; its log is in %s", directory)
          .isTrue();
      return manager.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static synchronized FlinkCluster prepare() throws IOException {
    number++;
    Path directory =
        FlinkHome.build().resolve("flink/cluster-" + ProcessHandle.current().pid() + "-" + number);
    Files.createDirectories(directory.resolve("conf"));
    Files.createDirectories(directory.resolve("tmp"));
    int rest = FreePort.next();
    Files.write(
        directory.resolve("conf/flink-conf.yaml"),
        List.of(
            "jobmanager.rpc.address: 127.0.0.1",
            "jobmanager.rpc.port: " + FreePort.next(),
            "jobmanager.bind-host: 127.0.0.1",
            "jobmanager.memory.process.size: 600m",
            "rest.address: 127.0.0.1",
            "rest.bind-address: 127.0.0.1",
            "rest.port: " + rest,
            "taskmanager.host: 127.0.0.1",
            "taskmanager.bind-host: 127.0.0.1",
            "taskmanager.cpu.cores: 2.0",
            "taskmanager.memory.framework.heap.size: 64m",
            "taskmanager.memory.framework.off-heap.size: 64m",
            "taskmanager.memory.task.heap.size: 320m",
            "taskmanager.memory.task.off-heap.size: 0m",
            "taskmanager.memory.managed.size: 64m",
            "taskmanager.memory.network.min: 64m",
            "taskmanager.memory.network.max: 64m",
            "taskmanager.memory.jvm-metaspace.size: 256m",
            "taskmanager.memory.jvm-overhead.min: 64m",
            "taskmanager.memory.jvm-overhead.max: 64m",
            // Losses are noticed soon, and a busy host is not taken for one.
            "heartbeat.interval: 500",
            "heartbeat.timeout: 60000",
            "pekko.ask.timeout: 60 s",
            "cluster.registration.initial-timeout: 100",
            "cluster.registration.error-delay: 500",
            "cluster.registration.refused-registration-delay: 500",
            // Clients soon give up a job manager that is gone.
            "rest.retry.max-attempts: 5",
            "rest.retry.delay: 200",
            "io.tmp.dirs: " + directory.resolve("tmp")));
    return new FlinkCluster(directory, rest);
  }

  /** HOST:PORT. */
  String address() {
    return "127.0.0.1:" + rest;
  }

  Path configuration() {
    return directory.resolve("conf");
  }

  /** Where one of its processes logs. */
  Path log(String process) {
    return directory.resolve(process + ".log");
  }

  /** Starts it where it was, and waits until it answers. */
  void startManager() {
    manager =
        start(
            "jobmanager",
            List.of("-Xmx320m"),
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
            List.of("--configDir", configuration().toString(), "--executionMode", "cluster"),
            Map.of());
    await("the job manager answers", this::answers);
  }

  private boolean answers() {
    try {
      client.overview();
      return true;
    } catch (TuskException e) {
      return false;
    }
  }

  void killManager() {
    kill(manager);
  }

  /**
   * @param environment of the worker, beside what it has from here
   * @param prefix a command that starts the worker, if not this JVM
   */
  Process startWorker(int slots, Map<String, String> environment, String... prefix) {
    Process worker =
        start(
            "taskmanager-" + (workers.size() + 1),
            List.of("-Xmx384m", "-XX:MaxMetaspaceSize=512m"),
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            List.of(
                "--configDir",
                configuration().toString(),
                "-D",
                "taskmanager.numberOfTaskSlots=" + slots),
            environment,
            prefix);
    workers.add(worker);
    return worker;
  }

  static void kill(Process process) {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Process start(
      String name,
      List<String> flags,
      String main,
      List<String> arguments,
      Map<String, String> environment,
      String... prefix) {
    try {
      ProcessBuilder builder = FlinkHome.program(log(name), flags, main, arguments);
      builder.environment().putAll(environment);
      builder.command().addAll(0, List.of(prefix));
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitSlots(int count) {
    await(count + " slots are there", () -> overview().slots() == count);
  }

  void awaitFree(int count) {
    await(count + " slots are free", () -> overview().free() == count);
  }

  JobManager.Overview overview() {
    return client.overview();
  }

  /** Waits for what is certain to come while the job manager runs. */
  void await(String what, BooleanSupplier condition) {
    Stopwatch watch = Stopwatch.start();
    while (!condition.getAsBoolean()) {
      assertThat(watch.elapsed())
          .as("waiting until %s; logs are in %s", what, directory)
          .isLessThan(PATIENCE);
      try {
        boolean ended = manager.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(ended).as("the job manager ended; its log is in %s", directory).isFalse();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** What the job manager answers to GET. */
  String rest(String path) {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address() + path)).build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  JsonNode json(String path) {
    try {
      return new ObjectMapper().readTree(rest(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code flink cancel} does. */
  void cancel(String job) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address() + "/jobs/" + job))
            .method("PATCH", HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(202);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Of the job of Flink's that began last. */
  String lastJob() {
    String last = "";
    long begun = 0;
    for (JsonNode job : json("/jobs/overview").path("jobs")) {
      if (job.path("start-time").asLong() > begun) {
        begun = job.path("start-time").asLong();
        last = job.path("jid").asText();
      }
    }
    return last;
  }

  /** All that its processes have logged. */
  String logs() {
    StringBuilder text = new StringBuilder();
    try (var files = Files.newDirectoryStream(directory, "*.log")) {
      for (Path file : files) {
        text.append(Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  @Override
  public void close() {
    workers.forEach(FlinkCluster::kill);
    if (manager != null) {
      kill(manager);
    }
  }
}
