/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.cli.frame.RawOption;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.parse.ParsedSpec;
import io.tusk.spec.parse.SpecJson;
import io.tusk.spec.text.SpecText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates or updates the pipelines of one or more specifications, in one transaction. */
@Command
abstract class SpecCommand extends ChangeCommand {
  @Mixin private SpecOption file;

  @Option(
      names = "--dry-run",
      description = "Print the specification with all defaults, and change nothing.")
  private boolean dryRun;

  @Mixin private RawOption raw;

  private SpecText text;
  private final List<ParsedSpec> specs = new ArrayList<>();
  private final List<Requested> requests = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private record Requested(ParsedSpec parsed, PipelineChanges.Request request) {}

  @Override
  protected final boolean prepare() {
    return take(file.text(terminal()));
  }

  @Override
  protected final String attachment() {
    return text.content();
  }

  @Override
  protected final void restore(String attachment) {
    take(new SpecText(file.source(terminal()), attachment));
  }

  /** Whether something is left to do. */
  private boolean take(SpecText newText) {
    text = newText;
    for (ParsedSpec parsed : file.parse(text, project())) {
      if (parsed.switches().dryRun().orElse(dryRun)) {
        raw.print(out(), SpecJson.toJson(parsed.spec()));
      } else {
        specs.add(parsed);
      }
    }
    return !specs.isEmpty();
  }

  @Override
  protected final String subject() {
    return String.join(", ", specs.stream().map(p -> p.spec().name().toString()).toList());
  }

  @Override
  protected final void upload(TuskStore store, PackWriter out) throws IOException {
    requests.clear();
    for (ParsedSpec parsed : specs) {
      requests.add(
          new Requested(
              parsed,
              new PipelineChanges.Request(
                  parsed.spec(),
                  store.host().randomId(),
                  JarSource.store(parsed.spec(), file.source(terminal()), store, out))));
    }
  }

  @Override
  protected final void change(Transaction tx) {
    warnings.clear();
    requests.forEach(requested -> change(tx, requested.parsed(), requested.request()));
  }

  @Override
  protected final void report() {
    warnings.forEach(warning -> err().println("warning: " + warning));
  }

  abstract void change(Transaction tx, ParsedSpec parsed, PipelineChanges.Request request);

  /** Updates as {@code otherwise} says, unless the specification itself says how. */
  final void update(
      Transaction tx, ParsedSpec parsed, PipelineChanges.Request request, Processed otherwise) {
    Processed processed =
        parsed
            .switches()
            .reprocess()
            .map(reprocess -> reprocess ? Processed.REPROCESS : Processed.KEEP)
            .orElse(otherwise);
    if (processed == Processed.KEEP) {
      warnOfSalt(tx, parsed.spec());
    }
    PipelineChanges.update(tx, request, processed);
  }

  private void warnOfSalt(Transaction tx, PipelineSpec spec) {
    Optional<Pipeline> present = new PipelineCatalog(tx.catalog()).pipeline(spec.name());
    Optional<String> named = spec.salt();
    if (present.isPresent() && named.isPresent() && !named.get().equals(present.get().salt())) {
      warnings.add(
          "pipeline "
              + spec.name()
              + " keeps its salt \""
              + present.get().salt()
              + "\", and the salt \""
              + named.get()
              + "\" of the specification is ignored; --reprocess runs everything again");
    }
  }
}
