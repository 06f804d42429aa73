/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.run;

import io.tusk.cli.frame.SecretsOption;
import io.tusk.cli.frame.StandardOutput;
import io.tusk.cli.frame.StoreCommand;
import io.tusk.cli.job.JobText;
import io.tusk.engine.command.Isolation;
import io.tusk.engine.run.BeamArguments;
import io.tusk.engine.run.Engine;
import io.tusk.engine.run.EngineListener;
import io.tusk.engine.run.EngineOptions;
import io.tusk.engine.run.RunReport;
import io.tusk.engine.run.Timetable;
import io.tusk.engine.work.Progress;
import io.tusk.error.ErrorCode;
import io.tusk.name.PipelineName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.repo.TuskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code run}: the only command that loads Beam. */
@Command(
    description = {
      "Run all pending jobs, and wait for those that others run. Other options, as --name=value,"
          + " are Beam's own.",
      "Before that, cron inputs get the ticks that are due: one commit for each that was missed,"
          + " the newest 1,000 at most. Branches whose trigger names times move.",
      "With --watch it goes on: jobs run, cron inputs tick and branches move as they come due, until Ctrl-C or a"
          + " signal ends it. A store that is away for a while is waited for. Several may watch"
          + " one store, and share the work. After a signal other than Ctrl-C the next one goes on"
          + " with the jobs."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all jobs succeeded; with --watch: ended by Ctrl-C while none of its jobs ran",
      "3:a job failed, was killed or could not be run; never with --watch",
      "5:all jobs succeeded, and a pipeline could not tick; never with --watch",
      "7:the storage could not be read or written; run again",
      "130:interrupted; jobs that were running are killed"
    },
    footer = {
      "",
      "Examples:",
      "  tusk run",
      "  tusk run --watch",
      "  tusk run --pipeline=edges --isolation=none",
      "  tusk run --runner=FlinkRunner --flinkMaster=flink.example.com:8081",
      "  tusk run --runner=SparkRunner --sparkMaster=spark://spark.example.com:7077"
    })
public final class RunCommand extends StoreCommand {
  @Option(
      names = "--runner",
      paramLabel = "RUNNER",
      defaultValue = "DirectRunner",
      description = "Beam's runner: DirectRunner, FlinkRunner or SparkRunner.")
  private String runner;

  @Option(
      names = "--flinkMaster",
      paramLabel = "ADDRESS",
      description =
          "HOST:PORT of Flink's job manager, or [local]; without it as Flink is set up here.")
  private String flinkMaster;

