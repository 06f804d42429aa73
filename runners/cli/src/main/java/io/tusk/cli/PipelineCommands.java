/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.datum.DatumInput;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.Operation;
import io.tusk.name.PipelineName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.pipeline.PipelineInputs;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Catalog;
import io.tusk.repo.TuskStore;
import io.tusk.spec.parse.SpecJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The verbs of pipelines but for create, update and validate. */
final class PipelineCommands {
  private static final int REASON_CHARACTERS = 25;

  /** A datum's id, of which a few digits are enough in a table. */
  private static final Pattern ID = Pattern.compile("\\b([0-9a-f]{8})[0-9a-f]{56}\\b");

  private PipelineCommands() {}

  static ObjectNode json(Catalog catalog, PipelineVersion version) {
    ObjectNode json = RawJson.object();
    ObjectNode name = json.putObject("pipeline");
    name.putObject("project").put("name", version.pipeline().project().value());
    name.put("name", version.pipeline().name());
    json.put("version", version.number());
    json.put("state", "PIPELINE_RUNNING");
    lastJob(catalog, version.pipeline())
        .ifPresent(job -> json.put("last_job_state", job.state().rawName()));
    json.put("type", "PIPELINE_TYPE_TRANSFORM");
    ObjectNode details = SpecJson.toJson(version.spec());
    details.remove("pipeline");
    details.put("created_at", version.created().toString()).put("salt", version.salt());
    json.set("details", details);
    return json;
  }

  private static Optional<Job> lastJob(Catalog catalog, PipelineName pipeline) {
    Iterator<Job> jobs = new JobCatalog(catalog).jobs(pipeline);
    return jobs.hasNext() ? Optional.of(jobs.next()) : Optional.empty();
  }

  static String input(PipelineVersion version) {
    List<String> inputs = new ArrayList<>();
    for (DatumInput input : PipelineInputs.of(version.spec())) {
      inputs.add(
          input.branch().repo().project()
              + "/"
              + input.branch().repo().name()
              + ":"
              + input.glob());
    }
    return inputs.isEmpty() ? "none" : String.join(", ", inputs);
  }

  /** A state, and the beginning of why. */
  static String state(Job job) {
    String state = job.state().name().toLowerCase(java.util.Locale.ROOT);
    if (job.state() == io.tusk.pipeline.JobState.SUCCESS
        && job.counts().skipped() == job.counts().total()) {
      return state + ": there were no datums to process";
    }
    String reason = ID.matcher(job.reason().lines().findFirst().orElse("")).replaceAll("$1");
    if (reason.isEmpty()) {
      return state;
    }
    return state
        + ": "
        + (reason.length() > REASON_CHARACTERS
            ? reason.substring(0, REASON_CHARACTERS) + "..."
            : reason);
  }

  @Command(
      name = "pipeline",
      aliases = "pipelines",
      description = "List the pipelines of a project, or the versions of one.",
      footer = {
        "",
        "Examples:",
        "  tusk list pipeline",
        "  tusk list pipeline edges --history all",
        "  tusk list pipeline --raw | jq -r .pipeline.name"
      })
  static final class ListAll extends TuskCommand {
    @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "Only this one.")
    private String name;

    @Option(
        names = {"-s", "--spec"},
        description = "Print the specifications.")
    private boolean specs;

    @Option(
        names = "--history",
        paramLabel = "none|all|N",
        defaultValue = "none",
        description = "How many older versions to list.")
    private String history;

    @Option(
        names = {"-A", "--all-projects"},
        description = "Those of all projects.")
    private boolean allProjects;

    @Mixin private RawOption raw;

    @Override
    void run() {
      if (specs && raw.isRaw()) {
        throw new ParameterException(
            spec().commandLine(), "--raw and --spec exclude each other; give one of them");
      }
      long older = older();
      try (TuskStore store = openStore()) {
        Catalog catalog = store.snapshot().catalog();
        Iterator<PipelineVersion> versions = versions(catalog, older);
        if (specs) {
          versions.forEachRemaining(v -> raw.print(out(), SpecJson.toJson(v.spec())));
        } else if (raw.isRaw()) {
          versions.forEachRemaining(version -> raw.print(out(), json(catalog, version)));
        } else {
          print(catalog, versions);
        }
      }
    }

    private long older() {
      if (history.equals("none")) {
        return 0;
      }
      if (history.equals("all") || history.equals("-1")) {
        return Long.MAX_VALUE;
      }
      try {
        return Long.parseLong(history);
      } catch (NumberFormatException e) {
        throw new ParameterException(
            spec().commandLine(), "--history takes none, all or a number, not \"" + history + "\"");
      }
    }

