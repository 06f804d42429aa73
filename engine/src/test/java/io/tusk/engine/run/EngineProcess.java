/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.host.Host;
import io.tusk.objects.LocalObjectStore;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An engine in a process of its own, which prints the state of each job that ended. */
final class EngineProcess {
  private EngineProcess() {}

  /** {@code arguments}: the directory of the store. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    TuskStore store = TuskStore.open(new LocalObjectStore(Path.of(arguments[0])), Host.system());
    EngineOptions options =
        new EngineOptions(List.of("--runner=DirectRunner"), 2, "auto", Duration.ofSeconds(60));
    out.println("ready");
    RunReport report = new Engine(store, options, new EngineListener() {}).runPending();
    report
        .ended()
        .forEach(
            job ->
                out.println(
                    job.state() + " " + job.counts().processed() + " attempt " + job.attempt()));
    // Nothing that an engine starts may keep its process from ending.
  }

  static Process start(Path store) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(EngineProcess.class.getName(), store.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
