/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.RawJson;
import io.tusk.cli.frame.RawOption;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.DefaultsCatalog;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.pipeline.SpecBatch;
import io.tusk.repo.Catalog;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import io.tusk.spec.Transform;
import io.tusk.spec.parse.ParsedSpec;
import io.tusk.spec.parse.SpecDefaults;
import io.tusk.spec.text.SpecText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Updates a pipeline from what an editor makes of its specification. */
@Command(
    description =
        "Edit the specification of a pipeline, as it was given, and update the pipeline with it.",
    footer = {
      "",
      "Examples:",
      "  tusk edit pipeline edges",
      "  tusk edit pipeline edges --editor nano -o yaml --reprocess"
    })
public final class EditPipeline extends SpecChange {
  private static final String DEFAULT_EDITOR = "vi";

  @Parameters(paramLabel = "PIPELINE", description = "Its name.")
  private String name;

  @Option(
      names = "--editor",
      paramLabel = "COMMAND",
      description = "The editor; without it EDITOR from the environment, else vi.")
  private String editor;

  @Mixin private ReprocessOption reprocess;
  @Mixin private RawOption format;

  private SpecText text;

  /** The version that was edited; none where the command waited in a transaction. */
  private Optional<PipelineVersion> edited = Optional.empty();

  /** What the editor has written; it stays until the pipeline is updated with it. */
  private Optional<Path> written = Optional.empty();

  @Override
  SpecText text() {
    return text;
  }

  @Override
  ProjectName projectOfSpecs() {
    return pipeline(name).project();
  }

  @Override
  SpecBatch.Action action() {
    return SpecBatch.Action.UPDATE;
  }

  @Override
  Processed processed() {
    return reprocess.processed();
  }

  @Override
  boolean takes(ParsedSpec spec) {
    return true;
  }

  @Override
  protected boolean prepare() throws Exception {
    try (TuskStore store = openStore()) {
      Catalog catalog = store.snapshot().catalog();
      catalog.requireProject(project());
      PipelineVersion newest = newest(catalog);
      String before = written(newest);
      text = new SpecText("the edited specification", edit(before));
      if (text.content().equals(before)) {
        out().println("Pipeline unchanged, no update will be performed.");
        done();
        return false;
      }
      edited = Optional.of(newest);
      readAgain(newest, new DefaultsCatalog(catalog).all());
      return true;
    } catch (TuskException e) {
      throw explained(e);
    }
  }

  private void readAgain(PipelineVersion newest, SpecDefaults defaults) {
    SpecBatch batch = SpecBatch.read(text, newest.pipeline().project(), defaults);
    requireSame(newest.pipeline(), batch);
    batch.warnings().forEach(err()::println);
  }

  @Override
  void check(Transaction tx) {
    long now = newest(tx.catalog()).number();
    if (edited.filter(version -> version.number() != now).isPresent()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "pipeline "
              + edited.get().pipeline()
              + " got version "
              + now
              + " while version "
              + edited.get().number()
              + " was edited; edit it again");
    }
  }

  @Override
  protected TuskException explained(TuskException failure) {
    return written.isEmpty()
        ? failure
        : new TuskException(
            failure.code(),
            failure.getMessage() + "\nwhat you wrote is kept in " + written.get(),
            failure);
  }

  @Override
  protected void done() throws IOException {
    if (written.isPresent()) {
      Files.deleteIfExists(written.get());
      written = Optional.empty();
    }
  }

  @Override
  protected void restore(String attachment) {
    text = new SpecText("the edited specification", attachment);
  }

  private PipelineVersion newest(Catalog catalog) {
    PipelineCatalog pipelines = new PipelineCatalog(catalog);
    return pipelines.newestVersion(pipelines.requirePipeline(pipeline(name)));
  }

  private String written(PipelineVersion version) {
    StringWriter text = new StringWriter();
    PrintWriter printer = new PrintWriter(text);
    format.print(printer, RawJson.parse(version.written().text()));
    printer.flush();
    return text.toString();
  }

  private static void requireSame(PipelineName pipeline, SpecBatch batch) {
    List<PipelineName> names = batch.specs().stream().map(spec -> spec.spec().name()).toList();
    if (!names.equals(List.of(pipeline))) {
      throw new TuskException(
          ErrorCode.INVALID,
          "pipeline "
              + pipeline
              + " cannot become "
              + (names.isEmpty() ? "nothing" : names)
              + " by editing: keep its name and project; 'tusk create pipeline' makes another one");
    }
  }

  private String edit(String before) throws IOException, InterruptedException {
    String command =
        Optional.ofNullable(editor)
            .or(() -> Optional.ofNullable(terminal().environment().get("EDITOR")))
            .filter(given -> !given.isBlank())
            .orElse(DEFAULT_EDITOR);
    Path file = Files.createTempFile("tusk-" + name.replace('/', '-') + "-", ".spec");
    written = Optional.of(file);
    Files.writeString(file, before);
    // An editor may be given with arguments, so a shell reads it, as for git and others.
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command + " \"$1\"", command, file.toString());
    Map<String, String> environment = builder.environment();
    environment.putAll(terminal().environment());
    int code = builder.directory(terminal().directory().toFile()).inheritIO().start().waitFor();
    if (code != 0) {
      done();
      throw new TuskException(
          ErrorCode.INVALID,
          "the editor \""
              + command
              + "\" ended with exit code "
              + code
              + "; nothing was changed. --editor or EDITOR names another");
    }
    return Files.readString(file);
  }

  /** A jar that the pipeline has already stays; another one is looked up from here. */
  @Override
  FileEntry jar(String jar, TuskStore into, PackWriter out) throws IOException {
    PipelineVersion newest = newest(into.snapshot().catalog());
    Optional<String> present =
        newest.spec().transform().java().flatMap(Transform.JavaTransform::jar);
    if (present.filter(jar::equals).isPresent() && newest.jar().isPresent()) {
      return newest.jar().get();
    }
    return JarSource.store(jar, terminal().directory(), into, out);
  }
}
