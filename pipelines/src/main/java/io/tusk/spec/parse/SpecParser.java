/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.spec.text.Position;
import io.tusk.spec.text.Problems;
import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecProblem;
import io.tusk.spec.text.SpecReader;
import io.tusk.spec.text.SpecText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads pipeline specifications from JSON or YAML, fills in defaults and checks all that can be
 * checked without a store.
 */
public final class SpecParser {
  private static final Comparator<SpecProblem> BY_PLACE =
      Comparator.<SpecProblem>comparingInt(problem -> problem.position().line())
          .thenComparingInt(problem -> problem.position().column());

  private final ProjectName project;
  private final GlobSyntax globs;
  private final SpecDefaults defaults;

  /**
   * @param project of pipelines that name none
   */
  public SpecParser(ProjectName project, GlobSyntax globs) {
    this(project, globs, SpecDefaults.BUILT_IN);
  }

  /**
   * @param project of pipelines that name none
   * @param defaults what specifications are laid over
   */
  public SpecParser(ProjectName project, GlobSyntax globs, SpecDefaults defaults) {
    this.project = project;
    this.globs = globs;
    this.defaults = defaults;
  }

  /** The pipelines that a text names, as far as it can be read; faults are no matter. */
  public List<PipelineName> names(SpecText text) {
    List<PipelineName> names = new ArrayList<>();
    for (Mapping mapping : SpecReader.read(text, new Problems())) {
      new PipelineSection(project, globs, defaults, new Problems())
          .named(mapping)
          .ifPresent(names::add);
    }
    return names;
  }

  /** Never throws for what the text holds: every fault is a problem of the result. */
  public SpecFile parse(SpecText text) {
    Problems problems = new Problems();
    List<ParsedSpec> specs = new ArrayList<>();
    List<Mapping> mappings = SpecReader.read(text, problems);
    if (mappings.isEmpty() && problems.list().isEmpty()) {
      problems.error(
          new Position(text.file(), 1, 1),
          "",
          "there is no specification in it; give at least one");
    }
    for (Mapping mapping : mappings) {
      new PipelineSection(project, globs, defaults, problems).parse(mapping).ifPresent(specs::add);
    }
    return new SpecFile(specs, problems.list().stream().sorted(BY_PLACE).toList());
  }
}
