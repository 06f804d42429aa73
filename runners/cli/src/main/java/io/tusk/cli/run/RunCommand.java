/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.run;

import io.tusk.cli.frame.SecretsOption;
import io.tusk.cli.frame.StandardOutput;
import io.tusk.cli.frame.StoreCommand;
import io.tusk.cli.job.JobText;
import io.tusk.engine.command.Isolation;
import io.tusk.engine.run.Engine;
import io.tusk.engine.run.EngineListener;
import io.tusk.engine.run.EngineOptions;
import io.tusk.engine.run.RunReport;
import io.tusk.engine.work.Progress;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.repo.TuskStore;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: the only command that loads Beam. */
@Command(
    description = "Run all pending jobs, and wait for those that others run.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all jobs succeeded",
      "3:a job failed, was killed or could not be run",
      "7:the storage could not be read or written; run again",
      "130:interrupted; jobs that were running are killed"
    },
    footer = {"", "Examples:", "  tusk run", "  tusk run --isolation=none"})
public final class RunCommand extends StoreCommand {
  @Option(
      names = "--runner",
      paramLabel = "RUNNER",
      defaultValue = "DirectRunner",
      description = "Beam's runner; this version has DirectRunner.")
  private String runner;

  @Option(
      names = "--targetParallelism",
      paramLabel = "N",
      description =
          "Datums that run at once where a pipeline does not say; by default one a processor.")
  private Integer parallelism;

  @Option(
      names = "--isolation",
      paramLabel = "auto|bubblewrap|unshare|none",
      defaultValue = "auto",
      description = "How commands are kept apart from each other and from the host.")
  private String isolation;

  @Mixin private SecretsOption secrets;

  @Override
  protected int run() throws InterruptedException {
    if (!runner.equals("DirectRunner")) {
      throw new TuskException(
          ErrorCode.USAGE,
          "runner \"" + runner + "\" is not part of this version; use --runner=DirectRunner");
    }
    if (parallelism != null && parallelism < 1) {
      throw misuse("--targetParallelism takes a number of at least 1, not " + parallelism);
    }
    Isolation.parse(isolation);
    int slots = parallelism != null ? parallelism : Runtime.getRuntime().availableProcessors();
    EngineOptions options =
        new EngineOptions(
            List.of("--runner=" + runner),
            slots,
            isolation,
            EngineOptions.DEFAULT_DEAD_AFTER,
            secrets.directory(terminal()));
    try (TuskStore store = openStore()) {
      Engine engine = new Engine(store, options, new Reporter());
      CtrlC ctrlC = CtrlC.calls(engine::interrupt);
      try {
        return report(engine.runPending());
      } finally {
        ctrlC.giveBack();
      }
    }
  }

  private int report(RunReport report) {
    List<Job> bad = report.ended().stream().filter(job -> job.state() != JobState.SUCCESS).toList();
    report
        .waiting()
        .forEach(
            waiting ->
                err()
                    .println(
                        "job "
                            + waiting.job()
                            + " waits for commit "
                            + waiting.read().label()
                            + ", which is open; 'tusk finish commit "
                            + waiting.read().branch()
                            + "' finishes it"));
    if (report.ended().isEmpty()) {
      if (report.waiting().isEmpty()) {
        err().println("no job is pending");
      }
      return 0;
    }
    err()
        .println(
            report.ended().size()
                + (report.ended().size() == 1 ? " job, " : " jobs, ")
                + bad.size()
                + " not successful; Beam was started "
                + report.runnersStarted()
                + (report.runnersStarted() == 1 ? " time" : " times"));
    return bad.isEmpty() ? 0 : ErrorCode.JOB_FAILED.exitCode();
  }

  /** One line for each job when it ends. */
  private final class Reporter implements EngineListener {
    private final List<JobId> announced = new ArrayList<>();
    private final ProgressLine progress = new ProgressLine(err());
    private boolean closed;

    @Override
    public synchronized void planned(JobId job, long toRun) {
      progress.planned(job, toRun);
    }

    @Override
    public boolean wantsProgress() {
      return terminal().isInteractive();
    }

    @Override
    public synchronized void progress(JobId job, List<Progress> lanes) {
      progress.show(job, lanes);
    }

    @Override
    public synchronized void waiting(JobId job) {
      if (!announced.contains(job)) {
        announced.add(job);
        err().println(job + ": another process runs it; waiting");
        err().flush();
      }
    }

    /** The jobs go on when nobody reads about them any more. */
    private void print(String line) {
      if (!closed) {
        try {
          out().println(line);
          out().flush();
        } catch (StandardOutput.Closed e) {
          closed = true;
        }
      }
    }

    @Override
    public synchronized void ended(Job job) {
      progress.clear(job.id());
      print(JobText.ending(job));
      if (!job.reason().isEmpty()) {
        job.reason().lines().forEach(line -> err().println("  " + line));
        err().flush();
      }
    }
  }
}
