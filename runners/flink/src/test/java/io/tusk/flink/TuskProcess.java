/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command line in a process of its own: {@code tusk} or {@code flink}. */
final class TuskProcess {
  private static final long MOST_SECONDS = 300;

  private final Process process;
  private final Path output;

  private TuskProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** How it ended, with what it printed on both streams. */
  record Ended(int exit, String output) {}

  /** {@code tusk}, with the class path of this JVM's own. */
  static TuskProcess tusk(Path directory, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add("io.tusk.cli.Main");
    line.addAll(List.of(arguments));
    return start(directory, line, Map.of());
  }

  /** {@code flink run} of the bundled jar, by Flink's own client and configuration. */
  static TuskProcess flinkRun(
      Path directory, FlinkCluster cluster, List<String> flags, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add("-cp");
    line.add(FlinkHome.libraries());
    line.add("org.apache.flink.client.cli.CliFrontend");
    line.add("run");
    line.addAll(flags);
    line.add(FlinkHome.bundle().toString());
    line.addAll(List.of(arguments));
    return start(directory, line, Map.of("FLINK_CONF_DIR", cluster.configuration().toString()));
  }

  private static TuskProcess start(
      Path directory, List<String> line, Map<String, String> environment) {
    try {
      Path output = Files.createTempFile(directory, "output", ".txt");
      List<String> all = new ArrayList<>(FlinkHome.java("-Xmx512m"));
      all.addAll(line);
      ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
      builder.redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      return new TuskProcess(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ended end() {
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the command did not end:\n" + output());
      }
      return new Ended(process.exitValue(), output());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void kill() {
    FlinkCluster.kill(process);
  }
}
