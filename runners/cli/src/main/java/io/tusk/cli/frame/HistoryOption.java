/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --history}: how far back a listing goes. */
public final class HistoryOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--history",
      paramLabel = "none|all|N",
      defaultValue = "none",
      description = "How many older versions to list.")
  private String history;

  /** How many versions before the newest; without limit where all are wanted. */
  public long older() {
    if (history.equals("none")) {
      return 0;
    }
    if (history.equals("all") || history.equals("-1")) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseUnsignedLong(history);
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(), "--history takes none, all or a number, not \"" + history + "\"", e);
    }
  }
}
