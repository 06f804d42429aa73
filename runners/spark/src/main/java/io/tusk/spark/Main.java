/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import io.tusk.cli.run.SubmittedArguments;

/** What {@code spark-submit} starts: {@code tusk run} in the application that was submitted. */
public final class Main {
  private static final String RUNNER = "SparkRunner";

  private Main() {}

  /**
   * Ends the process when a job was not successful; otherwise returns, since managers of clusters
   * take an early exit for a failure whatever its code.
   */
  public static void main(String[] args) {
    int code = io.tusk.cli.Main.run(arguments(args));
    if (code != 0) {
      System.exit(code);
    }
  }

  static String[] arguments(String... given) {
    return SubmittedArguments.of(RUNNER, given);
  }
}
