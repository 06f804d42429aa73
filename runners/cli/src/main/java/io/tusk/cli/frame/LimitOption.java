/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code -n}: how much of a listing is wanted. */
public final class LimitOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-n", "--number"},
      paramLabel = "N",
      defaultValue = "0",
      showDefaultValue = Visibility.NEVER,
      description = "At most so many; 0 is no limit.")
  private long number;

  public long limit() {
    if (number < 0) {
      throw new ParameterException(
          spec.commandLine(), "-n takes a number of at least 0, not " + number);
    }
    return number > 0 ? number : Long.MAX_VALUE;
  }
}
