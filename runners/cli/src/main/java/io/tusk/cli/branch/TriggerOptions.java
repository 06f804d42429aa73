/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.branch;

import io.tusk.cron.CronExpression;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import io.tusk.repo.DecimalSize;
import io.tusk.repo.Transaction;
import io.tusk.repo.Trigger;
import io.tusk.repo.TriggerChanges;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options of a branch that moves by itself. */
final class TriggerOptions {
  @Option(
      names = {"-t", "--trigger"},
      paramLabel = "BRANCH",
      description =
          "Another branch of the repository: this one moves to its newest finished commit when"
              + " what the other --trigger options say has come.")
  private String branch;

  @Option(
      names = "--trigger-cron",
      paramLabel = "SPEC",
      description =
          "Move at these times, as \"@daily\" or \"0 6 * * mon\", and never otherwise; 'tusk run'"
              + " sees to it.")
  private String cron;

  @Option(
      names = "--trigger-size",
      paramLabel = "SIZE",
      description = "Move when it has so much more than this branch, as 100M.")
  private String size;

  @Option(
      names = "--trigger-commits",
      paramLabel = "N",
      description = "Move when it is so many commits further than this branch.")
  private Long commits;

  @Option(
      names = "--trigger-all",
      description = "Move when all that is given holds; without it one is enough.")
  private boolean all;

  boolean isGiven() {
    return branch != null;
  }

  /**
   * @throws TuskException USAGE for what cannot be a trigger
   */
  void check() {
    if (branch != null) {
      conditions();
      return;
    }
    String other =
        cron != null
            ? "--trigger-cron"
            : size != null
                ? "--trigger-size"
                : commits != null ? "--trigger-commits" : all ? "--trigger-all" : "";
    if (!other.isEmpty()) {
      throw new TuskException(
          ErrorCode.USAGE,
          "option " + other + " needs a branch to start from; name it by --trigger BRANCH");
    }
  }

  /** Sets the trigger that was given on a branch. */
  void set(Transaction tx, BranchName name) {
    TriggerChanges.set(tx, name, new BranchName(name.repo(), branch), conditions());
  }

  private Trigger.Conditions conditions() {
    Optional<CronExpression> times = parsed("--trigger-cron", cron, CronExpression::new);
    Optional<DecimalSize> bytes = parsed("--trigger-size", size, DecimalSize::new);
    return parsed(
            "--trigger",
            branch,
            any ->
                new Trigger.Conditions(
                    all ? Trigger.Match.ALL : Trigger.Match.ANY,
                    Optional.empty(),
                    bytes,
                    commits == null ? 0 : commits,
                    times))
        .orElseThrow();
  }

  private static <T> Optional<T> parsed(String option, String text, Function<String, T> type) {
    try {
      return Optional.ofNullable(text).map(type);
    } catch (TuskException e) {
      throw new TuskException(ErrorCode.USAGE, "option " + option + ": " + e.getMessage(), e);
    }
  }
}
