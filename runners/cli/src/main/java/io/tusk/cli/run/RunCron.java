/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.run;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.pipeline.CronTicks;
import io.tusk.repo.Transaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ticks a pipeline's cron inputs. */
@Command(
    description = {
      "Tick every cron input of a pipeline now, whatever its schedule says.",
      "Each gets a commit, and the pipeline one job for all of them, which 'tusk run' runs. The"
          + " schedules go on as if nothing had happened."
    },
    footer = {"", "Examples:", "  tusk run cron report"})
public final class RunCron extends ChangeCommand {
  @Parameters(paramLabel = "PIPELINE", description = "Its name.")
  private String name;

  @Override
  protected String subject() {
    return pipeline(name).toString();
  }

  @Override
  protected void change(Transaction tx) {
    CronTicks.tickNow(tx, pipeline(name));
  }
}
