/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.RawJson;
import io.tusk.cli.frame.RawOption;
import io.tusk.cli.frame.ReadCommand;
import io.tusk.cli.frame.View;
import io.tusk.cron.Durations;
import io.tusk.datum.DatumKey;
import io.tusk.engine.inspect.DatumInfo;
import io.tusk.engine.inspect.JobDatums;
import io.tusk.engine.inspect.JobLogs;
import io.tusk.engine.inspect.LogMessage;
import io.tusk.engine.inspect.LogQuery;
import io.tusk.engine.log.LogLine;
import io.tusk.name.FilePath;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.JobId;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Print what the datums of a job, or of all jobs of a pipeline, printed.",
      "The lines of a datum come below its id and its files. Those of a datum that was skipped are"
          + " in the job that ran it."
    },
    footer = {
      "",
      "Examples:",
      "  tusk logs -j edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3",
      "  tusk logs -j edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3 --failed",
      "  tusk logs -p edges -f --since 10m",
      "  tusk logs -p edges --inputs /a.png --raw"
    })
public final class LogsCommand extends ReadCommand {
  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "PIPELINE",
      description = "The pipeline: all its jobs, oldest first.")
  private String pipeline;

  @Option(
      names = {"-j", "--job"},
      paramLabel = "PIPELINE@ID",
      description = "The job.")
  private String job;

  @Option(names = "--datum", paramLabel = "ID", description = "Only this datum.")
  private String datum;

  @Option(
      names = "--inputs",
      paramLabel = "PATH",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "Only datums whose inputs include all these paths, with commas between them.")
  private List<String> inputs = List.of();

  @Option(names = "--failed", description = "Only datums that failed.")
  private boolean failed;

  @Option(
      names = "--worker",
      description = "Only what Tusk says of the datums, not what their code printed.")
  private boolean worker;

  @Option(
      names = {"-f", "--follow"},
      description =
          "Go on with what is printed from now on: of a job until it has ended, of a pipeline until"
              + " Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      description = "Only lines that are no older, such as 30s, 5m or 1h30m; without it all.")
  private String since;

  @Mixin private RawOption raw;

  @Option(names = "--tail", arity = "0..1", fallbackValue = "", hidden = true)
  private String tail;

  private JobId lastJob;
  private Hash lastDatum;

  @Override
  protected void read(View view) throws InterruptedException {
    LogQuery query = query(view);
    JobLogs logs = new JobLogs(view.store());
    if (follow) {
      logs.follow(
          query,
          message -> {
            print(message);
            out().flush();
          },
          () -> false);
    } else {
      logs.read(query, this::print);
    }
  }

  private LogQuery query(View view) {
    if (tail != null) {
      throw misuse("--tail is gone; --since takes how far back lines are wanted, such as 10m");
    }
    if ((pipeline == null) == (job == null)) {
      throw misuse("whose lines: give either -p PIPELINE or -j PIPELINE@ID");
    }
    LogQuery query = LogQuery.of(pipeline == null ? jobId().pipeline() : pipeline(pipeline));
    if (job != null) {
      query = query.withJob(jobId().set());
    }
    if (datum != null) {
      query = query.withDatum(datum(view));
    }
    if (failed) {
      query = query.withState(DatumInfo.State.FAILED);
    }
    if (since != null) {
      query = query.withSince(view.now().minus(age()));
    }
    return query.withPaths(inputs.stream().map(FilePath::parse).toList());
  }

  private JobId jobId() {
    return JobId.parse(project(), job);
  }

  /** A job that goes on may still get the datum. */
  private Hash datum(View view) {
    Hash id = DatumText.id(datum);
    if (job != null && !follow) {
      new JobDatums(view.store()).require(jobId(), id);
    }
    return id;
  }

  private Duration age() {
    return Durations.parse(since)
        .orElseThrow(
            () ->
                misuse(
                    "--since takes a duration such as "
                        + Durations.FORMS
                        + ", not \""
                        + since
                        + "\""));
  }

  private void print(LogMessage message) {
    if (worker && message.line().source() == LogLine.Source.USER) {
      return;
    }
    if (raw.isRaw()) {
      raw.print(out(), document(message));
      return;
    }
    boolean otherJob = !message.job().equals(lastJob);
    if (otherJob && job == null) {
      out().println("job " + message.job());
    }
    if (otherJob || !message.datum().equals(lastDatum)) {
      out().println("datum " + message.datum() + " " + paths(message));
    }
    lastJob = message.job();
    lastDatum = message.datum();
    out().println(message.line().marked());
  }

  private static String paths(LogMessage message) {
    return DatumText.first(message.paths(), part -> part.branch() + ":" + part.path());
  }

  private static ObjectNode document(LogMessage message) {
    ObjectNode json = RawJson.object();
    json.put("project_name", message.job().pipeline().project().value());
    json.put("pipeline_name", message.job().pipeline().name());
    json.put("job_id", message.job().set().value());
    json.put("worker_id", message.worker());
    json.put("datum_id", message.datum().toString());
    ArrayNode data = json.putArray("data");
    for (DatumKey.Part part : message.paths()) {
      data.addObject().put("path", part.path().value());
    }
    json.put("user", message.line().source() == LogLine.Source.USER);
    json.put("ts", message.line().time().toString());
    json.put("message", message.line().text());
    return json;
  }
}
