/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.name.ProjectName;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.text.SpecProblem;
import io.tusk.spec.text.SpecText;
import java.util.List;
import java.util.Optional;

/** Short ways to parse in tests. */
final class Specs {
  /** Knows one fault only: an opening bracket without a closing one. */
  static final GlobSyntax GLOBS =
      glob ->
          glob.contains("[") && !glob.contains("]")
              ? Optional.of("\"[\" is not closed; add \"]\"")
              : Optional.empty();

  static final String HEAD = "{\"pipeline\":{\"name\":\"edges\"},";
  static final String CMD = "\"transform\":{\"cmd\":[\"sh\"]}";
  static final String INPUT = "\"input\":{\"pfs\":{\"repo\":\"images\",\"glob\":\"/*\"}}";

  private Specs() {}

  static SpecFile parse(String text) {
    return new SpecParser(ProjectName.DEFAULT, GLOBS).parse(new SpecText("f", text));
  }

  /** A complete specification with more top-level fields. */
  static String with(String fields) {
    return HEAD + CMD + "," + INPUT + (fields.isEmpty() ? "" : "," + fields) + "}";
  }

  /** One with these fields in its transform, which has a command. */
  static String withTransform(String fields) {
    return HEAD + "\"transform\":{\"cmd\":[\"sh\"]," + fields + "}," + INPUT + "}";
  }

  /** One with this input. */
  static String withInput(String input) {
    return HEAD + CMD + ",\"input\":" + input + "}";
  }

  /** One with these fields in its pfs input. */
  static String withPfs(String fields) {
    return withInput("{\"pfs\":{\"repo\":\"images\",\"glob\":\"/*\"," + fields + "}}");
  }

  static PipelineSpec spec(String text) {
    SpecFile file = parse(text);
    assertThat(file.problems()).as(text).isEmpty();
    assertThat(file.specs()).as(text).hasSize(1);
    return file.specs().get(0).spec();
  }

  static List<String> problems(String text) {
    return parse(text).problems().stream().map(SpecProblem::toString).toList();
  }

  /** Apostrophes stand for quotes; the position, which is in the only line, is left out. */
  static void assertOneProblem(String text, String problem) {
    String quoted = text.replace('\'', '"');
    assertThat(problems(quoted).stream().map(p -> p.replaceFirst("^f:1:[0-9]+: ", "")))
        .as(quoted)
        .containsExactly(problem);
  }
}
