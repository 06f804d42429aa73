/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.error.TuskException;
import io.tusk.glob.Glob;
import io.tusk.name.ProjectName;
import io.tusk.spec.RawJson;
import io.tusk.spec.schema.Field;
import io.tusk.spec.schema.SpecFields;
import io.tusk.spec.text.Problems;
import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecNode.Member;
import io.tusk.spec.text.SpecProblem;
import io.tusk.spec.text.SpecReader;
import io.tusk.spec.text.SpecText;
import java.util.List;
import java.util.Optional;

/**
 * Defaults as a user gives them: an object whose only field, {@code create_pipeline_request}, has
 * the form of a specification.
 *
 * @param defaults as the user spelled them; an empty object after an error
 * @param problems errors and warnings
 */
public record DefaultsFile(RawJson defaults, List<SpecProblem> problems) {
  /** The field that holds the defaults. */
  public static final String REQUEST = "create_pipeline_request";

  private static final RawJson NONE = new RawJson("{}");
  private static final String NAME = "{\"pipeline\":{\"name\":\"any\"}}";
  private static final String CODE = "{\"transform\":{\"cmd\":[\"any\"]}}";
  private static final String INPUT =
      "{\"input\":{\"pfs\":{\"repo\":\"any-input\",\"glob\":\"/\"}}}";

  public DefaultsFile {
    problems = List.copyOf(problems);
  }

  /** Never throws for what the text holds: every fault is a problem of the result. */
  public static DefaultsFile parse(SpecText text) {
    Problems problems = new Problems();
    RawJson defaults =
        request(text, problems).map(request -> checked(request, problems)).orElse(NONE);
    return new DefaultsFile(problems.errors() > 0 ? NONE : defaults, problems.list());
  }

  /**
   * The defaults.
   *
   * @throws TuskException INVALID when there is an error; its message has a line for each
   */
  public RawJson requireValid() {
    SpecFile.requireNoErrors(problems);
    return defaults;
  }

  private static Optional<Mapping> request(SpecText text, Problems problems) {
    List<Mapping> documents = SpecReader.read(text, problems);
    if (problems.errors() > 0) {
      return Optional.empty();
    }
    if (documents.size() != 1) {
      problems.error(
          text.start(), "", "there are " + documents.size() + " sets of defaults; give one object");
      return Optional.empty();
    }
    Mapping document = documents.get(0);
    Optional<Mapping> request = Optional.of(new Mapping(document.position(), "", List.of()));
    for (Member member : document.members()) {
      boolean named = member.name().equals(REQUEST) || member.name().equals(Field.camel(REQUEST));
      if (named && member.value() instanceof Mapping mapping) {
        request = Optional.of(mapping);
      } else if (named) {
        problems.error(
            member.value(), REQUEST + " must be an object, not " + member.value().kind());
      } else if (!member.name().equals(Fields.SCHEMA)) {
        problems.error(
            member.position(),
            member.value().pointer(),
            "unknown field \""
                + member.name()
                + "\" in defaults; put fields of a specification into "
                + REQUEST);
      }
    }
    return request;
  }

  /** Checks the defaults as those of a pipeline that has nothing but what every pipeline needs. */
  private static RawJson checked(Mapping written, Problems problems) {
    Mapping request = new Canonical(problems).of(written, SpecFields.SPECIFICATION);
    for (Member member : request.members()) {
      if (member.name().equals("pipeline") || member.name().equals("salt")) {
        problems.error(
            member.position(),
            member.value().pointer(),
            member.name() + " belongs to one pipeline and cannot be a default; remove it");
      }
    }
    if (problems.errors() == 0) {
      Mapping whole = MergePatch.apply(read(NAME), request);
      if (!holds(request, "transform", List.of("cmd", "java"))) {
        whole = MergePatch.apply(read(CODE), whole);
      }
      if (!holds(request, "input", List.of())) {
        whole = MergePatch.apply(read(INPUT), whole);
      }
      new PipelineSection(ProjectName.DEFAULT, Glob::problem, SpecDefaults.BUILT_IN, problems)
          .parse(whole)
          .ifPresent(spec -> SupportedFeatures.problems(spec).forEach(problems::add));
    }
    return RawValues.of(written);
  }

  private static Mapping read(String json) {
    return SpecReader.read(new SpecText("built-in defaults", json), new Problems()).get(0);
  }

  /** Whether a field is there and, unless there are none, has one of the fields. */
  private static boolean holds(Mapping mapping, String name, List<String> fields) {
    for (Member member : mapping.members()) {
      if (member.name().equals(name)) {
        return fields.isEmpty()
            || (member.value() instanceof Mapping inner
                && inner.members().stream().anyMatch(field -> fields.contains(field.name())));
      }
    }
    return false;
  }
}
