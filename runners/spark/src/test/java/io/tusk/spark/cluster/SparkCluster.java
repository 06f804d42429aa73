/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark.cluster;

import io.tusk.host.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A standalone Spark cluster: a master, and workers of two cores each, in processes of their own,
 * which end with this one. What it logs is left in the build directory.
 */
final class SparkCluster implements AutoCloseable {
  static final int CORES = 2;

  private static final Pattern URL = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern PAGE =
      Pattern.compile("MasterWebUI: Bound MasterWebUI to .*, and started at (http://\\S+)");
  private static final Pattern REGISTERED =
      Pattern.compile("(Successfully registered) with master");
  private static final AtomicInteger CLUSTERS = new AtomicInteger();

  private static final String JARS = build().resolve("cluster/jars") + "/*";

  private static SparkCluster shared;

  private final Path directory;
  private final String jars;
  private final int port;
  private final List<Jvm> workers = new ArrayList<>();
  private Jvm master;
  private String url;

  private SparkCluster(Path directory, String jars) {
    this.directory = directory;
    this.jars = jars;
    try {
      this.port = FreePort.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One with a worker, of this JVM, started when it is first asked for; tests leave it as it is.
   */
  static synchronized SparkCluster shared() {
    if (shared == null) {
      shared = start();
      shared.startWorker();
    }
    return shared;
  }

  /** One without a worker. */
  static SparkCluster start() {
    return new SparkCluster(newDirectory(), JARS).startMaster();
  }

  /** One of an older Spark, without a worker. */
  static SparkCluster startOlder() {
    return new SparkCluster(newDirectory(), build().resolve("older-cluster/jars") + "/*:" + JARS)
        .startMaster();
  }

  private static Path newDirectory() {
    String name = ProcessHandle.current().pid() + "-" + CLUSTERS.incrementAndGet();
    Path directory = build().resolve("clusters").resolve(name);
    try {
      Files.createDirectories(directory.resolve("recovery"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory;
  }

  /** The directory that the build writes to. */
  static Path build() {
    return Path.of("target").toAbsolutePath();
  }

  /** The jar that is submitted. */
  static Path bundle() {
    return build().resolve("tusk-spark-bundled.jar");
  }

  /** What {@code bin/spark-submit} of a cluster's host runs. */
  static Jvm.Builder submit() {
    return spark(JARS);
  }

  private static Jvm.Builder spark(String classPath) {
    Path home = build().resolve("cluster");
    try {
      // Spark takes a home without it for a source tree.
      Files.writeString(home.resolve("RELEASE"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Jvm.Builder(classPath)
        .with(Map.of("SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", "2.12"))
        .with("-Xmx256m", "-XX:TieredStopAtLevel=1");
  }

  /** A part of the cluster, which has none of the tests' classes but that which starts it. */
  private Jvm.Builder part() {
    String file = ClusterProcess.class.getName().replace('.', '/') + ".class";
    Path classes = directory.resolve("classes");
    try {
      Files.createDirectories(classes.resolve(file).getParent());
      Files.copy(
          build().resolve("test-classes").resolve(file),
          classes.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return spark(jars + ":" + classes);
  }

  private SparkCluster startMaster() {
    master =
        part()
            .with(
                "-Dspark.deploy.recoveryMode=FILESYSTEM",
                "-Dspark.deploy.recoveryDirectory=" + directory.resolve("recovery"),
                "-Dspark.port.maxRetries=0")
            .start(
                List.of(
                    ClusterProcess.class.getName(),
                    "org.apache.spark.deploy.master.Master",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--webui-port",
                    "0"));
    try {
      url = master.await(URL);
      master.await(PAGE);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return this;
  }

  /** As {@code --sparkMaster} names it. */
  String url() {
    return url;
  }

  /** The address of the master's web page. */
  String page() throws InterruptedException {
    return master.await(PAGE);
  }

  Jvm startWorker() {
    return startWorker(List.of(), Map.of());
  }

  /** {@code command}: what the worker is run by. */
  Jvm startWorker(List<String> command, Map<String, String> environment) {
    Jvm worker =
        part()
            .by(command)
            .with(environment)
            .start(
                List.of(
                    ClusterProcess.class.getName(),
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--webui-port",
                    "0",
                    "--cores",
                    Integer.toString(CORES),
                    "--memory",
                    "2g",
                    "--work-dir",
                    work().toString(),
                    url));
    workers.add(worker);
    try {
      worker.await(REGISTERED);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return worker;
  }

  /** Where workers leave what applications print. */
  Path work() {
    return directory.resolve("work");
  }

  void killMaster() throws InterruptedException {
    master.kill();
  }

  /** At the same address, where workers and applications look for it. */
  void restartMaster() {
    startMaster();
  }

  @Override
  public void close() {
    workers.forEach(Jvm::close);
    master.close();
  }
}
