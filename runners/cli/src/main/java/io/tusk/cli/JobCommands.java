/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.repo.Catalog;
import io.tusk.repo.TuskStore;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of jobs and datums. */
final class JobCommands {
  private JobCommands() {}

  static String progress(JobCounts counts) {
    String recovered = counts.recovered() > 0 ? " + " + counts.recovered() : "";
    return counts.processed() + recovered + " + " + counts.skipped() + " / " + counts.total();
  }

  static String duration(Job job, Instant now) {
    return job.started()
        .map(start -> Format.duration(Duration.between(start, job.finished().orElse(now))))
        .orElse("-");
  }

  static ObjectNode json(Job job) {
    ObjectNode json = RawJson.object();
    ObjectNode name = json.putObject("job");
    ObjectNode pipeline = name.putObject("pipeline");
    pipeline.putObject("project").put("name", job.id().pipeline().project().value());
    pipeline.put("name", job.id().pipeline().name());
    name.put("id", job.id().set().value());
    json.put("pipeline_version", job.version());
    json.put("state", job.state().rawName());
    RawJson.putText(json, "reason", job.reason());
    json.put("created", job.created().toString());
    job.started().ifPresent(time -> json.put("started", time.toString()));
    job.finished().ifPresent(time -> json.put("finished", time.toString()));
    json.put("restart", Math.max(0, job.attempt() - 1));
    json.put("data_processed", job.counts().processed());
    json.put("data_skipped", job.counts().skipped());
    json.put("data_failed", job.counts().failed());
    json.put("data_recovered", job.counts().recovered());
    json.put("data_total", job.counts().total());
    json.set("stats", stats(job.stats()));
    return json;
  }

  private static ObjectNode stats(io.tusk.datum.DatumStats stats) {
    return RawJson.object()
        .put("download_time", seconds(stats.download()))
        .put("process_time", seconds(stats.process()))
        .put("upload_time", seconds(stats.upload()))
        .put("download_bytes", stats.downloadBytes())
        .put("upload_bytes", stats.uploadBytes());
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3fs", duration.toMillis() / 1000.0);
  }

  @Command(
      name = "job",
      aliases = "jobs",
      description = "List jobs, newest first: of a pipeline, of one id, or all.",
      footer = {
        "",
        "Examples:",
        "  tusk list job",
        "  tusk list job -p edges -n 5",
        "  tusk list job 0190f1c2d3e47a5b8c6d7e8f90a1b2c3"
      })
  static final class ListAll extends TuskCommand {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "The jobs of this id.")
    private String id;

    @Option(
        names = {"-p", "--pipeline"},
        paramLabel = "PIPELINE",
        description = "Only jobs of this pipeline.")
    private String pipeline;

    @Option(
        names = {"-n", "--number"},
        paramLabel = "N",
        defaultValue = "0",
        showDefaultValue = Visibility.NEVER,
        description = "At most so many; 0 is no limit.")
    private long number;

    @Option(
        names = "--state",
        paramLabel = "STATE",
        split = ",",
        showDefaultValue = Visibility.NEVER,
        description = "Only jobs in one of these states: ${COMPLETION-CANDIDATES}.")
    private List<JobState> states = List.of();

    @Mixin private RawOption raw;

    @Override
    void run() {
      try (TuskStore store = openStore()) {
        Iterator<Job> jobs = jobs(store.snapshot().catalog());
        long left = number > 0 ? number : Long.MAX_VALUE;
        Table table =
            raw.isRaw()
                ? null
                : new Table(
                    out(),
                    "PROJECT",
                    "PIPELINE",
                    "ID",
                    "STARTED",
                    "DURATION",
                    "RESTART",
                    "PROGRESS",
                    "DL",
                    "UL",
                    "STATE");
        while (jobs.hasNext() && left > 0) {
          Job job = jobs.next();
          if (!states.isEmpty() && !states.contains(job.state())) {
            continue;
          }
          left--;
          if (table == null) {
            raw.print(out(), json(job));
          } else {
            row(table, job);
          }
        }
        if (table != null) {
          table.print();
        }
      }
    }

    private Iterator<Job> jobs(Catalog catalog) {
      JobCatalog jobs = new JobCatalog(catalog);
      if (id != null) {
        List<Job> found = jobs.jobs(new CommitId(id));
        if (found.isEmpty()) {
          throw new TuskException(
              ErrorCode.NOT_FOUND,
              "no job has the id " + id + "; 'tusk list job' shows those that exist");
        }
        return found.iterator();
      }
      if (pipeline != null) {
        PipelineName name = new PipelineName(project(), pipeline);
        new PipelineCatalog(catalog).requirePipeline(name);
        return jobs.jobs(name);
      }
      return jobs.jobs();
    }

