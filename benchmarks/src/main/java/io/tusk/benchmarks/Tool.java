/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that is run as a process of its own and timed from the outside. */
final class Tool {
  private static final String LAUNCHER = "tusk.launcher";

  private final List<String> start;
  private final Path scratch;
  private final Map<String, String> environment = new HashMap<>();

  private Tool(List<String> start, Path scratch) {
    this.start = start;
    this.scratch = scratch;
  }

  /**
   * What a process took.
   *
   * @param output its standard output
   * @param peakBytes the most memory that was resident, as far as it was seen; 0 where the system
   *     does not tell
   */
  record Run(double seconds, String output, long peakBytes) {}

  /** A program on the PATH. */
  static Optional<Tool> find(String name, Path scratch) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(file -> new Tool(List.of(file.toString()), scratch));
  }

  /** The command line of this Tusk, with this process's class path and the launcher's options. */
  static Tool tusk(Path scratch, String... options) {
    List<String> start = new ArrayList<>();
    start.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    start.addAll(List.of(options));
    start.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.tusk.cli.Main"));
    return new Tool(start, scratch);
  }

  /** This process's Java. */
  static Tool java(Path scratch) {
    return new Tool(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()), scratch);
  }

  /**
   * The launcher of this Tusk, as users start it. Where no system property names it, as {@link
   * #tusk} with the options that the launcher has for commands that write.
   */
  static Tool launcher(Path scratch) {
    String launcher = System.getProperty(LAUNCHER);
    return launcher != null
        ? new Tool(List.of(launcher), scratch)
        : tusk(scratch, "-XX:+UseSerialGC", "-Xshare:auto");
  }

  Tool with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Run run(Object... arguments) throws IOException, InterruptedException {
    return runWithInput(null, arguments);
  }

  /**
   * Runs it to its end.
   *
   * @param input a file that is its standard input; may be null
   * @throws IOException when it fails, with what it said
   */
  Run runWithInput(Path input, Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(start);
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path output = scratch.resolve("tool.out");
    Path errors = scratch.resolve("tool.err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    if (input != null) {
      builder.redirectInput(input.toFile());
    }
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    Process process = builder.start();
    long peak = 0;
    boolean ended;
    do {
      ended = process.waitFor(20, TimeUnit.MILLISECONDS);
      peak = Math.max(peak, resident(process.pid()));
    } while (!ended);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new IOException(
          String.join(" ", command) + " failed: " + Files.readString(errors, UTF_8));
    }
    return new Run(seconds, Files.readString(output, UTF_8), peak);
  }

  private static long resident(long process) {
    Path status = Path.of("/proc", Long.toString(process), "status");
    try (Stream<String> lines = Files.lines(status, UTF_8)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0;
    }
  }
}
