/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Flink's own jars, and how its programs are started from them. */
final class FlinkHome {
  /** What Flink's scripts open of the JDK. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "sun.nio.ch");

  private FlinkHome() {}

  /** The build directory of this module. */
  static Path build() {
    return Path.of("target").toAbsolutePath();
  }

  static Path bundle() {
    Path jar = build().resolve("tusk-flink-bundled.jar");
    if (!Files.isRegularFile(jar)) {
      throw new AssertionError(jar + " is missing; 'mvn -pl runners/flink -am verify' makes it");
    }
    return jar;
  }

  /** The class path of a cluster and of Flink's own client. */
  static String libraries() {
    return build().resolve("flink/lib") + "/*";
  }

  /** The beginning of a command line. */
  static List<String> java(String... flags) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(flags));
    line.add("-XX:+UseSerialGC");
    line.add("-XX:TieredStopAtLevel=1");
    OPENED.forEach(name -> line.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    return line;
  }

  /** A program of Flink that ends when this JVM does, with its output in a file. */
  static ProcessBuilder program(Path log, List<String> flags, String main, List<String> arguments)
      throws IOException {
    List<String> line = new ArrayList<>(java(flags.toArray(String[]::new)));
    line.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
    line.add("-cp");
    line.add(guard() + ":" + libraries());
    line.add(Guard.class.getName());
    line.add(main);
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8"));
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    return builder;
  }

  /** A directory with nothing else: no other class of the tests is seen by Flink. */
  private static Path guard() throws IOException {
    Path directory = build().resolve("flink/guard");
    for (Class<?> type : List.of(Guard.class, ApplicationMode.class)) {
      String name = type.getName().replace('.', '/') + ".class";
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.copy(
          build().resolve("test-classes").resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
    }
    return directory;
  }
}