  @Option(
      names = "--sparkMaster",
      paramLabel = "ADDRESS",
      description =
          "spark://HOST:PORT of Spark's master, or local[N]; without it as Spark is set up here.")
  private String sparkMaster;

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "PIPELINE",
      description = "Run the jobs of this pipeline, and its ticks, only; may be repeated.")
  private List<String> pipelines;

  @Option(names = "--watch", description = "Go on until Ctrl-C, with what comes due.")
  private boolean watch;

  @Option(
      names = "--targetParallelism",
      paramLabel = "N",
      description =
          "Datums that run at once where a pipeline does not say; by default one a processor.")
  private Integer parallelism;

  @Option(
      names = "--planOnWorkersFrom",
      paramLabel = "N",
      defaultValue = "" + EngineOptions.DEFAULT_PLAN_ON_WORKERS_FROM,
      description =
          "From how many paths on the workers of Flink or Spark plan a job that goes through all of"
              + " them.")
  private long planOnWorkersFrom;

  @Option(
      names = "--isolation",
      paramLabel = "auto|bubblewrap|unshare|none",
      defaultValue = "auto",
      description = "How commands are kept apart from each other and from the host.")
  private String isolation;

  @Option(
      names = "--progress",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      description = "Say how far jobs are; without it on a terminal only.")
  private Boolean wantsProgress;

  @Mixin private SecretsOption secrets;

  /** Beam's. */
  @Unmatched private List<String> others = new ArrayList<>();

  @Override
  protected int run() throws InterruptedException {
    List<String> arguments = beamArguments();
    if (parallelism != null && parallelism < 1) {
      throw misuse("--targetParallelism takes a number of at least 1, not " + parallelism);
    }
    if (planOnWorkersFrom < 1) {
      throw misuse("--planOnWorkersFrom takes a number of at least 1, not " + planOnWorkersFrom);
    }
    Isolation.parse(isolation);
    EngineOptions options =
        new EngineOptions(
            arguments,
            parallelism == null ? OptionalInt.empty() : OptionalInt.of(parallelism),
            isolation,
            EngineOptions.DEFAULT_DEAD_AFTER,
            secrets.directory(terminal()),
            only(),
            planOnWorkersFrom);
    try (TuskStore store = openStore()) {
      requireAll(store, options.pipelines());
      Reporter reporter = new Reporter();
      TimedReporter timed = new TimedReporter(reporter::say);
      Timetable timetable = Timetable.of(store, options, timed);
      Engine engine = new Engine(store, options, reporter);
      CtrlC ctrlC = CtrlC.calls(engine::interrupt);
      try {
        return watch
            ? watch(engine, timetable, timed)
            : timed.exitCode(report(engine.runPending(timetable)));
      } finally {
        ctrlC.giveBack();
      }
    }
  }

  private int watch(Engine engine, Timetable timetable, TimedReporter timed)
      throws InterruptedException {
    err().println("watching " + storePlace() + "; Ctrl-C ends it");
    err().flush();
    engine.watch(timetable, timed);
    return 0;
  }

  private ProgressLine.Style style() {
    boolean line = terminal().isInteractive();
    boolean any = wantsProgress == null ? line : wantsProgress;
    return any ? line ? ProgressLine.Style.LINE : ProgressLine.Style.LOG : ProgressLine.Style.NONE;
  }

  private Set<PipelineName> only() {
    return pipelines == null
        ? Set.of()
        : pipelines.stream().map(this::pipeline).collect(Collectors.toSet());
  }

  private static void requireAll(TuskStore store, Set<PipelineName> names) {
    if (!names.isEmpty()) {
      PipelineCatalog there = new PipelineCatalog(store.snapshot().catalog());
      names.stream().sorted().forEach(there::requirePipeline);
    }
  }

  private List<String> beamArguments() {
    for (String other : others) {
      if (!other.startsWith("--") || other.indexOf('=') < 0) {
        throw unmatched(other);
      }
    }
    List<String> arguments = new ArrayList<>();
    arguments.add("--runner=" + runner);
    addMaster(arguments, "--flinkMaster", flinkMaster, "FlinkRunner");
    addMaster(arguments, "--sparkMaster", sparkMaster, "SparkRunner");
    arguments.addAll(others);
    if (arguments.size() > 1) {
      // Finding out loads Beam, which a run with nothing to do need not.
      BeamArguments.unknown(arguments.subList(1, arguments.size()))
          .ifPresent(
              name -> {
                throw unmatched("--" + name);
              });
    }
    arguments.addAll(workerOptions());
    return arguments;
  }

  private void addMaster(List<String> arguments, String option, String master, String itsRunner) {
    if (master == null) {
      return;
    }
    if (!runner.equalsIgnoreCase(itsRunner)) {
      throw misuse(option + " is for --runner=" + itsRunner + ", and the runner is " + runner);
    }
    arguments.add(option + "=" + master);
  }

  private int report(RunReport report) {
    report
        .submitted()
        .forEach(
            job ->
                out()
                    .println(
                        job
                            + ": submitted; it goes on without this command, and 'tusk run' runs what follows"));
    report
        .elsewhere()
        .forEach(
            job ->
                err()
                    .println(
                        job
                            + ": others run it; it goes on without this command, and 'tusk run' runs what follows"));
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
      if (report.waiting().isEmpty()
          && report.deleted().isEmpty()
          && report.submitted().isEmpty()
          && report.elsewhere().isEmpty()) {
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

  static String crossWarning(JobId job, long datums) {
    String count =
        datums == Long.MAX_VALUE
            ? "more than can be counted"
            : String.format(Locale.ROOT, "about %,d", datums);
    return "warning: "
        + job
        + ": a cross or join of its inputs makes "
        + count
        + " datums; if that is not meant, stop the job, and give narrower globs, a group, or join_on"
        + " values that fewer files have in common";
  }

  /** One line for each job when it ends. */
  private final class Reporter implements EngineListener {
    private final ProgressLine progress = new ProgressLine(err(), terminal().clock(), style());
    private boolean closed;

    @Override
    public synchronized void planning(JobId job) {
      progress.planning(job);
    }

    @Override
    public synchronized void planned(JobId job, Outlook outlook) {
      progress.planned(job, outlook);
      progress.show(job, List.of());
    }

    @Override
    public synchronized void crossing(JobId job, long datums) {
      progress.clear(job);
      say(crossWarning(job, datums));
      progress.planning(job);
    }

    synchronized void say(String line) {
      progress.erase();
      err().println(line);
      err().flush();
    }

    @Override
    public boolean wantsProgress() {
      return progress.isWanted();
    }

    @Override
    public synchronized void progress(JobId job, List<Progress> lanes) {
      progress.show(job, lanes);
    }

    @Override
    public synchronized void waiting(JobId job) {
      say(job + ": another process runs it; waiting");
    }

    @Override
    public synchronized void deleted(JobId job) {
      progress.clear(job);
      say(job + ": it was deleted meanwhile");
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
