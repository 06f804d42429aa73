/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.glob.Glob;
import io.tusk.name.ProjectName;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.DefaultsCatalog;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineChanges.Request;
import io.tusk.pipeline.SpecBatch;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import io.tusk.spec.Transform;
import io.tusk.spec.parse.ParsedSpec;
import io.tusk.spec.parse.SpecParser;
import io.tusk.spec.text.SpecText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Creates or updates the pipelines of a text, in one transaction, over the store's defaults. */
@Command
abstract class SpecChange extends ChangeCommand {
  private final Map<String, FileEntry> jars = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private TuskStore store;

  /** What the specifications are read from. */
  abstract SpecText text();

  abstract SpecBatch.Action action();

  abstract Processed processed();

  /** A file for a jar that the text names. */
  abstract FileEntry jar(String name, TuskStore into, PackWriter out) throws IOException;

  /** Whether the command does something about a specification. */
  abstract boolean takes(ParsedSpec spec);

  /** Of pipelines that name none. */
  ProjectName projectOfSpecs() {
    return project();
  }

  /** Fails where the store is no longer as the text was made for. */
  void check(Transaction tx) {}

  @Override
  protected final String attachment() {
    return text().content();
  }

  @Override
  protected final String subject() {
    return String.join(
        ", ",
        new SpecParser(projectOfSpecs(), Glob::problem)
            .names(text()).stream().map(Object::toString).toList());
  }

  @Override
  protected final void upload(TuskStore into, PackWriter out) throws IOException {
    store = into;
    jars.clear();
    // Faults are reported by the change itself, over the defaults of its transaction.
    List<ParsedSpec> specs =
        new SpecParser(
                projectOfSpecs(),
                Glob::problem,
                new DefaultsCatalog(into.snapshot().catalog()).all())
            .parse(text())
            .specs();
    for (ParsedSpec spec : specs) {
      Optional<String> name = jarOf(spec);
      if (name.isPresent() && takes(spec) && !jars.containsKey(name.get())) {
        jars.put(name.get(), jar(name.get(), into, out));
      }
    }
  }

  private static Optional<String> jarOf(ParsedSpec spec) {
    return spec.spec().transform().java().flatMap(Transform.JavaTransform::jar);
  }

  @Override
  protected final void change(Transaction tx) {
    warnings.clear();
    check(tx);
    SpecBatch batch = SpecBatch.read(text(), projectOfSpecs(), tx.catalog());
    List<ParsedSpec> specs = batch.specs().stream().filter(this::takes).toList();
    warnings.addAll(SpecBatch.apply(tx, specs, action(), processed(), this::request));
  }

  private Request request(ParsedSpec spec) {
    return new Request(
        spec.spec(),
        spec.written(),
        store.host().randomId(),
        jarOf(spec).map(this::taken),
        SpecBatch.initialState(spec));
  }

  private FileEntry taken(String name) {
    FileEntry jar = jars.get(name);
    if (jar == null) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "jar "
              + name
              + " comes from defaults that have changed just now; give the command again");
    }
    return jar;
  }

  @Override
  protected final void report() {
    warnings.forEach(warning -> err().println("warning: " + warning));
  }
}
