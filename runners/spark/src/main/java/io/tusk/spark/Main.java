/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import io.tusk.cli.frame.StandardOutput;
import io.tusk.cli.frame.Terminal;
import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What {@code spark-submit} starts: {@code tusk run} in the application that was submitted. */
public final class Main {
  private static final String VERB = "run";
  private static final String RUNNER = "--runner=SparkRunner";

  private Main() {}

  /**
   * Ends the process when a job was not successful; otherwise returns, since managers of clusters
   * take an early exit for a failure whatever its code.
   */
  public static void main(String[] args) {
    StandardOutput stdout = new StandardOutput(System.out);
    PrintWriter out = writer(stdout);
    PrintWriter err = writer(System.err);
    int code = io.tusk.cli.Main.run(Terminal.ofProcess(stdout), out, err, arguments(args));
    out.flush();
    err.flush();
    if (code != 0) {
      System.exit(code);
    }
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(
        new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)));
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
