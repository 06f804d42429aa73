/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

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
    int code = io.tusk.cli.Main.run(arguments(args));
    if (code != 0) {
      throw new RunFailed(code);
    }
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
