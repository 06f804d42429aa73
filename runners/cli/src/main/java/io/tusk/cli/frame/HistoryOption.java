/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --history}: how far back a listing goes. */
public final class HistoryOption {
  private static final String NONE = "none";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--history",
      paramLabel = "none|all|N",
      defaultValue = NONE,
      description = "How many versions before the newest are listed as well.")
  private String history;

  public boolean isSet() {
    return !history.equals(NONE);
  }

  /** How many versions before the newest; without limit where all are wanted. */
  public long older() {
    if (history.equals(NONE)) {
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
