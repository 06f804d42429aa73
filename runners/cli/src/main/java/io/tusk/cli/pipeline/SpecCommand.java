/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.cli.frame.RawOption;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import io.tusk.spec.parse.ParsedSpec;
import io.tusk.spec.parse.SpecJson;
import io.tusk.spec.text.SpecText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    requests.forEach(requested -> change(tx, requested.parsed(), requested.request()));
  }

  abstract void change(Transaction tx, ParsedSpec parsed, PipelineChanges.Request request);

  /** Updates as {@code otherwise} says, unless the specification itself says how. */
  static void update(
      Transaction tx,
      ParsedSpec parsed,
      PipelineChanges.Request request,
      PipelineChanges.Processed otherwise) {
    PipelineChanges.Processed processed =
        parsed
            .switches()
            .reprocess()
            .map(
                reprocess ->
                    reprocess
                        ? PipelineChanges.Processed.REPROCESS
                        : PipelineChanges.Processed.KEEP)
            .orElse(otherwise);
    PipelineChanges.update(tx, request, processed);
  }
}
