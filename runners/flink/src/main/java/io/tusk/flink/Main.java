/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.cli.frame.StandardOutput;
import io.tusk.cli.frame.Terminal;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What {@code flink run} starts: {@code tusk run} on the cluster that the job was given to. */
public final class Main {
  private static final String VERB = "run";
  private static final String RUNNER = "--runner=FlinkRunner";

  private Main() {}

  /**
   * @throws RunFailed when a job was not successful, since Flink's clients know failures only by
   *     what is thrown; what went wrong has been printed
   */
  public static void main(String[] args) {
    StandardOutput stdout = new StandardOutput(System.out);
    PrintWriter out = new PrintWriter(writer(stdout));
    PrintWriter err = new PrintWriter(writer(System.err));
    int code = io.tusk.cli.Main.run(Terminal.ofProcess(stdout), out, err, arguments(args));
    out.flush();
    err.flush();
    if (code != 0) {
      throw new RunFailed(code);
    }
  }

  private static BufferedWriter writer(java.io.OutputStream stream) {
    return new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }

  static String[] arguments(String... given) {
    List<String> arguments = new ArrayList<>(List.of(given));
    if (arguments.isEmpty() || !arguments.get(0).equals(VERB)) {
      arguments.add(0, VERB);
    }
    boolean named =
        arguments.stream()
            .anyMatch(argument -> argument.equals("--runner") || argument.startsWith("--runner="));
    if (!named) {
      arguments.add(RUNNER);
    }
    return arguments.toArray(String[]::new);
  }
}
