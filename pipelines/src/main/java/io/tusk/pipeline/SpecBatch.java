/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.glob.Glob;
import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineChanges.Request;
import io.tusk.pipeline.PipelineChanges.Updated;
import io.tusk.repo.Catalog;
import io.tusk.repo.Transaction;
import io.tusk.spec.parse.ParsedSpec;
import io.tusk.spec.parse.SpecDefaults;
import io.tusk.spec.parse.SpecFile;
import io.tusk.spec.parse.SpecOrder;
import io.tusk.spec.parse.SpecParser;
import io.tusk.spec.parse.SupportedFeatures;
import io.tusk.spec.text.SpecProblem;
import io.tusk.spec.text.SpecText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The pipelines of one text, laid over a store's defaults.
 *
 * @param specs all that can be run, each after those whose output it reads
 * @param warnings what has no effect, for people, in the order of the text
 */
public record SpecBatch(List<ParsedSpec> specs, List<SpecProblem> warnings) {
  private static final Comparator<SpecProblem> IN_ORDER =
      Comparator.comparingInt((SpecProblem problem) -> problem.position().line())
          .thenComparingInt(problem -> problem.position().column());

  /** What is done about pipelines. */
  public enum Action {
    /** They are created; one that exists already is an error, unless its text says "update". */
    CREATE,
    /** They are updated, or created where they do not exist. */
    UPDATE
  }

  /** Gives the request for a specification: with its jar, and a random salt. */
  public interface Requests {
    Request of(ParsedSpec spec);
  }

  public SpecBatch {
    specs = List.copyOf(specs);
    warnings = List.copyOf(warnings);
  }

  /**
   * As {@link #read(SpecText, ProjectName, SpecDefaults)}, over the defaults that a catalog shows.
   */
  public static SpecBatch read(SpecText text, ProjectName project, Catalog catalog) {
    return read(text, project, new DefaultsCatalog(catalog).all());
  }

  /**
   * Reads and checks all specifications of a text.
   *
   * @param project of pipelines that name none
   * @throws TuskException INVALID when there is an error; its message has a line for each
   */
  public static SpecBatch read(SpecText text, ProjectName project, SpecDefaults defaults) {
    SpecFile file = new SpecParser(project, Glob::problem, defaults).parse(text);
    List<SpecProblem> problems = new ArrayList<>(file.problems());
    file.specs().forEach(spec -> problems.addAll(SupportedFeatures.problems(spec)));
    problems.sort(IN_ORDER);
    SpecFile.requireNoErrors(problems);
    return new SpecBatch(
        SpecOrder.sorted(file.specs()),
        problems.stream().filter(problem -> !problem.isError()).toList());
  }

  /**
   * Creates or updates pipelines; together with all else of the transaction they make one commit
   * set.
   *
   * @param processed unless a specification itself says "reprocess"
   * @return what was not followed, and why; sentences for people
   * @throws TuskException as {@link PipelineChanges#create}
   */
  public static List<String> apply(
      Transaction tx,
      List<ParsedSpec> specs,
      Action action,
      Processed processed,
      Requests requests) {
    requireInputs(tx.catalog(), specs);
    List<String> warnings = new ArrayList<>();
    for (ParsedSpec spec : specs) {
      Request request = requests.of(spec);
      if (action == Action.CREATE && !spec.switches().update().orElse(false)) {
        PipelineChanges.create(tx, request);
        continue;
      }
      Updated updated =
          PipelineChanges.update(
              tx,
              request,
              spec.switches()
                  .reprocess()
                  .map(all -> all ? Processed.REPROCESS : Processed.KEEP)
                  .orElse(processed));
      warnings.addAll(updated.warnings());
    }
    return warnings;
  }

  /** All that lack at once: who brings pipelines over wants to know. */
  private static void requireInputs(Catalog catalog, List<ParsedSpec> specs) {
    Set<RepoName> made = new HashSet<>();
    for (ParsedSpec spec : specs) {
      made.add(spec.spec().name().repo());
      PipelineInputs.crons(spec.spec()).forEach(cron -> made.add(cron.repo()));
    }
    Set<String> missing = new LinkedHashSet<>();
    for (ParsedSpec spec : specs) {
      for (BranchName input : PipelineInputs.provenance(spec.spec())) {
        RepoName repo = input.repo();
        if (!made.contains(repo) && catalog.repo(repo).isEmpty()) {
          missing.add(missing(spec.spec().name(), repo));
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new TuskException(ErrorCode.NOT_FOUND, String.join("\n", missing));
    }
  }

  private static String missing(PipelineName pipeline, RepoName repo) {
    String project =
        repo.project().equals(ProjectName.DEFAULT) ? "" : " --project " + repo.project();
    return "pipeline "
        + pipeline
        + " reads repo "
        + repo
        + ", which does not exist; 'tusk create repo "
        + repo.name()
        + project
        + "' makes it";
  }

  /** The state that a pipeline of this specification is created in. */
  public static PipelineState initialState(ParsedSpec spec) {
    return spec.switches().stopped() ? PipelineState.PAUSED : PipelineState.RUNNING;
  }
}
