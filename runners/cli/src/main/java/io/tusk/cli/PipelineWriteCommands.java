/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.glob.Glob;
import io.tusk.log.Operation;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import io.tusk.spec.parse.ParsedSpec;
import io.tusk.spec.parse.SpecFile;
import io.tusk.spec.parse.SpecJson;
import io.tusk.spec.parse.SpecOrder;
import io.tusk.spec.parse.SpecParser;
import io.tusk.spec.parse.SpecSource;
import io.tusk.spec.parse.SupportedFeatures;
import io.tusk.spec.text.SpecProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Create, update and validate pipelines: what reads a specification. */
final class PipelineWriteCommands {
  private PipelineWriteCommands() {}

  /** What all of them read. */
  abstract static class FromSpec extends TuskCommand {
    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE|URL|-",
        description = "The specifications, in JSON or YAML; several may be in one file.")
    private String file;

    /** The specifications, those first whose output others read; warnings are printed. */
    final List<ParsedSpec> read() {
      if (file == null && terminal().isInteractive()) {
        throw new picocli.CommandLine.ParameterException(
            spec().commandLine(), "a specification is needed: -f FILE, -f URL, or -f -");
      }
      String source = file == null ? "-" : resolved();
      SpecFile parsed =
          new SpecParser(project(), Glob::problem)
              .parse(new SpecSource().read(source, terminal().input()));
      List<SpecProblem> problems = new ArrayList<>(parsed.problems());
      parsed.specs().forEach(spec -> problems.addAll(SupportedFeatures.problems(spec)));
      problems.stream()
          .filter(problem -> !problem.isError())
          .forEach(problem -> err().println("warning: " + problem));
      SpecFile.requireNoErrors(problems);
      return SpecOrder.sorted(parsed.specs());
    }

    /** Relative to where the command was given. */
    private String resolved() {
      boolean isPath = !file.equals("-") && !file.contains("://");
      return isPath ? terminal().directory().resolve(file).toString() : file;
    }

    final String file() {
      return file == null ? "-" : resolved();
    }
  }

  /** What create and update have in common. */
  abstract static class Write extends FromSpec {
    @Option(
        names = "--dry-run",
        description = "Print the specification with all defaults, and change nothing.")
    private boolean dryRun;

    @Mixin private RawOption raw;

    @Override
    final void run() throws IOException {
      List<ParsedSpec> specs = read();
      List<ParsedSpec> toWrite = new ArrayList<>();
      for (ParsedSpec parsed : specs) {
        if (parsed.switches().dryRun().orElse(dryRun)) {
          raw.print(out(), SpecJson.toJson(parsed.spec()));
        } else {
          toWrite.add(parsed);
        }
      }
      if (toWrite.isEmpty()) {
        return;
      }
      try (TuskStore store = open();
          var out = store.newPackWriter()) {
        Map<ParsedSpec, PipelineChanges.Request> requests = new HashMap<>();
        for (ParsedSpec parsed : toWrite) {
          requests.put(
              parsed,
              new PipelineChanges.Request(
                  parsed.spec(),
                  store.host().randomId(),
                  JarSource.store(parsed.spec(), file(), store, out)));
        }
        String names =
            String.join(", ", toWrite.stream().map(p -> p.spec().name().toString()).toList());
        store.transact(
            new Operation(spec().qualifiedName().replace("tusk ", ""), names),
            out,
            tx -> {
              toWrite.forEach(parsed -> write(tx, parsed, requests.get(parsed)));
              return null;
            });
        PendingHint.print(this, store);
      }
    }

    abstract TuskStore open();

    abstract void write(Transaction tx, ParsedSpec parsed, PipelineChanges.Request request);

    /** Updates; {@code reprocess} unless the specification says otherwise. */
    final void update(
        Transaction tx, ParsedSpec parsed, PipelineChanges.Request request, boolean reprocess) {
      PipelineChanges.Processed processed =
          parsed.switches().reprocess().orElse(reprocess)
              ? PipelineChanges.Processed.REPROCESS
              : PipelineChanges.Processed.KEEP;
      PipelineChanges.update(tx, request, processed);
    }
  }

  @Command(
      name = "pipeline",
      aliases = "pipelines",
      description = "Create pipelines, and the store if there is none yet.",
      footer = {
        "",
        "Examples:",
        "  tusk create pipeline -f edges.json",
        "  tusk create pipeline -f edges.yaml --dry-run"
      })
  static final class Create extends Write {
    @Override
    TuskStore open() {
      return storeOption().openOrCreate(terminal(), err());
    }

    @Override
    void write(Transaction tx, ParsedSpec parsed, PipelineChanges.Request request) {
      if (parsed.switches().update().orElse(false)) {
        update(tx, parsed, request, false);
      } else {
        PipelineChanges.create(tx, request);
      }
    }
  }

  @Command(
      name = "pipeline",
      aliases = "pipelines",
      description =
          "Update pipelines, or create those that do not exist. What is processed stays processed,"
              + " unless --reprocess is given.",
      footer = {
        "",
        "Examples:",
        "  tusk update pipeline -f edges.json",
        "  tusk update pipeline -f edges.json --reprocess"
      })
  static final class Update extends Write {
    @Option(
        names = "--reprocess",
        description = "Run all datums of the inputs' heads again, with the new code.")
    private boolean reprocess;

    @Override
    TuskStore open() {
      return openStore();
    }

    @Override
    void write(Transaction tx, ParsedSpec parsed, PipelineChanges.Request request) {
      update(tx, parsed, request, reprocess);
    }
  }

  @Command(
      name = "pipeline",
      aliases = "pipelines",
      description = "Check specifications without a store; all errors are shown at once.",
      footer = {"", "Example:", "  tusk validate pipeline -f edges.json"})
  static final class Validate extends FromSpec {
    @Override
    void run() {
      read();
    }
  }
}
