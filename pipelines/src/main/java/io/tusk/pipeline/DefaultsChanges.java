/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tusk.error.TuskException;
import io.tusk.glob.Glob;
import io.tusk.meta.MetadataValue;
import io.tusk.name.PipelineName;
import io.tusk.repo.Transaction;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.RawJson;
import io.tusk.spec.parse.ParsedSpec;
import io.tusk.spec.parse.SpecDefaults;
import io.tusk.spec.parse.SpecFile;
import io.tusk.spec.parse.SpecOrder;
import io.tusk.spec.parse.SpecParser;
import io.tusk.spec.parse.SupportedFeatures;
import io.tusk.spec.text.SpecProblem;
import io.tusk.spec.text.SpecText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Sets defaults within a transaction, and makes pipelines anew with them. */
public final class DefaultsChanges {
  private DefaultsChanges() {}

  /**
   * Sets the defaults of a scope, in place of those that it has. Pipelines stay as they are until
   * {@link #regenerate}.
   *
   * @param spec as a checked {@code DefaultsFile} gives it
   * @throws TuskException NOT_FOUND for the project
   */
  public static void put(Transaction tx, DefaultsScope scope, RawJson spec) {
    if (scope instanceof DefaultsScope.OfProject of) {
      tx.catalog().requireProject(of.project());
    }
    tx.metadata()
        .put(
            PipelineKeys.defaults(scope),
            MetadataValue.of(
                JsonNodeFactory.instance.objectNode().put(DefaultsCatalog.SPEC, spec.text())));
  }

  /**
   * Takes the defaults of a scope away.
   *
   * @throws TuskException NOT_FOUND when there are none
   */
  public static void delete(Transaction tx, DefaultsScope scope) {
    new DefaultsCatalog(tx.catalog()).require(scope);
    tx.metadata().remove(PipelineKeys.defaults(scope));
  }

  /**
   * Lays what each pipeline was made from over the defaults as they are now; those whose
   * specification changes get a new version and a job.
   *
   * @param salts random ones, for where new ones are needed
   * @return the pipelines that have a new version
   * @throws TuskException INVALID when one cannot be run with the defaults
   */
  public static List<PipelineName> regenerate(
      Transaction tx, PipelineChanges.Processed processed, Supplier<String> salts) {
    SpecDefaults defaults = new DefaultsCatalog(tx.catalog()).all();
    PipelineCatalog pipelines = new PipelineCatalog(tx.catalog());
    List<Pipeline> all = new ArrayList<>();
    pipelines.pipelines().forEachRemaining(all::add);
    List<ParsedSpec> specs = new ArrayList<>();
    List<SpecProblem> problems = new ArrayList<>();
    for (Pipeline pipeline : all) {
      PipelineVersion newest = pipelines.newestVersion(pipeline);
      SpecFile file = parse(newest, defaults);
      problems.addAll(of(pipeline.name(), file.problems()));
      file.specs().stream()
          .filter(parsed -> !parsed.spec().equals(newest.spec()))
          .forEach(
              parsed -> {
                problems.addAll(of(pipeline.name(), SupportedFeatures.problems(parsed)));
                specs.add(parsed);
              });
    }
    SpecFile.requireNoErrors(problems);
    List<PipelineName> changed = new ArrayList<>();
    for (ParsedSpec parsed : SpecOrder.sorted(specs)) {
      PipelineSpec spec = parsed.spec();
      PipelineChanges.remake(
          tx, pipelines.requirePipeline(spec.name()), spec, salts.get(), processed);
      changed.add(spec.name());
    }
    return changed;
  }

  private static List<SpecProblem> of(PipelineName pipeline, List<SpecProblem> problems) {
    return problems.stream()
        .map(
            problem ->
                new SpecProblem(
                    problem.position(),
                    problem.pointer(),
                    problem.severity(),
                    "in pipeline " + pipeline + ": " + problem.message()))
        .toList();
  }

  private static SpecFile parse(PipelineVersion version, SpecDefaults defaults) {
    String name = "the specification of pipeline " + version.pipeline();
    return new SpecParser(version.pipeline().project(), Glob::problem, defaults)
        .parse(new SpecText(name, version.written().text()));
  }
}
