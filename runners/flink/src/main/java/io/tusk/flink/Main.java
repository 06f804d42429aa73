/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.cli.run.SubmittedArguments;

/** What {@code flink run} starts: {@code tusk run} on the cluster that the job was given to. */
public final class Main {
  private static final String RUNNER = "FlinkRunner";

  private Main() {}

  /**
   * @throws RunFailed when a job was not successful, since Flink's clients know failures only by
   *     what is thrown; what went wrong has been printed
   */
  public static void main(String[] args) {
    int code = io.tusk.cli.Main.run(arguments(args));
    if (code != 0) {
      throw new RunFailed(code);
    }
  }

  static String[] arguments(String... given) {
    return SubmittedArguments.of(RUNNER, given);
  }
}
