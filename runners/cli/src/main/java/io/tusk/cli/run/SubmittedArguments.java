/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.run;

import java.util.ArrayList;
import java.util.List;

/** The arguments of a bundled jar: those of {@code tusk run}, whose verb and runner it knows. */
public final class SubmittedArguments {
  private static final String VERB = "run";
  private static final String RUNNER = "--runner";

  private SubmittedArguments() {}

  /** {@code given} with the verb and {@code runner} where they are missing. */
  public static String[] of(String runner, String... given) {
    List<String> arguments = new ArrayList<>(List.of(given));
    if (arguments.isEmpty() || !arguments.get(0).equals(VERB)) {
      arguments.add(0, VERB);
    }
    boolean named =
        arguments.stream()
            .anyMatch(argument -> argument.equals(RUNNER) || argument.startsWith(RUNNER + "="));
    if (!named) {
      arguments.add(RUNNER + "=" + runner);
    }
    return arguments.toArray(String[]::new);
  }
}