    private void row(Table table, Job job) {
      table.row(
          job.id().pipeline().project(),
          job.id().pipeline().name(),
          job.id().set(),
          job.started().map(time -> raw.time(time, terminal().clock())).orElse("-"),
          duration(job, terminal().clock().instant()),
          Math.max(0, job.attempt() - 1),
          progress(job.counts()),
          Format.size(job.stats().downloadBytes()),
          Format.size(job.stats().uploadBytes()),
          PipelineCommands.state(job));
    }
  }

  @Command(
      name = "job",
      aliases = "jobs",
      description = "Show one job.",
      footer = {"", "Example:", "  tusk inspect job edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3"})
  static final class Inspect extends TuskCommand {
    @Parameters(paramLabel = "PIPELINE@ID", description = "The job.")
    private String name;

    @Mixin private RawOption raw;

    @Override
    void run() {
      JobId id = JobId.parse(project(), name);
      try (TuskStore store = openStore()) {
        Job job = new JobCatalog(store.snapshot().catalog()).requireJob(id);
        if (raw.isRaw()) {
          raw.print(out(), json(job));
          return;
        }
        out().println("ID: " + job.id().set());
        out().println("Pipeline: " + job.id().pipeline());
        out().println("Pipeline Version: " + job.version());
        job.started()
            .ifPresent(time -> out().println("Started: " + raw.time(time, terminal().clock())));
        out().println("Duration: " + duration(job, terminal().clock().instant()));
        out().println("State: " + job.state().name().toLowerCase(Locale.ROOT));
        if (!job.reason().isEmpty()) {
          out().println("Reason: " + job.reason());
        }
        out().println("Processed: " + job.counts().processed());
        out().println("Failed: " + job.counts().failed());
        out().println("Skipped: " + job.counts().skipped());
        out().println("Recovered: " + job.counts().recovered());
        out().println("Total: " + job.counts().total());
        out().println("Data Downloaded: " + Format.size(job.stats().downloadBytes()));
        out().println("Data Uploaded: " + Format.size(job.stats().uploadBytes()));
        out().println("Process Time: " + Format.duration(job.stats().process()));
        out().println("Restarts: " + Math.max(0, job.attempt() - 1));
      }
    }
  }

  @Command(
      name = "datum",
      aliases = "datums",
      description = "List the datums of a job.",
      footer = {"", "Example:", "  tusk list datum edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3"})
  static final class ListDatum extends TuskCommand {
    @Parameters(paramLabel = "PIPELINE@ID", description = "The job.")
    private String name;

    @Mixin private RawOption raw;

    @Override
    void run() {
      JobId id = JobId.parse(project(), name);
      try (TuskStore store = openStore()) {
        Job job = new JobCatalog(store.snapshot().catalog()).requireJob(id);
        Iterator<Entry> datums =
            job.datums()
                .map(root -> store.trees().ascending(Tree.stored(root), new byte[0]))
                .orElse(Collections.emptyIterator());
        Table table = raw.isRaw() ? null : new Table(out(), "ID", "FILES", "STATUS", "TIME");
        while (datums.hasNext()) {
          Entry entry = datums.next();
          DatumRecord record = DatumRecord.decode(entry);
          DatumKey key = DatumKey.ofBytes(entry.key());
          if (table == null) {
            raw.print(out(), json(job, key, record));
          } else {
            table.row(
                record.id(), key, state(job, record), Format.duration(record.stats().process()));
          }
        }
        if (table != null) {
          table.print();
        }
      }
    }

    private static String state(Job job, DatumRecord record) {
      if (!record.job().equals(job.id().set())) {
        return "skipped";
      }
      return switch (record.state()) {
        case PROCESSED -> "success";
        case RECOVERED -> "recovered";
        case FAILED -> "failed";
      };
    }

    private static ObjectNode json(Job job, DatumKey key, DatumRecord record) {
      ObjectNode json = RawJson.object();
      ObjectNode datum = json.putObject("datum");
      datum.put("id", record.id().toString());
      ObjectNode of = datum.putObject("job");
      of.putObject("pipeline").put("name", job.id().pipeline().name());
      of.put("id", job.id().set().value());
      json.put("state", state(job, record).toUpperCase(Locale.ROOT));
      json.set("stats", stats(record.stats()));
      var data = json.putArray("data");
      for (DatumKey.Part part : key.parts()) {
        ObjectNode file = data.addObject().putObject("file");
        file.set("branch", RawJson.branchName(part.branch()));
        file.put("path", part.path().value());
      }
      return json;
    }
  }

  @Command(
      name = "logs",
      description = "Print what the datums of a job printed.",
      footer = {
        "",
        "Examples:",
        "  tusk logs -j edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3",
        "  tusk logs -j edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3 --failed"
      })
  static final class Logs extends TuskCommand {
    @Option(
        names = {"-j", "--job"},
        required = true,
        paramLabel = "PIPELINE@ID",
        description = "The job.")
    private String name;

    @Option(names = "--datum", paramLabel = "ID", description = "Only this datum.")
    private String datum;

    @Option(names = "--failed", description = "Only datums that failed.")
    private boolean failed;

    @Override
    void run() {
      JobId id = JobId.parse(project(), name);
      try (TuskStore store = openStore()) {
        Job job = new JobCatalog(store.snapshot().catalog()).requireJob(id);
        Iterator<Entry> entries =
            job.datums()
                .map(root -> store.trees().ascending(Tree.stored(root), new byte[0]))
                .orElse(Collections.emptyIterator());
        boolean found = false;
        while (entries.hasNext()) {
          Entry entry = entries.next();
          DatumRecord record = DatumRecord.decode(entry);
          if (datum != null && !record.id().toString().equals(datum)) {
            continue;
          }
          found = true;
          if (record.log().isPresent() && (!failed || record.state() == DatumState.FAILED)) {
            out().println("datum " + record.id() + " " + DatumKey.ofBytes(entry.key()));
            print(new String(store.trees().pieces().chunk(record.log().get()), UTF_8));
          }
        }
        if (datum != null && !found) {
          throw new TuskException(
              ErrorCode.NOT_FOUND,
              "job "
                  + id
                  + " has no datum \""
                  + datum
                  + "\"; 'tusk list datum "
                  + id
                  + "' shows its datums");
        }
      }
    }

    /** Ends with the end of a line, so that the next datum begins with one. */
    private void print(String log) {
      out().print(log);
      if (!log.isEmpty() && !log.endsWith("\n")) {
        out().println();
      }
    }
  }
}
