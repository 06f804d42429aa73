/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command line in processes of its own, over one store, with this test's class path. */
final class TuskProcess implements TuskCommands {
  /** The system's own programs come first: packages such as python3-opencv are for those. */
  static final String PATH = "/usr/bin:/bin:" + System.getenv("PATH");

  private final Path store;
  private final Path log;

  TuskProcess(Path directory) {
    this.store = directory.resolve("store");
    this.log = directory.resolve("stderr");
  }

  @Override
  public String tusk(Object... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("io.tusk.cli.Main");
    Stream.of(args).map(Object::toString).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TUSK_STORE", store.toString());
    builder.environment().put("PATH", PATH);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectError(log.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    int code = process.waitFor();
    assertThat(code).as("%s%n%s", List.of(args), Files.readString(log)).isZero();
    return printed;
  }
}
