/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Java process of a test, whose output is kept. */
final class Jvm implements AutoCloseable {
  private static final Path LOGS = SparkCluster.build().resolve("cluster-logs");
  private static final long MOST_SECONDS = 280;

  /** What Spark reaches into on Java 17, as the launcher and {@code bin/spark-submit} give it. */
  static final List<String> OPENS =
      Stream.of(
              "java.lang",
              "java.lang.invoke",
              "java.net",
              "java.nio",
              "java.util",
              "java.util.concurrent",
              "sun.nio.ch")
          .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
          .toList();

  private final Process process;
  private final StringBuilder printed = new StringBuilder();
  private final Path log;
  private final Thread reader;

  private Jvm(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.reader = new Thread(this::read, "output of a process");
    reader.setDaemon(true);
    reader.start();
  }

  /** How a process is started. */
  static final class Builder {
    private final List<String> before = new ArrayList<>();
    private final List<String> flags = new ArrayList<>(List.of("-XX:+UseSerialGC"));
    private final Map<String, String> environment = new TreeMap<>();
    private final String classPath;

    Builder(String classPath) {
      this.classPath = classPath;
      environment.put("LC_ALL", "C.UTF-8");
      environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    }

    /** Run by such a command. */
    Builder by(List<String> command) {
      before.addAll(command);
      return this;
    }

    Builder with(String... javaFlags) {
      flags.addAll(List.of(javaFlags));
      return this;
    }

    Builder with(Map<String, String> variables) {
      environment.putAll(variables);
      return this;
    }

    Jvm start(List<String> words) {
      List<String> command = new ArrayList<>(before);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(flags);
      command.addAll(List.of("-cp", classPath));
      command.addAll(words);
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      builder.environment().putAll(environment);
      try {
        Path log = Files.createDirectories(LOGS).resolve(UUID.randomUUID() + ".log");
        return new Jvm(builder.start(), log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        PrintWriter file = new PrintWriter(Files.newBufferedWriter(log), true)) {
      String line = output.readLine();
      while (line != null) {
        file.println(line);
        synchronized (printed) {
          printed.append(line).append('\n');
          printed.notifyAll();
        }
        line = output.readLine();
      }
    } catch (IOException e) {
      synchronized (printed) {
        printed.append(e).append('\n');
      }
    } finally {
      synchronized (printed) {
        printed.notifyAll();
      }
    }
  }

  String printed() {
    synchronized (printed) {
      return printed.toString();
    }
  }

  /** Waits until it has printed what the pattern finds, whose first group is the answer. */
  String await(Pattern pattern) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    synchronized (printed) {
      while (true) {
        Matcher matcher = pattern.matcher(printed);
        if (matcher.find()) {
          return matcher.group(1);
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0 || !reader.isAlive()) {
          throw new AssertionError("no " + pattern + " in\n" + printed);
        }
        printed.wait(Math.min(left, 1_000));
      }
    }
  }

  /** Waits for its end; returns its exit code. */
  int end() throws InterruptedException {
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("does not end:\n" + printed());
    }
    reader.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The processes that it started itself. */
  List<ProcessHandle> children() {
    return process.children().toList();
  }

  /** As the kernel would for want of memory. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