    private Iterator<PipelineVersion> versions(Catalog catalog, long older) {
      PipelineCatalog pipelines = new PipelineCatalog(catalog);
      List<Pipeline> listed = new ArrayList<>();
      if (name != null) {
        listed.add(pipelines.requirePipeline(new PipelineName(project(), name)));
      } else if (allProjects) {
        pipelines.pipelines().forEachRemaining(listed::add);
      } else {
        pipelines.pipelines(project()).forEachRemaining(listed::add);
      }
      List<PipelineVersion> versions = new ArrayList<>();
      for (Pipeline pipeline : listed) {
        Iterator<PipelineVersion> all = pipelines.versions(pipeline.name());
        for (long left = older; all.hasNext() && left >= 0; left--) {
          versions.add(all.next());
        }
      }
      return versions.iterator();
    }

    private void print(Catalog catalog, Iterator<PipelineVersion> versions) {
      Table table =
          new Table(
              out(),
              "PROJECT",
              "NAME",
              "VERSION",
              "INPUT",
              "CREATED",
              "STATE / LAST JOB",
              "ALERTS",
              "DESCRIPTION");
      boolean failed = false;
      while (versions.hasNext()) {
        PipelineVersion version = versions.next();
        Optional<Job> job = lastJob(catalog, version.pipeline());
        String last =
            job.map(found -> found.state().name().toLowerCase(java.util.Locale.ROOT)).orElse("-");
        failed |= job.filter(found -> !found.reason().isEmpty()).isPresent();
        table.row(
            version.pipeline().project(),
            version.pipeline().name(),
            version.number(),
            input(version),
            raw.time(version.created(), terminal().clock()),
            "running / " + last,
            "-",
            version.spec().description());
      }
      table.print();
      if (failed) {
        err()
            .println(
                "The last job of a pipeline did not succeed; 'tusk inspect pipeline' says why.");
      }
    }
  }

  @Command(
      name = "pipeline",
      aliases = "pipelines",
      description = "Show one pipeline.",
      footer = {"", "Example:", "  tusk inspect pipeline edges"})
  static final class Inspect extends TuskCommand {
    @Parameters(paramLabel = "PIPELINE", description = "Its name.")
    private String name;

    @Mixin private RawOption raw;

    @Override
    void run() {
      try (TuskStore store = openStore()) {
        Catalog catalog = store.snapshot().catalog();
        PipelineCatalog pipelines = new PipelineCatalog(catalog);
        Pipeline pipeline = pipelines.requirePipeline(new PipelineName(project(), name));
        PipelineVersion version = pipelines.newestVersion(pipeline);
        if (raw.isRaw()) {
          raw.print(out(), json(catalog, version));
          return;
        }
        out().println("Name: " + pipeline.name().name());
        out().println("Project: " + pipeline.name().project());
        if (!version.spec().description().isEmpty()) {
          out().println("Description: " + version.spec().description());
        }
        out().println("Version: " + version.number());
        out().println("Created: " + raw.time(pipeline.created(), terminal().clock()));
        out().println("Updated: " + raw.time(version.created(), terminal().clock()));
        out().println("Input: " + input(version));
        out().println("Output Branch: " + pipeline.output());
        lastJob(catalog, pipeline.name())
            .ifPresent(
                job -> {
                  out().println("Last Job: " + job.id().set() + " " + state(job));
                  if (!job.reason().isEmpty()) {
                    out().println("Reason: " + job.reason());
                  }
                });
      }
    }
  }

  @Command(
      name = "pipeline",
      aliases = "pipelines",
      description = "Delete a pipeline with its output repository and its jobs.",
      footer = {"", "Examples:", "  tusk delete pipeline edges", "  tusk delete pipeline --all"})
  static final class Delete extends TuskCommand {
    @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "Its name.")
    private String name;

    @Option(names = "--all", description = "All pipelines of the project.")
    private boolean all;

    @Override
    void run() {
      if (all == (name != null)) {
        throw new ParameterException(
            spec().commandLine(), "either a pipeline name or --all needs to be given");
      }
      try (TuskStore store = openStore()) {
        store.transact(
            new Operation("delete pipeline", all ? "--all" : name),
            tx -> {
              if (all) {
                deleteAll(tx);
              } else {
                PipelineChanges.delete(tx, new PipelineName(project(), name));
              }
              return null;
            });
      }
    }

    /** Again and again those that nothing follows. */
    private void deleteAll(io.tusk.repo.Transaction tx) {
      List<PipelineName> left = new ArrayList<>();
      new PipelineCatalog(tx.catalog())
          .pipelines(project())
          .forEachRemaining(pipeline -> left.add(pipeline.name()));
      while (!left.isEmpty()) {
        List<PipelineName> leaves =
            left.stream()
                .filter(
                    pipeline ->
                        tx.catalog()
                            .downstream(
                                new PipelineCatalog(tx.catalog())
                                    .requirePipeline(pipeline)
                                    .output())
                            .isEmpty())
                .toList();
        if (leaves.isEmpty()) {
          throw new TuskException(
              ErrorCode.CONFLICT,
              "pipeline "
                  + left.get(0)
                  + " is followed by a branch outside of this project; delete that first");
        }
        leaves.forEach(pipeline -> PipelineChanges.delete(tx, pipeline));
        left.removeAll(leaves);
      }
    }
  }
}
